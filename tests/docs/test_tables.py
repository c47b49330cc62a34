"""The tables of error codes, HTTP statuses and sandbox faults."""

import ast
import re
from collections.abc import Iterator

import pytest

from domain.errors import GatewayError, VenueError
from gateway.http.graphql import STATUSES, STATUSES_IN_PLAIN_JSON
from sandbox import FAULT_MODES, MODES
from tests.docs.documents import DOCS, ROOT, bare, code_in, table
from tests.house import OpenHouse

ERRORS = DOCS / "errors.md"
CODE = re.compile(r"[A-Z]+(?:_[A-Z]+)+")
CODES = {bare(code): retry for code, _, retry in table(ERRORS, "error codes")}
FAULTS = {bare(mode): (bare(person), made) for mode, person, _, made in table(DOCS / "sandbox.md", "faults")}

ACCOUNTS = """query Accounts($code: String!) { portfolio(participantCode: $code) { sections {
  ... on VenueAccounts { venue accounts { name } }
  ... on VenueUnavailable { venue code }
  ... on VenueForbidden { venue }
  __typename
} } }"""


def kinds_of_error(kind: type[GatewayError] = GatewayError) -> Iterator[type[GatewayError]]:
    """Every error that has a code."""
    for inner in kind.__subclasses__():
        if inner is not VenueError:
            yield inner
        yield from kinds_of_error(inner)


def literal_codes() -> set[str]:
    """The codes that the modules between HTTP and the resolvers write as text."""
    gateway = ROOT / "gateway"
    found = set()
    for module in [gateway / "runtime.py", *gateway.glob("execution/*.py"), *gateway.glob("http/*.py")]:
        tree = ast.parse(module.read_text(encoding="utf-8"))
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        found |= {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}
    return found


def test_the_error_codes_are_those_of_the_code() -> None:
    """Each code that a client may meet has a row, and no row is of a code that there is not."""
    assert set(CODES) == {kind.code for kind in kinds_of_error()} | literal_codes()


def test_whether_to_retry_is_what_the_errors_say() -> None:
    """A venue's error is retryable exactly where the table begins with yes."""
    errors = [kind for kind in kinds_of_error() if issubclass(kind, VenueError)]
    assert errors
    assert {kind.code: CODES[kind.code].startswith("yes") for kind in errors} == {
        kind.code: kind.retryable for kind in errors
    }


def test_the_statuses_are_those_of_the_outcomes() -> None:
    """Each outcome has a row, in the order of the code, with its status in either media type."""
    rows = [(bare(outcome), int(graphql), int(plain)) for outcome, _, graphql, plain in table(ERRORS, "statuses")]
    assert rows == [(outcome.value, status, STATUSES_IN_PLAIN_JSON[outcome]) for outcome, status in STATUSES.items()]


def test_the_fault_modes_and_people_are_the_sandbox_s() -> None:
    """Each mode has a row, and its person where there is one."""
    assert set(FAULTS) == set(MODES)
    assert {person: mode for mode, (person, _) in FAULTS.items() if person} == FAULT_MODES


async def zerohash_section(open_gateway: OpenHouse, code: str, mode: str | None) -> str:
    """What a portfolio says of zerohash: the code of its failure, else the name of the section."""
    house = await open_gateway(ZEROHASH__TIMEOUT_SECONDS="0.2", ARCUS__TIMEOUT_SECONDS="0.2", DEADLINE_SECONDS="2")
    if mode:
        house.sandbox.faults.set("zerohash", mode)
    sections = (await house.data(ACCOUNTS, {"code": code}))["portfolio"]["sections"]
    section = next(section for section in sections if section["venue"] == "ZEROHASH")
    return str(section.get("code", section["__typename"]))


def expected(made: str) -> str:
    """What the table promises of a portfolio's section."""
    codes = [code for code in code_in(made) if code in CODES or code == "VenueForbidden"]
    return codes[-1] if codes else "VenueAccounts"


@pytest.mark.parametrize("mode", MODES)
async def test_each_fault_comes_out_as_the_table_says(open_gateway: OpenHouse, mode: str) -> None:
    """With the fault set on zerohash, John's section there is what the last column names."""
    assert await zerohash_section(open_gateway, "ABC123", mode) == expected(FAULTS[mode][1])


@pytest.mark.parametrize("person", FAULT_MODES)
async def test_each_fault_person_comes_out_as_the_table_says(open_gateway: OpenHouse, person: str) -> None:
    """With every venue well, the person's own section at zerohash is what the last column names."""
    assert await zerohash_section(open_gateway, person, None) == expected(FAULTS[FAULT_MODES[person]][1])
