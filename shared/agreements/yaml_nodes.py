"""YAML 1.2 as nodes with their places.

Anchors, aliases, tags and merge keys are refused: what stands in an agreement is what one reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shared.agreements.faults import Fault, Faulty
from shared.agreements.nodes import Mapping, Node, Scalar, Sequence, entries_of, refuse_too_deep, whole


def yaml_nodes(text: str) -> Iterator[Node]:
    """The documents of a text, separated by `---`; Faulty where it is no YAML."""
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
    refuse_too_deep(depth, line, column)
    if kind == "ScalarEvent":
        return Scalar(whole(event.value, line, column), event.implicit[0], line, column)
    if kind == "SequenceStartEvent":
        return Sequence(tuple(_items(events, depth)), line, column)
    return Mapping(entries_of(_pairs(events, depth)), line, column)


def _items(events: Iterator[Any], depth: int) -> Iterator[Node]:
    while type(event := next(events)).__name__ != "SequenceEndEvent":
        yield _node(event, events, depth + 1)


def _pairs(events: Iterator[Any], depth: int) -> Iterator[tuple[Node, Node]]:
    while type(event := next(events)).__name__ != "MappingEndEvent":
        yield _node(event, events, depth + 1), _node(next(events), events, depth + 1)


def _refuse_indirection(event: Any, kind: str, line: int, column: int) -> None:
    if kind == "AliasEvent" or getattr(event, "anchor", None) is not None:
        what = "anchors and aliases (& and *) are not taken; write out what is meant"
    elif getattr(event, "tag", None) is not None:
        what = "tags (!) are not taken; the field says what a text means"
    else:
        return
    raise Faulty([Fault(line, column, "", what)])
