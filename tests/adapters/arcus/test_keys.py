"""Arcus's grammar: addresses and indexes, and how links write them."""

import msgspec
import pytest

from adapters.arcus.keys import LINKS, LinkedAccount, margin_key
from domain.errors import InvalidInputError
from domain.keys import MarginKey
from tests.adapters.specimens.arcus import A1

ADDRESS = "must be 40 hexadecimal digits, with or without 0x before them"


@pytest.mark.parametrize("address", ["ab" * 20, "AB" * 20, "0x" + "aB" * 20, "0X" + "Ab" * 20])
@pytest.mark.parametrize("index", [0, 9])
def test_addresses_have_one_spelling(address: str, index: int) -> None:
    """Any case and prefix is lower case after 0x."""
    assert margin_key(address, index) == MarginKey("0x" + "ab" * 20, index)


@pytest.mark.parametrize(
    "address",
    [
        *("", "0x", A1[:-1], A1 + "0", A1 + "\n", " " + A1, "0y" + A1[2:]),
        *("0x0x" + A1[4:], "0x" + "g" * 40, "0x" + "\uff10" * 40),
    ],
)
def test_what_is_no_address(address: str) -> None:
    """Other lengths, other prefixes, other digits and blanks are refused."""
    with pytest.raises(InvalidInputError) as refused:
        margin_key(address, 0)
    assert (refused.value.argument, refused.value.rule) == ("address", ADDRESS)


@pytest.mark.parametrize("index", [-1, 10, 2**31])
def test_what_is_no_index(index: int) -> None:
    """An index below 0 or above 9 is refused."""
    with pytest.raises(InvalidInputError) as refused:
        margin_key(A1, index)
    assert (refused.value.argument, refused.value.rule) == ("accountIndex", "must be 0 to 9")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ({"address": A1, "account_index": 9}, MarginKey(A1, 9)),
        ({"address": A1.upper()}, MarginKey(A1, 0)),
    ],
)
def test_linked_accounts(written: dict[str, object], key: MarginKey) -> None:
    """A linked account is an address and an index, which is 0 where none is written."""
    assert LINKS.name == "margin_accounts"
    assert LINKS.key(msgspec.convert(written, LINKS.shape)) == key


@pytest.mark.parametrize(
    "written", [{}, {"address": 7}, {"address": A1, "account_index": "0"}, {"address": A1, "index": 0}, A1, None]
)
def test_linked_accounts_of_another_shape_are_refused(written: object) -> None:
    """Missing, wrong and unknown members are refused."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(written, LINKS.shape)


def test_linked_accounts_keep_to_the_grammar() -> None:
    """What is no key is no link either."""
    with pytest.raises(InvalidInputError, match="accountIndex"):
        LINKS.key(LinkedAccount(A1, 10))
