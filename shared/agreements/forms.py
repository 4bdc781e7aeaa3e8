"""The forms of single values: text, ids, durations, shares, dates, numbers, choices; and lists and maps of them.

A reader takes a node and its path and gives the value, or raises Faulty with a sentence that says what stands
there and what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from fractions import Fraction
from typing import Final, TypeVar

from shared.agreements.durations import parse_duration
from shared.agreements.faults import Fault, Faulty
from shared.agreements.nodes import Mapping, Node, Scalar, Sequence, shown, wrong
from shared.contracts.errors import ContractError
from shared.contracts.instants import parse_instant

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
Reader = Callable[[Node, str], T]
Moment = date | int
"""A local date of the agreement's zone, or an instant in µs."""

_SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,98}[a-z0-9])?", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DECIMAL: Final = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?", re.ASCII)
_NUMBER: Final = re.compile(r"[-+]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][-+]?\d{1,2})?", re.ASCII)
"""A number as YAML 1.2 and JSON write it; a program that writes documents writes 1e-05."""
_PERCENT: Final = re.compile(r"(\d{1,9}(?:\.\d{1,30})?)\s*%", re.ASCII)
_WHOLE: Final = re.compile(r"\d{1,15}", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def hint(word: str, known: list[str]) -> str:
    """` (did you mean x?)`, or nothing where no known word is near."""
    said = word.lower()
    longer = [name for name in known if len(said) > 2 and name.startswith(said)]
    near = longer if len(longer) == 1 else get_close_matches(said, known, n=1, cutoff=0.6)
    return f" (did you mean {near[0]}?)" if near else ""


def scalar(node: Node, path: str, right: str) -> str:
    """The text of a scalar, or a fault that says what would be right."""
    if not isinstance(node, Scalar) or node.is_empty:
        raise wrong(node, path, f"{path} is {shown(node)}; {right}")
    return node.text


def text(node: Node, path: str) -> str:
    """Any text that is not empty, spaces at its ends aside."""
    said = scalar(node, path, "it is a text").strip()
    if not said or len(said) > 10_000 or _CONTROL.search(said):
        raise wrong(node, path, f"{path} is {shown(node)}; it is a text of 1 to 10000 characters")
    return said


def identity(node: Node, path: str) -> str:
    """An id: a text without spaces at its ends, at most 200 characters, no control characters."""
    said = scalar(node, path, "an id is a text")
    if not 0 < len(said) <= 200 or said != said.strip() or not said.isprintable():
        raise wrong(
            node, path, f"{path} is {shown(node)}; an id is a text of 1 to 200 characters in one line"
        )
    return said


def slug(node: Node, path: str) -> str:
    """An id that stands in addresses."""
    said = scalar(node, path, "it is an id such as acme-webshop")
    if not _SLUG.fullmatch(said):
        right = "it is an id of small letters, digits and hyphens, such as acme-webshop"
        raise wrong(node, path, f"{path} is {shown(node)}; {right}")
    return said


def duration(node: Node, path: str) -> int:
    """Microseconds of an ISO 8601 duration."""
    right = "a duration is written like PT4H, P3D, P2W or PT0.5S"
    said = scalar(node, path, right)
    try:
        return parse_duration(said)
    except ValueError as error:
        raise wrong(node, path, f"{path} is {said!r}; {error}") from error


def some_time(node: Node, path: str) -> int:
    """A duration longer than nothing."""
    length = duration(node, path)
    if length == 0:
        raise wrong(node, path, f"{path} is {shown(node)}; it is a duration longer than nothing")
    return length


def _meant(said: str) -> str:
    """A number up to one may be meant as a fraction: which of the two, only who wrote it knows."""
    number = Decimal(said)
    if not 0 < number <= 1:
        return f"write {said} %"
    return f"write {(number * 100).normalize():f} % if the fraction is meant, {said} % if the percentage"


def percent(node: Node, path: str) -> Fraction:
    """A share with its percent sign, as a fraction of one: `99.9 %` is 999/1000. Between 0 % and 100 %."""
    said = scalar(node, path, "a share is written like 99.9 %")
    match = _PERCENT.fullmatch(said)
    if match is None and _DECIMAL.fullmatch(said):
        raise wrong(node, path, f"{path} is {said!r} without its unit; {_meant(said)}")
    if match is None:
        raise wrong(node, path, f"{path} is {said!r}; a share is written like 99.9 %")
    share = Fraction(Decimal(match.group(1))) / 100
    if share > 1:
        raise wrong(node, path, f"{path} is {said!r}; a share lies between 0 % and 100 %")
    return share


def target(node: Node, path: str) -> Fraction:
    """A share above 0 %."""
    share = percent(node, path)
    if share == 0:
        raise wrong(node, path, f"{path} is {shown(node)}; a target lies above 0 %")
    return share


def weight(node: Node, path: str) -> Fraction:
    """A number between 0 and 1, or a share in percent."""
    right = "a weight is a number between 0 and 1"
    said = scalar(node, path, right)
    if said.endswith("%"):
        return percent(node, path)
    if not _NUMBER.fullmatch(said) or not 0 <= Fraction(said) <= 1:
        raise wrong(node, path, f"{path} is {said!r}; {right}")
    return Fraction(said)


def decimal(node: Node, path: str) -> Fraction:
    """An exact decimal."""
    said = scalar(node, path, "it is a number")
    if not _NUMBER.fullmatch(said):
        raise wrong(node, path, f"{path} is {said!r}; it is a number such as 4.5")
    return Fraction(said)


def whole(least: int = 0) -> Reader[int]:
    """A whole number of at least `least`."""

    def read(node: Node, path: str) -> int:
        said = scalar(node, path, f"it is a whole number of at least {least}")
        if not _WHOLE.fullmatch(said) or int(said) < least:
            raise wrong(node, path, f"{path} is {said!r}; it is a whole number of at least {least}")
        return int(said)

    return read


def day(node: Node, path: str) -> date:
    """A calendar date."""
    said = scalar(node, path, "a date is written like 2026-12-24")
    try:
        if _DATE.fullmatch(said):
            return date.fromisoformat(said)
    except ValueError as error:
        raise wrong(node, path, f"{path} is {said!r}; there is no such day") from error
    raise wrong(node, path, f"{path} is {said!r}; a date is written like 2026-12-24")


def moment(node: Node, path: str) -> Moment:
    """A date of the agreement's zone, or an instant with its offset."""
    said = scalar(node, path, "it is a date like 2026-01-01, or an instant with its offset")
    if _DATE.fullmatch(said):
        return day(node, path)
    try:
        return parse_instant(said)
    except ContractError as error:
        right = "it is a date like 2026-01-01, or an instant with its offset like 2026-01-01T00:00:00Z"
        raise wrong(node, path, f"{path} is {said!r}; {right}") from error


def choice(words: type[E]) -> Reader[E]:
    """One of the words of an enumeration."""

    def read(node: Node, path: str) -> E:
        known = [str(member.value) for member in words]
        return words(one_of(known)(node, path))

    return read


def one_of(known: list[str]) -> Reader[str]:
    """One of these words."""

    def read(node: Node, path: str) -> str:
        right = f"it is one of {', '.join(known)}" if len(known) > 1 else f"it is {known[0]}"
        said = scalar(node, path, right)
        if said not in known:
            raise wrong(node, path, f"{path} is {said!r}; {right}{hint(said, known)}")
        return said

    return read


def list_of(item: Reader[T], *, least: int = 1) -> Reader[tuple[T, ...]]:
    """A list with at least so many members; all their faults are collected."""

    def read(node: Node, path: str) -> tuple[T, ...]:
        if not isinstance(node, Sequence):
            raise wrong(node, path, f"{path} is {shown(node)}; it is a list, as [a, b]")
        if len(node.items) < least:
            raise wrong(node, path, f"{path} is an empty list; it has at least {least} member")
        values: list[T] = []
        faults: list[Fault] = []
        for index, child in enumerate(node.items):
            try:
                values.append(item(child, f"{path}[{index}]"))
            except Faulty as error:
                faults.extend(error.faults)
        if faults:
            raise Faulty(faults)
        return tuple(values)

    return read


def map_of(key: Reader[str], value: Reader[T], *, least: int = 1) -> Reader[dict[str, T]]:
    """Names to values; all faults are collected."""

    def read(node: Node, path: str) -> dict[str, T]:
        if not isinstance(node, Mapping):
            raise wrong(node, path, f"{path} is {shown(node)}; it is a group of names and values")
        if len(node.entries) < least:
            raise wrong(node, path, f"{path} is empty; it has at least {least} entry")
        values: dict[str, T] = {}
        faults: list[Fault] = []
        for name, child in node.entries:
            try:
                values[key(name, path)] = value(child, f"{path}.{name.text}")
            except Faulty as error:
                faults.extend(error.faults)
        if faults:
            raise Faulty(faults)
        return values

    return read
