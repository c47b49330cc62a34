"""Arcus's calls: what is sent, what a 4xx means, and whose failure it is."""

from typing import Any

import pytest

from domain.errors import Unavailable
from domain.keys import Link, MarginKey, Owner
from domain.margin import MarginAccount
from domain.venues import Venue
from tests.adapters.arcus.paths import KEY, Answer, body, open_arcus
from tests.adapters.conftest import Wired
from tests.adapters.replies import code
from tests.adapters.venues import SENTENCE


async def test_no_key_is_sent() -> None:
    """A read carries no credential of any kind."""
    adapter, http = open_arcus({"/v1/account": body()})
    [account] = await adapter.accounts([KEY])
    assert isinstance(account, MarginAccount)
    assert set(http.requests[0].headers) <= {"host", "accept", "accept-encoding", "connection", "user-agent"}


ODD_BODIES: list[Any] = [
    *(b"", b"\xff\xfe", b'{"error":"\xff"}', b"<html>", b"[" * 100_000, b"5", [], ["error"], {}, {"error": None}),
    *({"error": 5}, {"error": ["this account has no activity yet"]}, {"error": "not found"}, {"code": 5}),
    *({"error": "This account has no activity yet."}, {"message": "this account has no activity yet"}),
]
"""What a 4xx may carry that is none of the venue's words."""


@pytest.mark.parametrize("content", ODD_BODIES, ids=lambda content: repr(content)[:30])
@pytest.mark.parametrize(
    ("status", "expected"),
    [(400, "VENUE_ANSWER"), (401, "VENUE_ANSWER"), (403, "VENUE_FORBIDDEN"), (404, "VENUE_ANSWER")],
)
async def test_refusals(status: int, expected: str, content: Any) -> None:
    """A 4xx is the error that its status stands for; a 404 without the documented text is no empty account."""
    adapter, _ = open_arcus({"/v1/account": Answer(status, content)})
    [result] = await adapter.accounts([KEY])
    assert code(result) == expected


@pytest.mark.parametrize(
    ("status", "text", "sentence"),
    [
        (403, "address not on access whitelist", "this address is not on the venue's access whitelist"),
        (400, "Address not on access WHITELIST", "this address is not on the venue's access whitelist"),
        (403, "address does not match api key", "this address does not match the key of the call"),
        (403, "forbidden", "the venue does not say why"),
    ],
)
async def test_the_reasons_of_a_refusal(status: int, text: str, sentence: str) -> None:
    """Each reason has its own sentence; the words of the whitelist count with a 400 too."""
    adapter, _ = open_arcus({"/v1/account": Answer(status, {"error": text})})
    [result] = await adapter.accounts([KEY])
    assert isinstance(result, Unavailable)
    assert result.code == "VENUE_FORBIDDEN"
    assert result.message == f"Arcus does not show this: {sentence} (call: account)."
    assert SENTENCE.fullmatch(result.message)


async def test_other_calls_and_statuses_are_no_question_of_the_whitelist() -> None:
    """The word alone decides nothing."""
    adapter, _ = open_arcus({"/v1/account": Answer(404, {"error": "whitelist"})})
    assert [code(result) for result in await adapter.accounts([KEY])] == ["VENUE_ANSWER"]


async def test_one_failing_key_costs_only_itself(wired: Wired) -> None:
    """The neighbours of a key that fails are answered; the owner that links it gets its error."""
    port = wired.ports.accounts[Venue.ARCUS]
    bad = MarginKey(wired.sandbox.arcus.margin.address_of(wired.sandbox.world.fault_people["F0ECHO"]), 0)
    good, failed = await port.accounts([KEY, bad])
    assert isinstance(good, MarginAccount)
    assert code(failed) == "VENUE_ANSWER"
    links = (Link(Venue.ARCUS, KEY), Link(Venue.ARCUS, bad))
    first, second = await port.accounts_of([Owner("AAAAAA", links[:1]), Owner("BBBBBB", links)])
    assert not isinstance(first, Unavailable)
    assert [account.key for account in first.accounts] == [KEY]
    assert second == failed
