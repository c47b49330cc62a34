"""What is expected of the sizes of things, from what was seen lately."""

from resolvers.sizes import REMEMBERED, SWEEP_MEMORY, WINDOW, Size, Sizes

APPLES = Size("apples in a basket", 10, enough=3)


def test_until_enough_was_seen_the_declared_size_counts() -> None:
    """After that the largest seen lately does."""
    sizes = Sizes()
    assert sizes.expect(APPLES) == 10
    for number in (2, 4):
        sizes.note(APPLES, number)
    assert sizes.expect(APPLES) == 10
    sizes.note(APPLES, 3)
    assert sizes.expect(APPLES) == 4


def test_of_a_thing_seen_before_its_own_size_counts() -> None:
    """The latest one; of others the largest."""
    sizes = Sizes()
    for number in (7, 2, 1):
        sizes.note(APPLES, number, "mine")
    sizes.note(APPLES, 6, "yours")
    assert [sizes.expect(APPLES, whose) for whose in ("mine", "yours", "nobody's")] == [1, 6, 7]


def test_a_large_size_is_forgotten_after_a_while() -> None:
    """It counts for one window more after the one it was seen in."""
    sizes = Sizes()
    sizes.note(APPLES, 500)
    for _ in range(2 * WINDOW):
        sizes.note(APPLES, 1)
    assert sizes.expect(APPLES) == 1


def test_so_many_things_are_remembered_and_no_more() -> None:
    """The one not seen for longest is forgotten."""
    sizes = Sizes()
    for number in range(REMEMBERED + 1):
        sizes.note(APPLES, number % 5, number)
    assert sizes.expect(APPLES, 1) == 1
    assert sizes.expect(APPLES, 0) == 4  # the largest, for its own is forgotten


def test_a_sweep_that_was_cheaper_is_expected_again() -> None:
    """For as many owners as it has pages, or more; fewer are a listing each."""
    sizes = Sizes()
    assert sizes.listing_calls("ledgers", 20, attempt=1) == 21
    sizes.note_batch("ledgers", 20, 4)
    assert [sizes.listing_calls("ledgers", owners, attempt=1) for owners in (2, 3, 4, 50)] == [2, 3, 4, 4]


def test_an_attempt_at_a_sweep_is_expected_only_where_there_will_be_one() -> None:
    """A sweep that was not worth it for so many owners is not tried for fewer, until that is forgotten."""
    now = 0.0
    sizes = Sizes(lambda: now)
    sizes.note_batch("ledgers", 20, 21)
    assert [sizes.listing_calls("ledgers", owners, attempt=1) for owners in (10, 20, 21, 22)] == [10, 20, 22, 23]
    now = SWEEP_MEMORY
    assert sizes.listing_calls("ledgers", 10, attempt=1) == 11
