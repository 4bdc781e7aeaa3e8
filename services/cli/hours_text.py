"""Answers about service hours as one reads them: on the clocks of the hours' zone, each instant in UTC beside it."""

from __future__ import annotations

from collections.abc import Iterator

from services.cli.service_time import Between, Due, NamedHours
from shared.agreements import date_words, words
from shared.agreements.document import Document
from shared.agreements.names import ALWAYS
from shared.agreements.versions import holidays_version, tzdata_version
from shared.agreements.words import Language
from shared.contracts.instants import format_instant
from shared.sla.agreed.objectives import WorkingDays


def page(
    document: Document, hours: NamedHours, answer: Between | Due, language: Language = "en"
) -> Iterator[str]:
    """The lines of the answer."""
    return _Page(document, hours, language).lines(answer)


class _Page:
    def __init__(self, document: Document, hours: NamedHours, language: Language) -> None:
        self.document, self.hours, self.language = document, hours, language

    def say(self, en: str, de: str) -> str:
        return de if self.language == "de" else en

    def lines(self, answer: Between | Due) -> Iterator[str]:
        meta, hours = self.document.metadata, self.hours
        yield self.say(
            f"Service hours {hours.name} of agreement {meta.id}, version {meta.version} ({hours.zone})",
            f"Servicezeit {hours.name} der Vereinbarung {meta.id}, Fassung {meta.version} ({hours.zone})",
        )
        yield from self._between(answer) if isinstance(answer, Between) else self._due(answer)
        zones, holidays = tzdata_version(), holidays_version()
        yield self.say(
            f"Time zones {zones}, holidays {holidays}.", f"Zeitzonen {zones}, Feiertage {holidays}."
        )

    def _between(self, answer: Between) -> Iterator[str]:
        yield f"{self.say('From', 'Von'):<7}{self._instant(answer.span.start)}"
        yield f"{self.say('Until', 'Bis'):<7}{self._instant(answer.span.end)}"
        yield f"{self.say('Service time', 'Servicezeit')}: {self._length(answer.elapsed)}"
        yield ""
        if not answer.segments:
            yield self.say("No service time lies in between.", "Dazwischen liegt keine Servicezeit.")
        for segment in answer.segments:
            first, last = (
                date_words.short_instant(at, self.hours.zone, self.language)
                for at in (segment.start, segment.end)
            )
            day = date_words.weekday(segment.start, self.hours.zone, self.language)
            yield f"  {day} {first} {self.say('to', 'bis')} {last}  {self._length(segment.length)}"
        if answer.segments:
            yield ""

    def _due(self, answer: Due) -> Iterator[str]:
        yield self._line(("From", "Von"), self._instant(answer.start))
        if answer.counted_from is not None and answer.counted_from != answer.start:
            before = self.say("before it nothing counts", "davor zählt nichts")
            yield self._line(("Opening", "Öffnung"), f"{self._instant(answer.counted_from)}: {before}")
        yield self._line(("Add", "Dazu"), self._added(answer.added))
        if answer.deadline is None:
            none = self.say("none: the hours never reach it", "keine: die Zeiten erreichen sie nie")
            yield self._line(("Deadline", "Frist"), none)
            return
        yield self._line(("Deadline", "Frist"), self._instant(answer.deadline))
        if answer.opens_again is not None and self.hours.name != ALWAYS:
            again = self._instant(answer.opens_again)
            yield self.say(
                f"That is outside hours: nothing counts until {again}",
                f"Das liegt außerhalb der Servicezeit; weiter zählt sie ab {again}",
            )

    def _line(self, label: tuple[str, str], text: str) -> str:
        return f"{self.say(*label):<10}{text}"

    def _added(self, added: int | WorkingDays) -> str:
        if not isinstance(added, WorkingDays):
            return self.say(f"{self._length(added)} of service time", f"{self._length(added)} Servicezeit")
        days = words.several(
            added.days,
            self.say("working day", "Arbeitstag"),
            self.say("working days", "Arbeitstage"),
            self.language,
        )
        close = self.say(", by the close of hours", ", bis zum Ende der Servicezeit")
        return f"{days}{close}" if added.by_close else days

    def _length(self, micros: int) -> str:
        """Hours and not days, since a day of service time is none of 24 hours."""
        hours, rest = divmod(micros, 3_600_000_000)
        parts = [f"{hours} h"] if hours else []
        parts += [words.exact_duration(rest, self.language)] if rest or not parts else []
        return " ".join(parts)

    def _instant(self, at: int) -> str:
        return f"{date_words.instant(at, self.hours.zone, self.language)} ({format_instant(at)})"
