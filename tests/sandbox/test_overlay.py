"""A list with changes is the sorted union of what was computed and what was changed, at any index."""

from hypothesis import given
from hypothesis import strategies as some

from sandbox.overlay import Overlay, Place, Table, cut, overlaid
from sandbox.zerohash.crowd import CrowdPlaces, held_slots

PLACES = some.tuples(some.integers(-3, 450), some.integers(0, 17))


@given(some.integers(1, 400), some.dictionaries(PLACES, some.booleans(), max_size=40), some.integers(1, 60))
def test_changes_take_out_and_put_in(crowd: int, changed: dict[Place, bool], size: int) -> None:
    """Whatever is changed, every page has the places that belong, in order, each once."""
    computed = CrowdPlaces([(-1, 0), (0, 0), (0, 1)], crowd, held_slots)
    seeded = [(-1, 0), (0, 0), (0, 1), *((n, slot) for n in range(1, crowd + 1) for slot in held_slots(n))]
    assert [computed[index] for index in range(len(computed))] == seeded
    expected = sorted({*seeded, *changed} - {place for place, belongs in changed.items() if not belongs})
    now = overlaid(computed, changed)
    assert len(now) == len(expected)
    pages = [cut(now, start, start + size) for start in range(0, len(expected) + 2 * size, size)]
    assert [place for page in pages for place in page] == expected
    assert cut(now, 10**9, 10**9 + size) == []


def test_no_change_costs_nothing() -> None:
    """Without changes the list is the computed one itself, and a new table holds no row."""
    computed = CrowdPlaces([], 50_000_000, held_slots)
    assert overlaid(computed, {}) is computed
    table: Table[int, str] = Table(Overlay())
    assert (list(table), table.find(7)) == ([], None)


def test_a_reset_empties_every_table() -> None:
    """All tables of one overlay are emptied, and a version never comes back."""
    overlay = Overlay()
    numbers: Table[int, str] = Table(overlay)
    names: Table[str, str] = Table(overlay)
    numbers.put(1, "one")
    names.put("a", "first")
    names.put("a", "second")
    assert (overlay.version, list(names)) == (3, ["second"])
    overlay.reset()
    assert (list(numbers), list(names), overlay.version) == ([], [], 4)
