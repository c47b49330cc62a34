"""What is asked of both servers: a GraphQL document here, a path there, the same bytes of data from each."""

import json
from collections.abc import Sequence
from typing import NamedTuple

JOHN = "ABC123"

ACCOUNT = """
query Account($code: String!) {
  labeledAccount(participantCode: $code) { participantCode label balances { asset total available locked } }
}
"""
PARTICIPANTS = """
{
  participants(first: 50) {
    edges { node { code name status labeledAccounts { label balances { asset total available locked } } } }
  }
}
"""
PORTFOLIO = """
query Portfolio($code: String!) {
  portfolio(participantCode: $code) {
    sections {
      __typename
      ... on VenueAccounts {
        venue
        accounts {
          id
          name
          balances { asset total available locked }
          ... on LabeledAccount { label ledgers { asset accountType balance accountId } }
          ... on TradingAccount { cash { currency balance buyingPower } contracts: positions { symbol netPosition } }
          ... on MarginAccount {
            equity
            availableCollateral
            netQuoteBalance
            sequenceNumber
            positions { marketId market size }
          }
        }
      }
      ... on VenueUnavailable { venue code message retryable }
      ... on VenueForbidden { venue message }
    }
  }
}
"""


class Operation(NamedTuple):
    """One operation; `{code}` in the path is the variable `code` of the document."""

    name: str
    document: str
    path: str
    in_turn: bool
    """Whether all people are asked for in turn, so that calls under way at once are seldom the same call."""
    requests: int
    """How many make one measurement."""


OPERATIONS = (
    Operation("One account", ACCOUNT, "/account/{code}", in_turn=False, requests=400),
    Operation("One account, people in turn", ACCOUNT, "/account/{code}", in_turn=True, requests=400),
    Operation("One portfolio", PORTFOLIO, "/portfolio/{code}", in_turn=False, requests=160),
    Operation("One portfolio, people in turn", PORTFOLIO, "/portfolio/{code}", in_turn=True, requests=160),
    Operation("50 people, 10 accounts each", PARTICIPANTS, "/participants", in_turn=False, requests=48),
)


class Question(NamedTuple):
    """The same question to both, as the bytes of HTTP requests."""

    to_gateway: bytes
    to_handwritten: bytes


def questions(operation: Operation, people: Sequence[str]) -> list[Question]:
    """What is asked in one measurement, over and over."""
    return [_question(operation, code) for code in (people if operation.in_turn else [JOHN])]


def _question(operation: Operation, code: str) -> Question:
    variables = {"code": code} if "$code" in operation.document else {}
    body = json.dumps({"query": operation.document, "variables": variables}).encode()
    return Question(
        b"POST /graphql HTTP/1.1\r\nhost: gateway\r\naccept: application/json\r\ncontent-type: application/json\r\n"
        b"content-length: %d\r\n\r\n%b" % (len(body), body),
        b"GET %b HTTP/1.1\r\nhost: handwritten\r\naccept: application/json\r\n\r\n"
        % operation.path.format(code=code).encode(),
    )
