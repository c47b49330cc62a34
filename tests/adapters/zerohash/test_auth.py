"""zerohash's signature, on the values that its vendor published and others made with the same public sample key."""

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.transport.calls import target
from adapters.zerohash.auth import ZerohashAuth, decoded_secret, signature

SAMPLES: dict[str, Any] = json.loads(Path(__file__).with_name("signatures.json").read_text())


@pytest.mark.parametrize("sample", SAMPLES["signed"], ids=lambda sample: sample["case"])
async def test_signatures(sample: dict[str, str]) -> None:
    """Each sample is signed as published, by the function and in the header."""
    auth = ZerohashAuth("public key", SAMPLES["secret"], "phrase", clock=lambda: float(sample["timestamp"]) + 0.9)
    headers = await auth.headers(sample["method"], sample["route"], sample["body"].encode())
    assert headers == {
        "X-SCX-API-KEY": "public key",
        "X-SCX-PASSPHRASE": "phrase",
        "X-SCX-TIMESTAMP": sample["timestamp"],
        "X-SCX-SIGNED": sample["signature"],
    }
    secret = decoded_secret(SAMPLES["secret"])
    one_off = signature(secret, str(int(sample["timestamp"]) + 1), sample["method"], sample["route"], b"")
    assert one_off != sample["signature"]


def test_our_targets_are_spelt_like_the_published_route() -> None:
    """The route that our own calls build is the one that the vendor signs."""
    built = target("/accounts", [("account_owner", "00SCXM"), ("account_group", "BBLGTW")])
    assert built == SAMPLES["signed"][0]["route"]


async def test_each_attempt_has_its_own_time() -> None:
    """The time stamp is read anew for every call."""
    times = iter([1_790_000_000.4, 1_790_000_061.0])
    auth = ZerohashAuth("key", SAMPLES["secret"], "phrase", clock=lambda: next(times))
    stamps = [(await auth.headers("GET", "/time", b""))["X-SCX-TIMESTAMP"] for _ in range(2)]
    assert stamps == ["1790000000", "1790000061"]
    assert not auth.renew(401, {})


@pytest.mark.parametrize("secret", ["not base64!", "abc", "\u00e9\u00e9\u00e9\u00e9", SAMPLES["secret"] + "\n"])
def test_a_secret_that_is_not_base64_is_refused(secret: str) -> None:
    """A secret that is not base64 is refused without being repeated."""
    with pytest.raises(ValueError, match=r"base64|ASCII") as refused:
        ZerohashAuth("key", secret, "phrase")
    assert secret not in str(refused.value)
