"""Global ids: what the gateway gives out it takes back, to the letter, and nothing else."""

import base64
import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts import AccountKind
from domain.errors import InvalidInputError
from domain.keys import LabeledKey, MarginKey, TradingKey
from domain.venues import Venue
from resolvers.ids import FIRM, PARTICIPANT, TRADING_USER, NodeId
from tests.house import House

words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=60)
nodes = st.one_of(
    st.builds(
        NodeId,
        st.sampled_from(Venue),
        st.just(AccountKind.LABELED.value),
        st.builds(LabeledKey, words, words, words),
    ),
    st.builds(NodeId, st.sampled_from(Venue), st.just(AccountKind.TRADING.value), st.builds(TradingKey, words)),
    st.builds(
        NodeId,
        st.sampled_from(Venue),
        st.just(AccountKind.MARGIN.value),
        st.builds(MarginKey, words, st.integers(0, 9)),
    ),
    st.builds(NodeId, st.sampled_from(Venue), st.sampled_from([PARTICIPANT, FIRM, TRADING_USER]), st.tuples(words)),
)
MARGIN = NodeId(Venue.ARCUS, AccountKind.MARGIN.value, MarginKey("0x00000000000000000000000000000000000000a1", 0))


def opaque(value: object) -> str:
    """Any JSON in the coding of our ids."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def refuses(text: str) -> bool:
    """Whether an id is refused with the argument's name; what is accepted must be canonical."""
    try:
        node = NodeId.decode(text)
    except InvalidInputError as error:
        return error.argument == "id"
    assert node.encode() == text
    return False


@given(nodes)
def test_an_id_names_what_it_was_made_of(node: NodeId) -> None:
    """Venue, kind and native key come back as they went in, whatever letters are in the key."""
    assert NodeId.decode(node.encode()) == node


@given(nodes, nodes)
def test_different_things_have_different_ids(one: NodeId, other: NodeId) -> None:
    """Two ids are equal exactly when venue, kind and key are."""
    assert (one.encode() == other.encode()) == (one == other)


@given(nodes)
def test_an_id_is_safe_in_an_address(node: NodeId) -> None:
    """It consists of letters, digits, hyphens and underscores."""
    assert set(node.encode()) <= set(string.ascii_letters + string.digits + "-_")


@given(st.one_of(st.text(max_size=100), st.text(string.ascii_letters + string.digits + "-_=", max_size=100)))
def test_any_other_text_is_refused_or_canonical(text: str) -> None:
    """Whatever a client sends is refused with one error; nothing else is ever raised."""
    refuses(text)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=8))
def test_any_json_in_the_coding_of_an_id_is_refused(value: object) -> None:
    """Well coded text that is no id of ours is refused with the same error."""
    refuses(opaque(value))


@given(nodes, st.data())
def test_a_changed_letter_never_goes_unnoticed(node: NodeId, data: st.DataObject) -> None:
    """An id with one letter changed, dropped or added is refused, or is the one spelling of another thing."""
    text = node.encode()
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from([*string.ascii_letters, *string.digits, "-", "_", "=", " ", ""]))
    changed = text[:at] + letter + text[at + data.draw(st.integers(0, 1)) :]
    if changed != text and not refuses(changed):
        assert NodeId.decode(changed) != node


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("0x00000000000000000000000000000000000000a1", id="foreign: an address"),
        pytest.param("QWNjb3VudDox", id="foreign: Account:1"),
        pytest.param(MARGIN.encode()[:-1], id="truncated"),
        pytest.param(MARGIN.encode()[1:], id="broken at the beginning"),
        pytest.param(MARGIN.encode() + "=", id="padded"),
        pytest.param(MARGIN.encode() + "\n", id="with a newline"),
        pytest.param(" " + MARGIN.encode(), id="with a space"),
        pytest.param(MARGIN.encode()[:8] + "\n" + MARGIN.encode()[8:], id="wrapped"),
        pytest.param(MARGIN.encode() * 20, id="long"),
        pytest.param(opaque([2, "ARCUS", "MarginAccount", *MARGIN.key]), id="another version"),
        pytest.param(opaque(["1", "ARCUS", "MarginAccount", *MARGIN.key]), id="a version as text"),
        pytest.param(opaque([1, "NOWHERE", "MarginAccount", *MARGIN.key]), id="another venue"),
        pytest.param(opaque([1, "arcus", "MarginAccount", *MARGIN.key]), id="a venue in small letters"),
        pytest.param(opaque([1, "ZEROHASH", "LabeledAccount", "ABC123", "general", None]), id="no group"),
        pytest.param(opaque({"venue": "ARCUS"}), id="an object"),
        pytest.param(opaque([]), id="nothing inside"),
    ],
)
def test_what_is_not_ours_is_refused(text: str) -> None:
    """Foreign, broken, truncated and non-canonical ids, other versions, venues and kinds are the caller's mistake."""
    assert refuses(text)


def test_standard_base64_is_not_canonical() -> None:
    """The same bytes in the other alphabet are refused: one thing has one id."""
    text = NodeId(Venue.ZEROHASH, PARTICIPANT, ("???>>>",)).encode()
    other = text.replace("-", "+").replace("_", "/")
    assert other != text
    assert refuses(other)


@pytest.mark.parametrize(
    "node",
    [
        NodeId(Venue.ARCUS, AccountKind.LABELED.value, LabeledKey("ABC123", "general", "DEF456")),
        NodeId(Venue.ZEROHASH, AccountKind.MARGIN.value, MarginKey("0x00000000000000000000000000000000000000a1", 0)),
        NodeId(Venue.ARCUS, PARTICIPANT, ("ABC123",)),
        NodeId(Venue.ZEROHASH, FIRM, ("firms/acme-trading",)),
    ],
    ids=lambda node: f"{node.kind} at {node.venue.value}",
)
async def test_a_kind_that_its_venue_does_not_have_is_refused_before_any_call(house: House, node: NodeId) -> None:
    """A well-made id that joins one venue with another's kind is the caller's mistake and costs no upstream call."""
    answer = await house.ask("query Any($id: ID!) { node(id: $id) { id } }", {"id": node.encode()})
    assert answer["data"] == {"node": None}
    assert [error["extensions"] for error in answer["errors"]] == [{"code": "BAD_USER_INPUT", "argument": "id"}]
    assert len(house.sandbox.calls) == 0


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(opaque([1, "ARCUS", "Wallet", *MARGIN.key]), id="another kind"),
        pytest.param(opaque([1, "POLYMARKET_US", "TradingAccount", *MARGIN.key]), id="a key of another kind"),
        pytest.param(opaque([1, "ARCUS", "MarginAccount", MARGIN.key[0]]), id="a key without its index"),
        pytest.param(opaque([1, "ARCUS", "MarginAccount", MARGIN.key[0], "0"]), id="an index as text"),
        pytest.param(opaque([1, "ARCUS", "MarginAccount", *MARGIN.key, 1]), id="a key with too many parts"),
        pytest.param(opaque([1, "ZEROHASH", "Participant"]), id="no key"),
        pytest.param(opaque([1, "ZEROHASH", "Participant", 7]), id="a number for a code"),
        pytest.param(
            opaque([1, "ARCUS", "MarginAccount", str(MARGIN.key[0]).upper(), 0]), id="another spelling of the key"
        ),
        pytest.param(opaque([1, "ZEROHASH", "LabeledAccount", "a/b", "general", "DEF456"]), id="a code that is none"),
    ],
)
async def test_a_key_that_its_kind_does_not_have_is_refused_before_any_call(house: House, text: str) -> None:
    """Unknown kinds, keys of another shape, and keys in another spelling than ours are no ids of this gateway."""
    answer = await house.ask("query Any($id: ID!) { node(id: $id) { id } }", {"id": text})
    assert answer["data"] == {"node": None}
    (error,) = answer["errors"]
    assert (error["message"], error["extensions"]["argument"]) == ("id is not a global id of this gateway.", "id")
    assert len(house.sandbox.calls) == 0
