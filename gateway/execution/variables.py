"""The sizes of the values that are sent beside a document."""

from typing import Any

from gateway.execution.limits import Limits, hold

_VARIABLES = "The question"


def check_variables(variables: dict[str, Any], limits: Limits) -> int:
    """Hold the variables to the limits; how many values there are in them. Raises DocumentTooLarge."""
    hold("variables", len(variables), limits.variables, _VARIABLES)
    values: list[tuple[Any, int]] = [(value, 1) for value in variables.values()]
    count = 0
    while values:
        value, level = values.pop()
        count += 1
        if isinstance(value, str):
            hold("characters in one text of its variables", len(value), limits.text_characters, _VARIABLES)
        elif isinstance(value, dict | list):
            hold("levels of values nested in its variables", level, limits.value_levels, _VARIABLES)
            hold("values in its variables", count + len(values) + len(value), limits.variable_values, _VARIABLES)
            values += [(item, level + 1) for item in (value.values() if isinstance(value, dict) else value)]
    return count
