"""Faults of the links file: each with its participant, section and entry."""

from pathlib import Path

import pytest

from domain.keys import TradingKey
from domain.venues import Venue
from gateway.links import MOST_FAULTS, read_links
from gateway.settings import SettingsError, load_settings

NOT_LINKS = "the file is not a links file: "
ADDRESS = "0x00000000000000000000000000000000000000a1"


def fault(tmp_path: Path, text: str) -> str:
    """What is wrong with a file of this text."""
    file = tmp_path / "links.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings({"GATEWAY_LINKS_FILE": str(file)}, Path("/dev/null"))
    (line,) = caught.value.faults
    assert line.startswith("GATEWAY_LINKS_FILE: ")
    return line.removeprefix("GATEWAY_LINKS_FILE: ").removesuffix(".")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[]", NOT_LINKS + "Expected `object`, got `array`"),
        ('{\n"ABC123": {},\n', NOT_LINKS + "Input data was truncated"),
        (
            '{\n"ABC123": {\n"trading_accounts": [}}',
            NOT_LINKS + "JSON is malformed: invalid character (line 3)",
        ),
        ('{"abc": {}}', "'abc' is not a participant code"),
        (
            '{"ABC123": {"accounts": []}}',
            "ABC123 has a section 'accounts'; there are ",
        ),
        (
            '{"ABC123": {"trading_accounts": ["a", "b"]}, "ABC124": {"trading_accounts": ["c", "b"]}}',
            "trading_accounts[1] of ABC124 is linked already, as trading_accounts[1] of ABC123",
        ),
        (
            f'{{"ABC123": {{"margin_accounts": [{{"address": "{ADDRESS}"}}, {{"address": "0x12"}}]}}}}',
            "margin_accounts[1] of ABC123: address must be 40 hexadecimal digits",
        ),
        (
            f'{{"ABC123": {{"margin_accounts": [{{"address": "{ADDRESS}", "account_index": 10}}]}}}}',
            "margin_accounts[0] of ABC123: accountIndex must be 0 to 9",
        ),
        ('{"ABC123": {"margin_accounts": [7]}}', "margin_accounts[0] of ABC123: Expected `object`, got `int`"),
    ],
)
def test_a_fault_says_where_it_is(tmp_path: Path, text: str, sentence: str) -> None:
    """A links file of another shape, a wrong code, entry or index, and one account of two people, each by its place."""
    assert fault(tmp_path, text).startswith(sentence)


def test_several_faults_are_named_at_once(tmp_path: Path) -> None:
    """All of them up to ten; how many more there are is said."""
    names = ", ".join(["7"] * (MOST_FAULTS + 2))
    told = fault(tmp_path, f'{{"abc": {{}}, "ABC123": {{"trading_accounts": [{names}]}}}}').split("; ")
    assert told[0] == "'abc' is not a participant code"
    assert told[1].startswith("trading_accounts[0] of ABC123: ")
    assert told[MOST_FAULTS:] == ["and 3 more"]


def test_links_that_are_right_are_read(tmp_path: Path) -> None:
    """A person with a section that is empty is known to have no account there."""
    file = tmp_path / "links.json"
    file.write_text('{"ABC123": {"trading_accounts": ["a"], "margin_accounts": []}}', encoding="utf-8")
    owner = read_links(file)["ABC123"]
    assert owner.at(Venue.POLYMARKET_US) == (TradingKey("a"),)
    assert owner.known_at == (Venue.POLYMARKET_US, Venue.ARCUS)
