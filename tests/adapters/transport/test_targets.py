"""Targets and Retry-After, in every spelling."""

from urllib.parse import parse_qsl

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from adapters.transport.calls import retry_after, target


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("7", 7),
        (" 7 ", 7),
        ("999999", 60),
        ("9" * 400, 60),
        ("", 1.5),
        ("-3", 1.5),
        ("1.5.2", 1.5),
        ("soon", 1.5),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Wed, 21 Oct 2015 07:28:00 -0000", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 60),
        ("Wed, 21 Oct 2026 07:28:00 +99999999999999", 1.5),
    ],
)
def test_retry_after_is_read(header: str, seconds: float) -> None:
    """Seconds and dates are read and bounded: no header closes a venue for an hour; nonsense is the default."""
    assert retry_after(header, 1.5, 60) == seconds


@given(st.text(max_size=40) | st.from_regex(r"\w{3}, \d{1,3} \w{3} \d{1,5} \d\d:\d\d:\d\d [+-]?\w{1,20}"))
def test_any_retry_after_is_a_pause(header: str) -> None:
    """Whatever the header says, the pause is between nothing and a minute."""
    assert 0 <= retry_after(header, 1.5, 60) <= 60


@given(st.lists(st.tuples(st.sampled_from(["name", "page"]), st.text(st.characters(codec="utf-8"))), max_size=3))
def test_targets_are_left_alone(parameters: list[tuple[str, str]]) -> None:
    """A target is spelt so that httpx and aiohttp send it as it is, and its values come back."""
    spelt = target("/v1/positions", parameters)
    url = httpx.URL(f"http://venue.sandbox{spelt}")
    assert url.raw_path.decode() == spelt
    assert URL(str(url)).raw_path_qs == spelt
    assert parse_qsl(url.query.decode(), keep_blank_values=True) == parameters
