"""A YAML 1.2 or JSON document as a tree of nodes that know their line and column.

Scalars stay text: the field that reads one says what it means, so `on` is a word, `NO` a country and 12-24 a
date of every year. Anchors, aliases, tags and merge keys are refused: what stands in an agreement is what one
reads. JSON is read as the YAML that it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from shared.agreements.faults import BadAgreement, Fault, Faulty

_DEEPEST: Final = 20
_LONGEST: Final = 1_000_000
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


def read_nodes(text: str | bytes, file: str) -> tuple[Node, ...]:
    """The documents of a text, separated by `---`; BadAgreement where it is no YAML, or holds none."""
    try:
        found = tuple(_documents(_decoded(text)))
    except Faulty as error:
        raise BadAgreement(error.faults, file) from error
    documents = tuple(node for node in found if not (isinstance(node, Scalar) and node.is_empty))
    if not documents:
        raise BadAgreement([Fault(1, 1, "", "the file is empty; it holds one agreement")], file)
    return documents


def _decoded(text: str | bytes) -> str:
    if len(text) > _LONGEST:
        raise Faulty([Fault(1, 1, "", f"the document has {len(text)} bytes; at most {_LONGEST} are taken")])
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise Faulty(
            [Fault(line, 1, "", f"byte {error.start} is not UTF-8; save the file as UTF-8")]
        ) from error


def _documents(text: str) -> Iterator[Node]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    events = YAML(typ="safe", pure=True).parse(text)
    try:
        for event in events:
            if type(event).__name__ == "DocumentStartEvent":
                yield _node(next(events), events, 0)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = f"this is not YAML: {error.problem or error.context}"
        raise Faulty([Fault(line, column, "", said)]) from error
    except YAMLError as error:
        raise Faulty([Fault(1, 1, "", f"this is not YAML: {str(error).splitlines()[0]}")]) from error


def _node(event: Any, events: Iterator[Any], depth: int) -> Node:
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    kind = type(event).__name__
    _refuse_indirection(event, kind, line, column)
    if depth > _DEEPEST:
        raise Faulty([Fault(line, column, "", "this is nested too deeply for an agreement")])
    if kind == "ScalarEvent":
        return Scalar(_whole(event.value, line, column), event.implicit[0], line, column)
    if kind == "SequenceStartEvent":
        items = []
        while type(following := next(events)).__name__ != "SequenceEndEvent":
            items.append(_node(following, events, depth + 1))
        return Sequence(tuple(items), line, column)
    entries: list[tuple[Scalar, Node]] = []
    while type(following := next(events)).__name__ != "MappingEndEvent":
        key = _node(following, events, depth + 1)
        if not isinstance(key, Scalar):
            raise wrong(key, "", f"a name is a text, not {shown(key)}")
        _refuse_repeated(key, entries)
        entries.append((key, _node(next(events), events, depth + 1)))
    return Mapping(tuple(entries), line, column)


def _refuse_indirection(event: Any, kind: str, line: int, column: int) -> None:
    if kind == "AliasEvent" or getattr(event, "anchor", None) is not None:
        what = "anchors and aliases (& and *) are not taken; write out what is meant"
    elif getattr(event, "tag", None) is not None:
        what = "tags (!) are not taken; the field says what a text means"
    else:
        return
    raise Faulty([Fault(line, column, "", what)])


def _refuse_repeated(key: Scalar, entries: list[tuple[Scalar, Node]]) -> None:
    for earlier, _ in entries:
        if earlier.text == key.text:
            said = f"{key.text} stands here twice, first in line {earlier.line}; one of the two must go"
            raise wrong(key, key.text, said)


def _whole(text: str, line: int, column: int) -> str:
    """JSON writes characters beyond the first plane as pairs of escapes; joined, or refused where one is alone."""
    if text.isascii():
        return text
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as error:
        raise Faulty([Fault(line, column, "", "this text holds half of a pair of escapes")]) from error
