"""Facts from lines of JSON, one event a line, for `eyelevel evaluate`.

Each line is one of: a repeat ((source, id) read before, with the same content), later than `as_of`, set aside,
or a fact for the calculus. What cannot be read at all is a fault, and all faults are collected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from shared.agreements.evidence import fact_of
from shared.contracts.envelope import CloudEvent, read_json, read_mapping
from shared.contracts.errors import ContractError
from shared.contracts.facts import EmptySpan, read_fact
from shared.contracts.instants import parse_instant
from shared.sla.facts import Fact

OTHERS: Final = frozenset({"dev.eyelevel.clock.ticked", "dev.eyelevel.agreement.put"})
"""What stands beside the facts in a log of them, and tells nothing of a service."""
MOST_FAULTS: Final = 100


@dataclass(frozen=True, slots=True)
class LineFault:
    """A line that is refused: where it is, which event it holds as far as that is known, and what would be right."""

    line: int
    field: str
    event: str | None
    sentence: str

    def text(self, file: str) -> str:
        """One sentence with its place."""
        event = f" event {self.event!r}:" if self.event is not None else ""
        return f"{file}:{self.line}:{event} {self.sentence}"


@dataclass(slots=True)
class FactLines:
    """What the lines held. `facts` are those up to `as_of`; `aside` holds (source, id, reason)."""

    read: int = 0
    repeated: int = 0
    later: int = 0
    facts: list[Fact] = field(default_factory=list)
    aside: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)


def read_lines(lines: Iterable[bytes], as_of: int, progress: Callable[[int], None]) -> FactLines:
    """All facts of the lines, in the calculus' order. `progress` is told the bytes of each line."""
    found = FactLines()
    seen: dict[tuple[str, str], tuple[bytes, int]] = {}
    for number, line in enumerate(lines, 1):
        progress(len(line))
        content = line.strip().removeprefix(b"\xef\xbb\xbf")
        if content and len(found.faults) < MOST_FAULTS:
            _read_line(number, content, as_of, seen, found)
    found.facts.sort(key=lambda fact: fact.order)
    return found


def _read_line(
    number: int, content: bytes, as_of: int, seen: dict[tuple[str, str], tuple[bytes, int]], found: FactLines
) -> None:
    found.read += 1
    event = None
    try:
        event = read_mapping(read_json(content, "the line"))
        first = seen.setdefault((event.source, event.id), (event.content_digest(), number))
        if first[1] != number:
            _repeat(event, first, found)
        else:
            _take(event, as_of, found)
    except ContractError as error:
        known = event.id if event is not None else None
        found.faults.append(LineFault(number, error.field, known, error.sentence))


def _repeat(event: CloudEvent, first: tuple[bytes, int], found: FactLines) -> None:
    if event.content_digest() != first[0]:
        said = f"source {event.source!r} sent this id before with other content, in line {first[1]}"
        raise ContractError("id", f"{said}; one (source, id) is one event")
    found.repeated += 1


def _take(event: CloudEvent, as_of: int, found: FactLines) -> None:
    reason = None
    fact = None
    try:
        if event.type in OTHERS:
            reason = f"type '{event.type}' tells nothing of a service"
        else:
            fact = read_fact(event)
    except EmptySpan as error:
        reason = error.sentence
    at = fact.at if fact is not None else parse_instant(event.time)
    if at > as_of:
        found.later += 1
    elif fact is None or reason is not None:
        found.aside.append((event.source, event.id, reason or ""))
    else:
        found.facts.append(fact_of(fact))
