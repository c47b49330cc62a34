"""Counts the fields of one response name in one place, which validation compares each with each.

A place is what one path of response names leads to, so the selections of all fields of one name are one place.
Fragments are written out here: only of documents whose measure has shown how much that is.
"""

from collections.abc import Iterator, Sequence

from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode

from gateway.execution.limits import DocumentTooLarge, Limits, hold
from gateway.execution.measuring import Fragments


class Overlaps:
    """One walk over a measured document. `visited` counts the selections that were looked at."""

    def __init__(self, fragments: Fragments, limits: Limits) -> None:
        self.visited = 0
        self.comparisons = 0
        self._fragments = fragments
        self._limits = limits

    def check(self, places: Sequence[SelectionSetNode]) -> None:
        """Look at each place and all places in it. Raises DocumentTooLarge."""
        for place in places:
            self._check([place])

    def _check(self, selection_sets: Sequence[SelectionSetNode]) -> None:
        groups: dict[str, list[FieldNode]] = {}
        for selection_set in selection_sets:
            for field in self._fields(selection_set, ()):
                groups.setdefault((field.alias or field.name).value, []).append(field)
        for group in groups.values():
            if len(group) > self._limits.equal_names:
                raise DocumentTooLarge(
                    f"The document has one response name {len(group)} times in one place; "
                    f"{self._limits.equal_names} are allowed."
                )
            self.comparisons += len(group) * (len(group) - 1) // 2
            hold("pairs of fields of one response name", self.comparisons, self._limits.comparisons)
            inside = [field.selection_set for field in group if field.selection_set is not None]
            if inside:
                self._check(inside)

    def _fields(self, selection_set: SelectionSetNode, inside: tuple[str, ...]) -> Iterator[FieldNode]:
        for selection in selection_set.selections:
            self.visited += 1
            if isinstance(selection, FieldNode):
                yield selection
            elif isinstance(selection, InlineFragmentNode):
                yield from self._fields(selection.selection_set, inside)
            elif isinstance(selection, FragmentSpreadNode):
                name = selection.name.value
                if name in self._fragments and name not in inside:
                    yield from self._fields(self._fragments[name].selection_set, (*inside, name))
