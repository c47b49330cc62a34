"""Arcus's 429: the pause that its body asks for, which is more exact than that of the header."""

from typing import Any

import pytest

from adapters.arcus.parse import pause
from domain.budget import BUDGET, Budget
from domain.errors import Unavailable
from tests.adapters.arcus.paths import KEY, Answer, open_arcus
from tests.adapters.replies import received

SAID = {"error": "rate limited", "reason": "ip"}


@pytest.mark.parametrize(
    ("content", "seconds"),
    [
        *(({**SAID, "retryAfterMs": 850}, 0.85), ({**SAID, "retryAfterMs": "850"}, 0.85), ({"retryAfterMs": 0}, 0.0)),
        *(({"retryAfterMs": 0.5}, 0.0005), ({"retryAfterMs": 10**15}, 10.0**12), ({"retryAfterMs": "1e3"}, 1.0)),
    ],
)
def test_what_the_body_asks_for(content: Any, seconds: float) -> None:
    """Milliseconds are a number, also in text."""
    assert pause(received(content, 429)) == seconds


ODD: list[Any] = [None, "", "soon", -1, "-850", True, [], {}, [850], "NaN", "Infinity", "\u0663", "1" * 50]
ODD_BODIES: list[Any] = [
    *(b"", b"\xff\xfe", b"<html>", b'{"retryAfterMs":"\xff"}', b'{"retryAfterMs":1e999}', b'{"retryAfterMs":', b"7"),
    *(b"[" * 100_000, b'{"retryAfterMs":' + b"[" * 100_000, b'{"a":' * 100_000, [], ["retryAfterMs"], {}, SAID),
]


@pytest.mark.parametrize(
    "content",
    [*({**SAID, "retryAfterMs": odd} for odd in ODD), *ODD_BODIES],
    ids=lambda content: ascii(content)[:60],
)
async def test_a_body_that_does_not_say(content: Any) -> None:
    """Whatever stands there, nothing is raised, and the header counts."""
    assert pause(received(content, 429)) is None
    assert await waits(Answer(429, content, "9")) == pytest.approx(9, abs=0.3)


async def test_the_body_goes_before_the_header() -> None:
    """A second in the header is 850 milliseconds in the body."""
    assert await waits(Answer(429, {**SAID, "retryAfterMs": 850}, "1")) == pytest.approx(0.85, abs=0.1)
    assert await waits(Answer(429, {**SAID, "retryAfterMs": 3000})) == pytest.approx(3, abs=0.3)


async def waits(answer: Answer) -> float | None:
    """After how many seconds the question may succeed, where there is no time to wait for it."""
    BUDGET.set(Budget(0.3))
    adapter, http = open_arcus({"/v1/account": answer})
    [result] = await adapter.accounts([KEY])
    await adapter.close()
    assert isinstance(result, Unavailable)
    assert (result.code, len(http.requests)) == ("VENUE_RATE_LIMITED", 1)
    return result.retry_after
