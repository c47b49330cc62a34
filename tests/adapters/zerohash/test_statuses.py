"""Where zerohash's customer accounts stand: one call a zrn, in all the ways that its documents print the answer."""

from typing import Any

import httpx
import msgspec
import pytest

from domain.accounts import AccountStatus
from domain.labeled import CustomerStatus
from tests.adapters.replies import code
from tests.adapters.transport.scripted import AMPLE, Scripted, reply
from tests.adapters.zerohash.listings import adapter_on

UUID = "c761fc96-5c44-40d4-8eb2-3fcd5d06754b"
ZRN = f"zrn:zh:us:accounts:customer:{UUID}"
PRINTED: dict[str, Any] = {
    "zrn": ZRN,
    "participant_code": "PAR001",
    "platform_code": "PLAT01",
    "prefunded": False,
    "account_label": "custom-account-label",
    "account_group": "XYZ456",
    "type": "individual",
    "tier": "pro",
    "status": "open",
    "tenants": [],
}
"""The example of the vendor's OpenAPI 1.7.0."""


def answering(*answers: Any) -> Scripted:
    """A venue that gives these answers in their order; a number is a status with the venue's own 404."""
    left = list(answers)

    async def answer(_request: httpx.Request) -> httpx.Response:
        body = left.pop(0)
        if isinstance(body, int):
            return reply(body, b'{"error": "Not Found"}')
        return reply(200, body if isinstance(body, bytes) else msgspec.json.encode(body))

    return Scripted(answer)


async def status_in(answer: Any, zrn: str = ZRN) -> Any:
    """What the answer says of the customer account."""
    [found] = await adapter_on(answering(answer)).statuses([zrn])
    return found


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("open", AccountStatus.ACTIVE),
        ("locked", AccountStatus.SUSPENDED),
        ("withdraw_locked", AccountStatus.SUSPENDED),
        ("divesting", AccountStatus.SUSPENDED),
        ("closed", AccountStatus.CLOSED),
        ("Open", AccountStatus.ACTIVE),
        ("active", AccountStatus.UNKNOWN),
        ("frozen", AccountStatus.UNKNOWN),
    ],
)
async def test_words(word: str, status: AccountStatus) -> None:
    """The venue's words are ours, a word that we do not know is UNKNOWN, and the word itself is kept."""
    expected = CustomerStatus(status=status, raw_status=word)
    assert await status_in({"message": {**PRINTED, "status": word}}) == expected
    assert await status_in({**PRINTED, "status": word}) == expected
    assert await status_in({"message": {"status": word}}) == expected


@pytest.mark.parametrize(
    "told", [ZRN, f"zrn:zh:us:account:customer:{UUID}", f"zh:us:accounts:customer:{UUID}", UUID.upper(), "", None]
)
async def test_spellings_of_a_zrn(told: str | None) -> None:
    """Documents spell one zrn in several ways, and some answers leave it out."""
    found = await status_in({"message": {**PRINTED, "zrn": told}})
    assert found.status is AccountStatus.ACTIVE


@pytest.mark.parametrize(
    "answer",
    [
        {"message": {**PRINTED, "zrn": ZRN[:-1] + "c"}},
        {**PRINTED, "zrn": "zrn:zh:us:accounts:customer:other"},
        {"message": {"zrn": ZRN}},
        {"message": {**PRINTED, "status": ""}},
        {"message": {**PRINTED, "status": None}},
        {"message": {**PRINTED, "status": ["open"]}},
        {"message": {**PRINTED, "zrn": 7}},
        {"message": [PRINTED]},
        {"message": None},
        {},
        [],
        b"",
        b"<html>",
        400,
    ],
    ids=range(14),
)
async def test_what_is_no_status(answer: Any) -> None:
    """Another account's answer, and one without a status, are no answer."""
    assert code(await status_in(answer)) == "VENUE_ANSWER"


async def test_one_call_a_zrn() -> None:
    """Each zrn is one call in the order asked; one that is not known is None, and a failure stays at its zrn."""
    http = answering({"message": {"status": "open"}}, 404, {"message": {}}, {"message": {"status": "closed"}})
    found = await adapter_on(http).statuses([ZRN, "b", "c", "d"])
    assert [getattr(each, "raw_status", None) for each in found] == ["open", None, None, "closed"]
    assert [code(each) for each in found] == [None, None, "VENUE_ANSWER", None]
    assert [request.url.raw_path.decode() for request in http.requests] == [
        f"/accounts/{zrn}/details" for zrn in (ZRN, "b", "c", "d")
    ]


async def test_no_more_at_once_than_the_transport_lets_out() -> None:
    """Many zrns wait for their turn."""
    http = answering(*({"message": {"status": "open"}} for _ in range(100)))
    found = await adapter_on(http).statuses([f"zrn:{number}" for number in range(100)])
    assert {each.raw_status for each in found if isinstance(each, CustomerStatus)} == {"open"}
    assert http.most_at_once <= AMPLE.concurrency


@pytest.mark.parametrize(
    ("zrn", "segment"), [("a/b", "a%2Fb"), ("a b?c#d%e", "a%20b%3Fc%23d%25e"), ("\u00e9&=+", "%C3%A9&=+")]
)
async def test_a_zrn_is_one_segment_of_the_path(zrn: str, segment: str) -> None:
    """Whatever a zrn is made of, it leads to no other address."""
    http = answering({"message": {"status": "open"}})
    await adapter_on(http).statuses([zrn])
    assert [request.url.raw_path.decode() for request in http.requests] == [f"/accounts/{segment}/details"]


@pytest.mark.parametrize("zrn", ["", ".", ".."])
async def test_a_zrn_that_would_be_another_address(zrn: str) -> None:
    """A zrn that has no address of its own is not asked for."""
    http = answering()
    [found] = await adapter_on(http).statuses([zrn])
    assert code(found) == "VENUE_ANSWER"
    assert not http.requests
