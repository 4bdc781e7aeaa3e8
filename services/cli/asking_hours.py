"""The steps of `eyelevel hours`: read the agreement and the options, ask the hours, refuse with sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.cli.agreement_file import read_agreement_file
from services.cli.refusals import Refusal, refused_options
from services.cli.service_time import (
    CROSSING,
    Between,
    Due,
    NamedHours,
    between,
    due,
    is_in_calendar,
    named_hours,
)
from shared.agreements.document import Document
from shared.agreements.durations import parse_duration
from shared.agreements.forms import hint
from shared.agreements.names import ALWAYS
from shared.agreements.versions import use_packaged_zones
from shared.contracts.errors import ContractError
from shared.contracts.instants import parse_instant
from shared.sla.agreed.objectives import WorkingDays
from shared.sla.spans import DAY, Span
from shared.sla.time.zones import midnight

_MOST_DAYS: Final = 25_000
_MOST_TIME: Final = 36_525 * DAY
"""A hundred years: a longer question is a slip of the pen."""
_ONE_QUESTION: Final = "ask one thing: --until INSTANT, --add DURATION or --add-working-days N"


@dataclass(frozen=True, slots=True)
class Asked:
    """The options as they were written."""

    start: str
    until: str | None
    add: str | None
    working_days: int | None
    by_close: bool


def answered(
    file: str, name: str, version: int | None, asked: Asked
) -> tuple[Document, NamedHours, Between | Due]:
    """The answer, with the version and the hours it is of; Refusal with every fault of the first step that has one."""
    use_packaged_zones()
    document = _version(read_agreement_file(file), version)
    hours = named_hours(document, name)
    if hours is None:
        raise _unknown_hours(file, document, name)
    return document, hours, _Options(asked, document.time_zone, hours).answer()


def _version(documents: tuple[Document, ...], version: int | None) -> Document:
    if version is None:
        return documents[-1]
    found = next((one for one in documents if one.metadata.version == version), None)
    if found is None:
        known = ", ".join(str(one.metadata.version) for one in documents)
        raise refused_options([("--version", f"there is no version {version} in the file; there is {known}")])
    return found


def _unknown_hours(file: str, document: Document, name: str) -> Refusal:
    known = [ALWAYS, *document.service_hours]
    there = (
        f"there are {', '.join(known)}" if len(known) > 1 else f"it names none, so there is {ALWAYS!r} alone"
    )
    near = hint(name, known) or f"; {there}"
    said = f"{file}: the agreement has no service hours {name!r}{near}"
    return Refusal(
        "There are no such service hours", ({"file": file, "field": "service_hours", "detail": said},)
    )


class _Options:
    """The options being read; every fault is collected before any is told."""

    def __init__(self, asked: Asked, zone: str, hours: NamedHours) -> None:
        self._asked = asked
        self._zone = zone
        self._hours = hours
        self._faults: list[tuple[str, str]] = []

    def answer(self) -> Between | Due:
        """The answer to the one question; Refusal with every fault."""
        asked = self._asked
        start = self._instant("--from", asked.start)
        question = self._question(start)
        if self._faults or question is None:
            raise refused_options(self._faults)
        return question()

    def _question(self, start: int) -> Callable[[], Between | Due] | None:
        asked = self._asked
        if sum(one is not None for one in (asked.until, asked.add, asked.working_days)) != 1:
            self._faults.append(("--until, --add, --add-working-days", _ONE_QUESTION))
        if asked.by_close and asked.working_days is None:
            self._faults.append(("--by-close", "it goes with --add-working-days"))
        if asked.until is not None:
            end = self._instant("--until", asked.until)
            if not self._faults and end < start:
                self._faults.append(("--until", "it lies before --from"))
            elif not self._faults and end - start > _MOST_TIME:
                self._faults.append(("--until", "it lies more than a hundred years after --from"))
            return lambda: between(self._hours, Span(start, end))
        if asked.add is not None:
            duration = self._duration(asked.add)
            return lambda: due(self._hours, start, duration)
        if asked.working_days is not None:
            days = self._working_days(asked.working_days)
            return lambda: due(self._hours, start, days)
        return None

    def _instant(self, option: str, text: str) -> int:
        """An instant, or the local midnight of a date; 0 where it is a fault."""
        try:
            day = date.fromisoformat(text) if len(text) == len("2026-01-05") else None
            instant = parse_instant(text, "it") if day is None else midnight(day, self._zone)
        except ContractError as error:
            self._faults.append((option, error.sentence))
        except (ValueError, OverflowError):
            self._faults.append((option, f"it is {text!r}; there is no such day"))
        else:
            if is_in_calendar(instant):
                return instant
            self._faults.append((option, f"it is {text!r}; it lies outside the years 2 to 9990"))
        return 0

    def _duration(self, text: str) -> int:
        try:
            duration = parse_duration(text)
        except ValueError as error:
            self._faults.append(("--add", f"it is {text!r}; {error}"))
            return 0
        if duration > _MOST_TIME:
            self._faults.append(("--add", f"it is {text!r}; a hundred years are the most"))
        return duration

    def _working_days(self, days: int) -> WorkingDays:
        if self._hours.crosses_midnight:
            self._faults.append(("--add-working-days", CROSSING))
        if not 0 <= days <= _MOST_DAYS:
            self._faults.append(("--add-working-days", f"it is {days}; it lies between 0 and {_MOST_DAYS}"))
        elif days == 0 and not self._asked.by_close:
            self._faults.append(("--add-working-days", "0 is the same date, which needs --by-close"))
        return WorkingDays(days, self._asked.by_close)
