"""Text on a page of 80 columns: lines wrapped by words, lists, and tables whose numbers stand under one another.

It is laid out as it will be seen: what draws nothing is written before it is measured (`visible`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import zip_longest
from textwrap import TextWrapper
from typing import Final

from shared.agreements.visible import visible

WIDTH: Final = 78
RULE: Final = "-" * WIDTH
_GAP: Final = 2
_LONGEST_WORD: Final = 24
"""What is longer is broken."""
_FOLDED: Final = "\n\t"
"""What wrapping makes a space of."""


def wrapped(text: str, indent: int = 0, hanging: int | None = None) -> Iterator[str]:
    """The text in lines; those after the first are indented by `hanging`, else by the same.

    What is joined by a narrow no-break space stays on one line.
    """
    rest = indent if hanging is None else hanging
    wrapper = TextWrapper(
        WIDTH, initial_indent=" " * indent, subsequent_indent=" " * rest, break_on_hyphens=False
    )
    yield from wrapper.wrap(visible(text, kept=_FOLDED))


def section(title: str) -> Iterator[str]:
    """The title of a part of a figure, after an empty line."""
    yield ""
    yield f"  {title}"


def bullets(sentences: Iterable[str], indent: int = 4) -> Iterator[str]:
    """Each sentence behind a dash."""
    for sentence in sentences:
        yield from wrapped(f"- {sentence}", indent, indent + 2)


def equation(sides: Sequence[str], indent: int = 4) -> Iterator[str]:
    """`a = b = c` on one line, or where it does not fit each side on a line of its own."""
    line = visible(" = ".join(sides))
    if indent + len(line) <= WIDTH:
        yield " " * indent + line
        return
    yield from wrapped(sides[0], indent)
    for side in sides[1:]:
        yield from wrapped(f"= {side}", indent + 2, indent + 4)


def table(rows: Sequence[Sequence[str]], indent: int = 4) -> Iterator[str]:
    """Rows of a label, numbers set right, and a last word set left; the label is wrapped where it is too long."""
    rows = [[visible(cell, kept=_FOLDED) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(1, len(rows[0]))]
    label = WIDTH - indent - sum(widths) - 2 * len(widths)
    for name, *cells in rows:
        lines = TextWrapper(label, break_on_hyphens=False).wrap(name) or [""]
        *numbers, last = cells
        said = "".join(f"  {cell:>{width}}" for cell, width in zip(numbers, widths, strict=False))
        yield f"{' ' * indent}{lines[0]:<{label}}{said}  {last:<{widths[-1]}}".rstrip()
        yield from (" " * (indent + 2) + line for line in lines[1:])


def columns(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> Iterator[str]:
    """Rows whose cells stand under one another, those of `right` set right; wrapped by words where all are too wide."""
    rows = [[visible(cell, kept=_FOLDED) for cell in row] for row in rows]
    widths = _widths(rows)
    for row in rows:
        cells = [
            TextWrapper(width, break_on_hyphens=False).wrap(cell)
            for width, cell in zip(widths, row, strict=True)
        ]
        for line in zip_longest(*cells, fillvalue=""):
            placed = (
                f"{part:>{width}}" if column in right else f"{part:<{width}}"
                for column, (part, width) in enumerate(zip(line, widths, strict=True))
            )
            yield (" " * _GAP).join(placed).rstrip()


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """As wide as the widest cell; where the page is narrower the widest give way, to their longest word at most."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    words = [max(len(word) for cell in column for word in cell.split(" ")) for column in columns]
    least = [min(one, _LONGEST_WORD) for one in words]
    while sum(widths) + _GAP * (len(widths) - 1) > WIDTH:
        room = [width if width > low else 0 for width, low in zip(widths, least, strict=True)]
        if not any(room):
            break
        widths[room.index(max(room))] -= 1
    return widths


def beside(left: str, right: str) -> Iterator[str]:
    """Two texts at both ends of one line, or the second on a line of its own where they do not fit."""
    left, right = visible(left), visible(right)
    if len(left) + 2 + len(right) <= WIDTH:
        yield f"{left}{right:>{WIDTH - len(left)}}"
        return
    yield from wrapped(left)
    yield f"{right:>{WIDTH}}"
