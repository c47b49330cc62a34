"""Polymarket US's grammar: resource names, and how links write them."""

import msgspec
import pytest

from adapters.polymarket_us.keys import LINKS, trading_key, trading_key_in_id
from domain.errors import InvalidInputError
from domain.keys import TradingKey
from domain.venues import Venue
from resolvers.ids import NodeId
from resolvers.opaque import LONGEST
from tests.adapters.specimens.polymarket_us import MAIN

RULE = "must be 1 to 255 printable characters"


@pytest.mark.parametrize("name", [MAIN.name, "main", "Firms/\u00c4/accounts/a b", "x", "x" * 255])
def test_names_are_opaque(name: str) -> None:
    """Any printable text is a name, as it is; it may be 255 characters long."""
    assert trading_key(name) == TradingKey(name)


@pytest.mark.parametrize("name", ["", "a\nb", "a\x00", "\ud800", "\u202ea", "x" * 256])
def test_what_is_no_name(name: str) -> None:
    """Nothing, control characters, lone surrogates, marks of direction and longer texts are refused."""
    with pytest.raises(InvalidInputError) as refused:
        trading_key(name)
    assert (refused.value.argument, refused.value.rule) == ("name", RULE)


@pytest.mark.parametrize(
    "name",
    [MAIN.name, "x" * 300, "x" * 1000, "\u00e4" * 500, "\U0001f600" * 250, '"' * 500, "a\u00a0b", "a\u200bb"],
    ids=lambda name: ascii(name)[:20],
)
def test_names_in_ids_are_what_the_listing_takes(name: str) -> None:
    """An id carries what is not printable and longer texts than a client may type, up to 1,000 bytes as JSON."""
    assert trading_key_in_id(name) == TradingKey(name)
    assert len(NodeId(Venue.POLYMARKET_US, "TradingAccount", TradingKey(name)).encode()) <= LONGEST


@pytest.mark.parametrize(
    "name",
    ["", "a\nb", "a\x00", "a\x7f", "a\x85", "\ud800", "x" * 1001, "\u00e4" * 501, '"' * 501, "x" * 10**6],
    ids=lambda name: ascii(name)[:20],
)
def test_names_that_no_id_carries(name: str) -> None:
    """Control characters and names that would make an id too long to be taken back are refused."""
    with pytest.raises(InvalidInputError) as refused:
        trading_key_in_id(name)
    assert refused.value.argument == "name"


def test_linked_accounts() -> None:
    """A linked account is its name, or an object with it that may say that it is not counted."""
    assert LINKS.name == "trading_accounts"
    for written in (MAIN.name, {"name": MAIN.name}, {"name": MAIN.name, "counted": False}):
        assert LINKS.key(msgspec.convert(written, LINKS.shape)) == MAIN


@pytest.mark.parametrize(
    "written", [{"name": 7}, {}, {"name": "a", "index": 0}, {"name": "a", "counted": 1}, 7, None, [MAIN.name]]
)
def test_linked_accounts_of_another_shape_are_refused(written: object) -> None:
    """Anything but a text and an object with a name is refused."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(written, LINKS.shape)


def test_linked_accounts_keep_to_the_grammar() -> None:
    """What is no key is no link either."""
    with pytest.raises(InvalidInputError, match="name"):
        LINKS.key("")
