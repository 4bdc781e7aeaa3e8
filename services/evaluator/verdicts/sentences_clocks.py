"""The sentences about clocks of incidents, in English and German: which incident, what became of it, and when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from services.evaluator.told import Telling
from shared.agreements.date_words import moment
from shared.agreements.durations import parse_duration
from shared.agreements.words import THIN, Language, service_time, shortened
from shared.contracts.instants import parse_instant
from shared.contracts.said import ClockSaid, SentenceSaid

_DONE: Final[Mapping[str, tuple[str, str]]] = {
    "response_time": ("answered", "beantwortet"),
    "resolution_time": ("resolved", "gelöst"),
    "customer_response_time": ("answered by the customer", "vom Kunden beantwortet"),
}


_GOES_ON: Final[Mapping[str, tuple[str, str]]] = {
    "running": ("; it is running", "; sie läuft"),
    "paused": ("; it is paused", "; sie ist angehalten"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSituation:
    """What a sentence about a clock speaks of; `title` is the objective's."""

    telling: Telling
    clock: ClockSaid
    title: str
    zone: str


def clock_sentence(situation: ClockSituation) -> SentenceSaid:
    """The sentence in both languages."""
    english, german = _TELL[situation.telling.type]
    return SentenceSaid(
        en=f"{situation.title}: {english(_Words(situation, 'en'))}",
        de=f"{situation.title}: {german(_Words(situation, 'de'))}",
    )


class _Words:
    """The parts of a sentence, in one language."""

    def __init__(self, situation: ClockSituation, language: Language) -> None:
        telling, clock = situation.telling, situation.clock
        self.telling, self.clock, self.language = telling, clock, language
        self.at = moment(telling.instant, situation.zone, language)
        self.was = None if telling.was is None else moment(telling.was, situation.zone, language)
        self.done = _DONE[clock.clock][0 if language == "en" else 1]
        due = None if clock.deadline is None else parse_instant(clock.deadline)
        self.due = None if due is None else moment(due, situation.zone, language)
        name = shortened(clock.incident, 80)
        self.name = name if clock.priority is None else f"{name} ({shortened(clock.priority, 40)})"

    @property
    def goes_on(self) -> str:
        """`; it is running`; nothing where the clock is decided or there no more."""
        english, german = _GOES_ON.get(self.clock.state, ("", ""))
        return english if self.language == "en" else german

    @property
    def left(self) -> str | None:
        """What was left when it stopped; None where nothing was."""
        remaining = self.clock.remaining_us
        return None if not remaining or remaining < 0 else _length(remaining, self.language)

    @property
    def share(self) -> str | None:
        """`75 %`, with the language's decimal sign; None where a span before the deadline is told."""
        share = self.telling.share or ""
        if not share.endswith("%"):
            return None
        number = share.removesuffix("%").strip()
        return f"{number if self.language == 'en' else number.replace('.', ',')}{THIN}%"

    @property
    def before(self) -> str:
        """The span before the deadline."""
        return _length(parse_duration(self.telling.share or "PT0S"), self.language)


def _length(micros: int, language: Language) -> str:
    """A length of time in words, to the second from a minute on."""
    return service_time(micros - micros % 1_000_000 if micros >= 60_000_000 else micros, language)


def _at_risk_en(words: _Words) -> str:
    due = f"; it is due on {words.due}" if words.due else ""
    if words.share is None:
        return f"incident {words.name} had {words.before} left on {words.at}{due}."
    return f"{words.share} of the time for incident {words.name} was used up on {words.at}{due}."


def _at_risk_de(words: _Words) -> str:
    due = f"; fällig ist sie am {words.due}" if words.due else ""
    if words.share is None:
        return f"Für die Störung {words.name} blieben am {words.at} noch {words.before}{due}."
    return f"{words.share} der Zeit für die Störung {words.name} waren am {words.at} verbraucht{due}."


def _breached_en(words: _Words) -> str:
    return f"incident {words.name} was not {words.done} in time; its time ran out on {words.at}."


def _breached_de(words: _Words) -> str:
    return f"Die Störung {words.name} wurde nicht rechtzeitig {words.done}; die Zeit lief am {words.at} ab."


def _fulfilled_en(words: _Words) -> str:
    left = f", with {words.left} left" if words.left else ""
    if words.was is not None:
        return (
            f"by facts that came later, incident {words.name} was {words.done} in time not on {words.was} "
            f"but on {words.at}{left}."
        )
    return f"incident {words.name} was {words.done} in time on {words.at}{left}."


def _fulfilled_de(words: _Words) -> str:
    left = f", es blieben {words.left}" if words.left else ""
    if words.was is not None:
        return (
            f"Nach später eingegangenen Meldungen wurde die Störung {words.name} nicht am {words.was}, sondern am "
            f"{words.at} rechtzeitig {words.done}{left}."
        )
    return f"Die Störung {words.name} wurde am {words.at} rechtzeitig {words.done}{left}."


def _released_en(words: _Words) -> str:
    return f"incident {words.name} has not counted since {words.at}."


def _released_de(words: _Words) -> str:
    return f"Die Störung {words.name} zählt seit {words.at} nicht mehr."


def _amended_en(words: _Words) -> str:
    return (
        f"by facts that came later, the time for incident {words.name} ran out not on {words.was} "
        f"but on {words.at}."
    )


def _amended_de(words: _Words) -> str:
    return (
        f"Nach später eingegangenen Meldungen lief die Zeit für die Störung {words.name} nicht am {words.was}, "
        f"sondern am {words.at} ab."
    )


def _withdrawn_en(words: _Words) -> str:
    return f"the breach told of incident {words.name} for {words.was} no longer holds."


def _withdrawn_de(words: _Words) -> str:
    return f"Der für {words.was} gemeldete Bruch bei der Störung {words.name} besteht nicht mehr."


def _end_withdrawn_en(words: _Words) -> str:
    return (
        f"the end told of the time for incident {words.name} for {words.was} no longer holds{words.goes_on}."
    )


def _end_withdrawn_de(words: _Words) -> str:
    return (
        f"Das für {words.was} gemeldete Ende der Zeit für die Störung {words.name} gilt nicht mehr"
        f"{words.goes_on}."
    )


_Say = Callable[[_Words], str]
_TELL: Final[Mapping[str, tuple[_Say, _Say]]] = {
    "clock.at_risk": (_at_risk_en, _at_risk_de),
    "clock.breached": (_breached_en, _breached_de),
    "clock.fulfilled": (_fulfilled_en, _fulfilled_de),
    "clock.released": (_released_en, _released_de),
    "clock.withdrawn": (_end_withdrawn_en, _end_withdrawn_de),
    "breach.amended": (_amended_en, _amended_de),
    "breach.withdrawn": (_withdrawn_en, _withdrawn_de),
}
