"""Limits of a document that are checked before validation, in one pass that never expands a fragment twice."""

from collections import Counter

from graphql import (
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    SelectionSetNode,
    ValueNode,
)

MOST_TOKENS = 5_000
MOST_EQUAL_NAMES = 20
"""Equal response names in one selection set, fragments included: validation compares each with each."""
DEEPEST = 50
LONGEST_NUMBER = 64
"""Characters of a number literal; Python itself refuses to read very long ones, in words of its own."""


class DocumentTooLarge(Exception):  # noqa: N818 - what it says of the document
    """The document is beyond a limit; the text says which."""


def check_document(document: DocumentNode) -> None:
    """Raise DocumentTooLarge for a document whose validation would take long, however small it is."""
    fragments = {part.name.value: part for part in document.definitions if isinstance(part, FragmentDefinitionNode)}
    pass_ = _Pass(fragments)
    for part in document.definitions:
        for variable in getattr(part, "variable_definitions", None) or ():
            if variable.default_value is not None:
                _check_numbers(variable.default_value, 1)
        selection_set = getattr(part, "selection_set", None)
        if selection_set is not None:
            pass_.names(selection_set, 1)


def _check_numbers(value: ValueNode, depth: int) -> None:
    if depth > DEEPEST:
        raise DocumentTooLarge(f"The document is nested deeper than {DEEPEST} levels.")
    if isinstance(value, IntValueNode | FloatValueNode) and len(value.value) > LONGEST_NUMBER:
        raise DocumentTooLarge(f"The document has a number of more than {LONGEST_NUMBER} characters.")
    if isinstance(value, ListValueNode):
        for item in value.values:
            _check_numbers(item, depth + 1)
    elif isinstance(value, ObjectValueNode):
        for member in value.fields:
            _check_numbers(member.value, depth + 1)


class _Pass:
    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._counted: dict[str, Counter[str]] = {}

    def names(self, selection_set: SelectionSetNode, depth: int) -> Counter[str]:
        """How often each response name stands in a selection set; nested ones are checked on the way."""
        if depth > DEEPEST:
            raise DocumentTooLarge(f"The document is nested deeper than {DEEPEST} levels.")
        counted: Counter[str] = Counter()
        for selection in selection_set.selections:
            if isinstance(selection, FieldNode):
                counted[(selection.alias or selection.name).value] += 1
                for argument in selection.arguments or ():
                    _check_numbers(argument.value, 1)
                if selection.selection_set is not None:
                    self.names(selection.selection_set, depth + 1)
            elif isinstance(selection, InlineFragmentNode):
                counted += self.names(selection.selection_set, depth + 1)
            elif isinstance(selection, FragmentSpreadNode):
                counted += self._fragment(selection.name.value, depth)
        most = max(counted.values(), default=0)
        if most > MOST_EQUAL_NAMES:
            raise DocumentTooLarge(
                f"The document has one response name {most} times in one place; {MOST_EQUAL_NAMES} are allowed."
            )
        return counted

    def _fragment(self, name: str, depth: int) -> Counter[str]:
        """Each fragment once; one that is not there, or spreads itself, is left to validation."""
        if name not in self._counted:
            self._counted[name] = Counter()
            if name in self._fragments:
                self._counted[name] = self.names(self._fragments[name].selection_set, depth + 1)
        return self._counted[name]
