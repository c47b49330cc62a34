"""How settings are read from text, and that every venue declares its own in these terms."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from adapters.registration import Registration
from adapters.settings import LIMITS, Setting, as_key, count, figure, seconds, text, url
from adapters.transport.rates import Limits
from domain.errors import InvalidInputError
from tests.adapters.declared import declared, settings_from
from tests.adapters.venues import every_venue

ADDRESS = "must be an http or https address without a query or a password"
FIGURE = "must be a number above 0, up to 1,000,000"
COUNT = "must be a whole number, 1 to 1,000"
SECONDS = "must be a number of seconds, 0.1 to 300"


@pytest.mark.parametrize(
    ("read", "written", "value"),
    [
        (text, " a b ", " a b "),
        (url, "http://x", "http://x"),
        (url, "https://x:8443/v1/", "https://x:8443/v1/"),
        (figure, "0.5", 0.5),
        (figure, "1000000", 1_000_000),
        (figure, "1e3", 1000),
        (count, "1", 1),
        (count, "1000", 1000),
        (seconds, "0.1", 0.1),
        (seconds, "300", 300),
    ],
)
def test_what_is_read(read: Callable[[str], Any], written: str, value: Any) -> None:
    """Texts and addresses are kept as they are; numbers are read."""
    assert read(written) == value
    assert type(read(written)) is (type(value) if isinstance(value, str) or read is count else float)


@pytest.mark.parametrize(
    ("read", "fault", "refused"),
    [
        (text, "is empty", ["", " ", "\n"]),
        (
            url,
            ADDRESS,
            ["", "x", "//x", "ftp://x", "http://", "http://x?a", "http://x#a", "http://u:p@x", "http://x:0"],
        ),
        (figure, FIGURE, ["", "x", "0", "-1", "nan", "inf", "1000001"]),
        (count, COUNT, ["", "x", "0", "-1", "1.0", "1001", "9" * 10, "\u0663"]),
        (seconds, SECONDS, ["", "x", "0", "0.09", "300.1", "nan", "inf", "-1"]),
    ],
)
def test_what_is_refused(read: Callable[[str], Any], fault: str, refused: list[str]) -> None:
    """What cannot be right is refused with what it must be."""
    for written in refused:
        with pytest.raises(ValueError, match=r".") as caught:
            read(written)
        assert str(caught.value) == fault


def test_the_grammar_of_a_key_reads_a_setting() -> None:
    """A setting in a key's grammar says the rule and no argument of a client."""

    def grammar(written: str) -> str:
        if written != "ABC":
            raise InvalidInputError("code", "must be ABC")
        return written

    read = as_key(grammar)
    assert read("ABC") == "ABC"
    with pytest.raises(ValueError, match=r"^must be ABC$"):
        read("DEF")


@every_venue
def test_every_venue_declares_its_settings(entry: Registration) -> None:
    """Each field says how it is read, all but the limits, which have figures for what a gateway is not given."""
    fields = {field.name: field for field in msgspec.structs.fields(entry.settings)}
    limits = fields.pop("limits")
    assert isinstance(limits.default, Limits)
    settings = declared(entry.settings)
    assert set(settings) == set(fields)
    assert all(isinstance(setting, Setting) for setting in settings.values())
    assert not set(settings) & set(LIMITS)
    assert {field for field, _ in LIMITS.values()} <= set(Limits.__struct_fields__)


@every_venue
def test_the_sandbox_gives_every_venue_its_settings(entry: Registration, environment: dict[str, str]) -> None:
    """What the sandbox gives a gateway is what the venue declares, no more, and enough."""
    prefix = f"GATEWAY_{entry.venue.value}__"
    texts = {name.removeprefix(prefix).lower(): value for name, value in environment.items() if name.startswith(prefix)}
    assert set(texts) <= set(declared(entry.settings))
    assert isinstance(settings_from(entry.settings, texts), entry.settings)
