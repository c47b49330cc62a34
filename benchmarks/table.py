"""The report: a table that reads well in a terminal and is valid Markdown."""

from collections.abc import Callable, Sequence

from benchmarks.measure import Pair, Rounds, median, ratio

FIGURES: tuple[tuple[str, str, str], ...] = (
    # attribute, title, format
    ("requests_per_second", "requests per second", ".0f"),
    ("p50_milliseconds", "p50, ms", ".1f"),
    ("p99_milliseconds", "p99, ms", ".1f"),
    ("upstream_calls", "upstream calls per request", ".2f"),
    ("cpu_milliseconds", "CPU ms per request", ".2f"),
)
HEAD = ("operation", "figure", "gateway", "hand-written", "ratio")


def table(rounds: Rounds) -> str:
    """Medians of the rounds, and the median of the rounds' ratios gateway / hand-written."""
    rows = [row for name, pairs in rounds.items() for row in _rows(name, pairs)]
    widths = [max(len(row[column]) for row in (HEAD, *rows)) for column in range(len(HEAD))]
    rule = [("-" * width if column < 2 else "-" * (width - 1) + ":") for column, width in enumerate(widths)]
    return "\n".join(_line(row, widths) for row in (HEAD, rule, *rows)) + "\n"


def _rows(name: str, pairs: Sequence[Pair]) -> list[tuple[str, ...]]:
    return [
        (
            name if number == 0 else "",
            title,
            _text(median([pair.gateway for pair in pairs], figure), form),
            _text(median([pair.handwritten for pair in pairs], figure), form),
            _text(ratio(pairs, figure), ".2f"),
        )
        for number, (figure, title, form) in enumerate(FIGURES)
    ]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [_PAD[column > 1](cell, width) for column, (cell, width) in enumerate(zip(cells, widths, strict=True))]
    return f"| {' | '.join(padded)} |"


def _text(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


_PAD: tuple[Callable[[str, int], str], Callable[[str, int], str]] = (str.ljust, str.rjust)
