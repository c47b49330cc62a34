"""zerohash's grammar: participant codes, labels, groups."""

import pytest

from adapters.zerohash.keys import asset, label, labeled_key, listed_key, participant_code
from domain.errors import InvalidInputError
from domain.keys import LabeledKey
from tests.adapters.specimens.zerohash import JOHN, PLATFORM

SIX = "must be six capital letters or digits"
LABEL = "must be 1 to 60 letters, digits, colons, hyphens or underscores"


@pytest.mark.parametrize("code", [JOHN, PLATFORM, "00SCXM", "000000", "ZZZZZZ"])
def test_participant_codes(code: str) -> None:
    """Six capital letters or digits are a code, as they are."""
    assert participant_code(code) == code


@pytest.mark.parametrize(
    "text", ["", "abc123", "ABC12", "ABC1234", "ABC12\n", "ABC123\n", " ABC123", "\u0410BC123", "ABC12\u0663"]
)
def test_what_is_no_participant_code(text: str) -> None:
    """Other lengths, small letters, other alphabets' letters and digits, and blanks are refused, also within a key."""
    with pytest.raises(InvalidInputError) as refused:
        participant_code(text)
    assert (refused.value.argument, refused.value.rule) == ("participantCode", SIX)
    with pytest.raises(InvalidInputError) as refused:
        labeled_key(text, "general", PLATFORM)
    assert (refused.value.argument, refused.value.rule) == ("participantCode", SIX)


@pytest.mark.parametrize("text", ["general", "a:b-c_D", "x", "0", "-", "x" * 60])
def test_labels(text: str) -> None:
    """A label keeps its case; it may be 60 characters long."""
    assert label(text) == text


@pytest.mark.parametrize("text", ["", "a b", "a/b", "a?b", "a.b", "general\n", "x" * 61, "\u00e9"])
def test_what_is_no_label(text: str) -> None:
    """Anything that would need escaping, and more than 60 characters, are refused, also within a key."""
    with pytest.raises(InvalidInputError) as refused:
        label(text)
    assert (refused.value.argument, refused.value.rule) == ("label", LABEL)
    with pytest.raises(InvalidInputError) as refused:
        labeled_key(JOHN, text, PLATFORM)
    assert (refused.value.argument, refused.value.rule) == ("label", LABEL)


@pytest.mark.parametrize("text", ["USD", "BTC", "AAVE.ETH", "USDC.POLYGON", "1INCH", "X" * 20])
def test_assets(text: str) -> None:
    """An asset code is capitals and digits, with its chain where it has one."""
    assert asset(text) == text


@pytest.mark.parametrize(
    "text", ["", "btc", "BTC\n", "BTC.", ".ETH", "A.B.C", "BTC USD", "BTC/USD", "X" * 21, "\u0410"]
)
def test_what_is_no_asset(text: str) -> None:
    """What the venue would refuse, or could not have, is refused."""
    with pytest.raises(InvalidInputError) as refused:
        asset(text)
    assert refused.value.argument == "asset"


@pytest.mark.parametrize("group", [PLATFORM, "00SCXM", "UNALLOCATED"])
def test_keys(group: str) -> None:
    """A key is its parts; the group is a code or the venue's one word."""
    assert labeled_key(JOHN, "general", group) == LabeledKey(JOHN, "general", group)


@pytest.mark.parametrize("group", ["", "def456", "unallocated", "UNALLOCATED\n", "DEF456&x=1", "DEF4567"])
def test_what_is_no_group(group: str) -> None:
    """Other groups are refused."""
    with pytest.raises(InvalidInputError) as refused:
        labeled_key(JOHN, "general", group)
    assert (refused.value.argument, refused.value.rule) == ("group", f"{SIX}, or UNALLOCATED")


@pytest.mark.parametrize(
    "text", ["x" * 61, "x" * 80, "x" * 200, "a b", "a/b", "a&b=c", "\u00e9", "\U0001f9d1\u200d\U0001f4bb", "."]
)
def test_labels_that_the_venue_may_list(text: str) -> None:
    """An id of ours may carry any printable label: what was given can be handed back."""
    assert listed_key(JOHN, text, PLATFORM) == LabeledKey(JOHN, text, PLATFORM)


@pytest.mark.parametrize("code", ["A", "abc123", "ADVSR01", "a_b-c", "0" * 20])
def test_codes_that_the_venue_may_list(code: str) -> None:
    """Codes that other documents allow are taken from an id, as participant and as group."""
    assert listed_key(code, "general", code) == LabeledKey(code, "general", code)


@pytest.mark.parametrize(
    ("parts", "argument"),
    [
        (("", "general", PLATFORM), "participantCode"),
        (("x" * 21, "general", PLATFORM), "participantCode"),
        (("a b", "general", PLATFORM), "participantCode"),
        (("ABC123\n", "general", PLATFORM), "participantCode"),
        (("\u00e9", "general", PLATFORM), "participantCode"),
        ((JOHN, "general", ""), "group"),
        ((JOHN, "general", "DEF456&x=1"), "group"),
        ((JOHN, "general", "x" * 21), "group"),
        ((JOHN, "", PLATFORM), "label"),
        ((JOHN, "x" * 201, PLATFORM), "label"),
        ((JOHN, "a\nb", PLATFORM), "label"),
        ((JOHN, "a\x00", PLATFORM), "label"),
        ((JOHN, "a\x85", PLATFORM), "label"),
        ((JOHN, "a\u2028b", PLATFORM), "label"),
        ((JOHN, "\ud800", PLATFORM), "label"),
    ],
)
def test_what_no_id_carries(parts: tuple[str, str, str], argument: str) -> None:
    """Control characters, nothing, and what is overlong are refused in an id, too, without being repeated."""
    with pytest.raises(InvalidInputError) as refused:
        listed_key(*parts)
    assert refused.value.argument == argument
    assert str(refused.value) == f"{argument} {refused.value.rule}."
