"""A document as a tree of nodes that know their line and column.

Scalars stay text: the field that reads one says what it means, so `on` is a word, `NO` a country and 12-24 a
date of every year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shared.agreements.faults import Fault, Faulty

_DEEPEST: Final = 20
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; `plain` where it was written without quotes. Line and column count from 1."""

    text: str
    plain: bool
    line: int
    column: int

    @property
    def is_empty(self) -> bool:
        """YAML's null: nothing, `~` or `null`, without quotes."""
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Mapping:
    """Names to nodes, in the order of the document."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, name: str) -> Node | None:
        """The node of a name, None where there is none."""
        return next((node for key, node in self.entries if key.text == name), None)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int
    column: int


Node = Scalar | Mapping | Sequence


def wrong(node: Node, field: str, sentence: str) -> Faulty:
    """The one fault of a node, to be raised."""
    return Faulty([Fault(node.line, node.column, field, sentence)])


def shown(node: Node) -> str:
    """A node as people read it in a sentence."""
    if isinstance(node, Mapping):
        return "a group of fields"
    if isinstance(node, Sequence):
        return "a list"
    if node.is_empty:
        return "empty"
    return repr(node.text) if len(node.text) <= 60 else repr(node.text[:59] + "…")


def entries_of(pairs: Iterable[tuple[Node, Node]]) -> tuple[tuple[Scalar, Node], ...]:
    """What a mapping holds; Faulty where a name is no text, or is there twice."""
    found: dict[str, tuple[Scalar, Node]] = {}
    for key, value in pairs:
        if not isinstance(key, Scalar):
            raise wrong(key, "", f"a name is a text, not {shown(key)}")
        earlier = found.get(key.text)
        if earlier is not None:
            first = f"{key.text} stands here twice, first in line {earlier[0].line}"
            raise wrong(key, key.text, f"{first}; one of the two must go")
        found[key.text] = key, value
    return tuple(found.values())


def refuse_too_deep(depth: int, line: int, column: int) -> None:
    """Faulty where a node lies deeper than any of an agreement does."""
    if depth > _DEEPEST:
        raise Faulty([Fault(line, column, "", "this is nested too deeply for an agreement")])


def whole(text: str, line: int, column: int) -> str:
    """JSON writes characters beyond the first plane as pairs of escapes; joined, or refused where one is alone."""
    if text.isascii():
        return text
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as error:
        raise Faulty([Fault(line, column, "", "this text holds half of a pair of escapes")]) from error
