"""In whose words an explanation is told: the language, the names of parties and services, the zone, the objective.

Everything else of the package speaks through a voice, so that a sentence is written once in each language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from shared.agreements import date_words, words
from shared.agreements.document import Document
from shared.agreements.words import Language
from shared.sla.agreed.objectives import Objective, RollingWindow
from shared.sla.spans import Span
from shared.sla.time.windows import window_at

_CAUSES = {
    "open": ("cause open", "Ursache offen"),
    "third_party": ("caused by a third party", "Ursache bei einem Dritten"),
    "force_majeure": ("caused by force majeure", "Ursache höhere Gewalt"),
}
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Naming:
    """Names by id: of parties (also by `provider` and `customer`) and of services; and whose clocks are meant."""

    parties: Mapping[str, str]
    services: Mapping[str, str]
    zone: str


def naming_of(document: Document) -> Naming:
    """The names that a document gives."""
    sides = document.parties
    everyone = [sides.provider, sides.customer, *sides.suppliers, *sides.observers]
    parties = {party.id: party.name for party in everyone}
    parties |= {"provider": sides.provider.name, "customer": sides.customer.name}
    services = {service.id: service.name for service in document.services}
    return Naming(parties, services, document.time_zone)


@dataclass(frozen=True)
class Voice:
    """One language about one objective."""

    language: Language
    naming: Naming
    objective: Objective

    def say(self, en: str, de: str) -> str:
        """The one of two that is in this language."""
        return de if self.language == "de" else en

    @cached_property
    def services(self) -> str:
        """The services of the objective by name, the first few where there are many."""
        names = [words.shortened(self.naming.services.get(one, one), 80) for one in self.objective.services]
        more = len(names) - _MOST_NAMED
        if more > 0:
            names = [*names[:_MOST_NAMED], self.say(f"{more} more", f"{more} weitere")]
        return words.joined(names, self.language)

    def party(self, name: str) -> str:
        """A party by its id or side."""
        return words.shortened(self.naming.parties.get(name, name))

    def cause(self, cause: str) -> str:
        """`caused by Carrier One`, `cause open`."""
        if cause in _CAUSES:
            return self.say(*_CAUSES[cause])
        return self.say(f"caused by {self.party(cause)}", f"Ursache bei {self.party(cause)}")

    def number(self, value: Fraction | int, places: int = 4) -> str:
        """A number, rounded toward zero."""
        return words.number(value, self.language, places)

    def percent(self, share: Fraction, places: int = 4) -> str:
        """A share as it was reached."""
        return words.percent(share, self.language, places)

    def agreed(self, value: Fraction | int) -> str:
        """A number as it was agreed, with all its decimals."""
        return words.agreed(value, self.language)

    def promised(self, share: Fraction) -> str:
        """A share as it was agreed, with all its decimals."""
        return words.promised(share, self.language)

    def length(self, micros: Fraction | int, *, dative: bool = False) -> str:
        """A length of time in words, from a minute on to the second."""
        return words.span_of_time(_to_the_second(micros), self.language, dative=dative)

    def service_time(self, micros: Fraction | int, *, dative: bool = False) -> str:
        """A length of service time in words; its largest unit is the hour."""
        return words.service_time(_to_the_second(micros), self.language, dative=dative)

    def several(self, count: int, one: tuple[str, str], many: tuple[str, str]) -> str:
        """`1 outage`, `3 Ausfälle`."""
        return words.several(count, self.say(*one), self.say(*many), self.language)

    def moment(self, at: int) -> str:
        """An instant in a sentence, without its year."""
        return date_words.moment(at, self.naming.zone, self.language)

    def rolls(self, span: Span) -> bool:
        """Whether a span is the objective's rolling window, and not another that was asked for."""
        window = self.objective.window
        return isinstance(window, RollingWindow) and span.length == window.length

    def is_window(self, span: Span) -> bool:
        """Whether a span is a window of the objective, and not another that was asked for."""
        window = self.objective.window
        if isinstance(window, RollingWindow):
            return span.length == window.length
        return window_at(window.unit, self.naming.zone, span.start) == span

    def period(self, span: Span) -> str:
        """A period as one says it after `for` and `für`: `January 2026`, `the last 30 days`."""
        zone = self.naming.zone
        if self.rolls(span):
            return date_words.rolling_name(span.length, self.language)
        unit = date_words.unit_of(span, zone)
        if unit is not None:
            return date_words.period_name(span.start, unit, zone, self.language)
        first, last = (date_words.instant(at, zone, self.language) for at in (span.start, span.end))
        return self.say(f"the time from {first} until {last}", f"die Zeit von {first} bis {last}")

    def title_of(self, span: Span) -> str:
        """A period as a heading: `January 2026`, `1. Quartal 2026`, `Last 30 days`."""
        name = self.period(span)
        articles = ("den ", "das Jahr ", "das ") if self.language == "de" else ("the year ", "the ")
        for article in articles:
            name = name.removeprefix(article)
        return name[:1].upper() + name[1:]

    def when(self, span: Span) -> str:
        """A period as one says when something was: `in January 2026`, `in the last 30 days`."""
        if self.rolls(span):
            return f"in {date_words.rolling_name(span.length, self.language, dative=True)}"
        unit = date_words.unit_of(span, self.naming.zone)
        if unit is not None:
            return date_words.in_period(span.start, unit, self.naming.zone, self.language)
        first, last = (
            date_words.instant(at, self.naming.zone, self.language) for at in (span.start, span.end)
        )
        return self.say(f"from {first} until {last}", f"von {first} bis {last}")


def _to_the_second(micros: Fraction | int) -> int:
    whole = int(micros)
    return whole - whole % 1_000_000 if abs(whole) >= 60_000_000 else whole
