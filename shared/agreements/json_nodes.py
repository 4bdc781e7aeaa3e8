"""JSON as nodes with their places, in a fraction of the time that YAML takes.

Only what is JSON by RFC 8259 is read here, and several of it between lines of `---`; all else is for YAML to read, or
to refuse in its words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from shared.agreements.nodes import Mapping, Node, Scalar, Sequence, entries_of, refuse_too_deep, whole

_TOKEN: Final = re.compile(
    r"""[ \t\r\n]*(?:
        (?P<text>"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")
      | (?P<plain>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)
      | (?P<sign>[][{}:,])
      | (?P<next>(?<=\n)---(?=[ \t\r\n]))
      | (?P<end>\Z)
    )""",
    re.VERBOSE,
)


class _NotJson(Exception):
    """It is no JSON."""


class _Token(NamedTuple):
    kind: str
    said: str
    line: int
    column: int


def json_nodes(text: str) -> tuple[Node, ...] | None:
    """The documents of a text, None where it is no JSON; Faulty where one is, and cannot be an agreement."""
    take = _tokens(text).__next__
    found = []
    try:
        while True:
            found.append(_node(take(), take, 0))
            kind = take().kind
            if kind == "end":
                return tuple(found)
            if kind != "next":
                return None
    except _NotJson:
        return None


def _tokens(text: str) -> Iterator[_Token]:
    at, line, begins = 0, 1, 0
    while True:
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise _NotJson
        kind = found.lastgroup
        start, end = found.span(kind)
        breaks = text.count("\n", at, start)
        if breaks:
            line, begins = line + breaks, text.rfind("\n", at, start) + 1
        yield _Token(kind, found[kind], line, start - begins + 1)
        at = end


def _node(token: _Token, take: Callable[[], _Token], depth: int) -> Node:
    kind, said, line, column = token
    refuse_too_deep(depth, line, column)
    if kind in {"text", "plain"}:
        return _scalar(token)
    if said == "[":
        return Sequence(tuple(_items(take, depth)), line, column)
    if said == "{":
        return Mapping(entries_of(_pairs(take, depth)), line, column)
    raise _NotJson


def _scalar(token: _Token) -> Scalar:
    kind, said, line, column = token
    if kind == "plain":
        return Scalar(said, True, line, column)
    return Scalar(whole(json.loads(said) if "\\" in said else said[1:-1], line, column), False, line, column)


def _items(take: Callable[[], _Token], depth: int) -> Iterator[Node]:
    token = take()
    if token.said == "]":
        return
    yield _node(token, take, depth + 1)
    while _goes_on(take(), "]"):
        yield _node(take(), take, depth + 1)


def _pairs(take: Callable[[], _Token], depth: int) -> Iterator[tuple[Node, Node]]:
    token = take()
    if token.said == "}":
        return
    yield _pair(token, take, depth)
    while _goes_on(take(), "}"):
        yield _pair(take(), take, depth)


def _pair(key: _Token, take: Callable[[], _Token], depth: int) -> tuple[Node, Node]:
    if key.kind != "text" or take().said != ":":
        raise _NotJson
    return _scalar(key), _node(take(), take, depth + 1)


def _goes_on(token: _Token, end: str) -> bool:
    if token.said not in {",", end}:
        raise _NotJson
    return token.said == ","
