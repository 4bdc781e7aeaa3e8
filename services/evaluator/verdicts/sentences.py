"""The sentence of each verdict, in English and German: what happened, when, in which outage, and what it means.

Plain and without blame: nobody failed, an outage was at somebody's. What was reached and promised is said in the
very words in which `eyelevel evaluate` explains the figure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from services.evaluator.told import Telling
from shared.agreements.durations import parse_duration
from shared.agreements.explained.difference import restatement_sentence
from shared.agreements.explained.promised import promised
from shared.agreements.explained.state import state_sentence
from shared.agreements.explained.voice import Naming, Voice
from shared.agreements.figure_reading import earlier_figure
from shared.agreements.words import THIN, Language, shortened
from shared.contracts.said import SentenceSaid
from shared.contracts.verdicts import FiguresSaid
from shared.sla.agreed.objectives import Availability, CalendarWindow, Objective
from shared.sla.explanation.difference import difference
from shared.sla.figures import Figure, Verdict

_SOMEONE: Final = {
    "third_party": ("in an outage at a third party", "bei einem Ausfall bei einem Dritten"),
    "force_majeure": ("in an outage by force majeure", "bei einem Ausfall durch höhere Gewalt"),
    "silence": ("while no word came from its sources", "während keine Meldung der Quellen kam"),
    "open": ("in an outage whose cause is open", "bei einem Ausfall, dessen Ursache offen ist"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a sentence speaks of. `was`: the figures before, of a restatement.

    `cause`: of the outage; `silence` where the instant lies in time of which nobody knows.
    """

    telling: Telling
    objective: Objective
    figure: Figure
    naming: Naming
    cause: str | None = None
    was: FiguresSaid | None = None


def sentence(situation: Situation) -> SentenceSaid:
    """The sentence in both languages."""
    title = shortened(situation.objective.title or situation.objective.id)
    english, german = _TELL[situation.telling.type]
    return SentenceSaid(
        en=f"{title}: {english(_Words(situation, 'en'))}",
        de=f"{title}: {german(_Words(situation, 'de'))}",
    )


class _Words:
    """The parts of a sentence, in one language."""

    def __init__(self, situation: Situation, language: Language) -> None:
        self.situation, self.figure = situation, situation.figure
        self.voice = Voice(language, situation.naming, situation.objective)
        self.at = self.voice.moment(situation.telling.instant)
        self.was = self.voice.moment(situation.telling.was or 0)
        self.period = self.voice.period(self.figure.period.span)
        self.is_share = self.figure.target is not None
        self.rolls = not isinstance(situation.objective.window, CalendarWindow)
        self.at_the_end = not self.rolls and situation.telling.instant >= self.figure.period.span.end
        self.assessable = self.figure.state is not Verdict.NOT_ASSESSABLE

    @property
    def bound(self) -> str:
        """The promise by itself: `99.9 %`, `at most 2`, `mindestens 3 Stunden`."""
        target = self.figure.target
        return promised(self.voice, self.figure) if target is None else self.voice.promised(target)

    @property
    def outage(self) -> str:
        """`, in an outage at Carrier One`; nothing where the instant lies in none."""
        cause = self.situation.cause
        if cause is None:
            return ""
        name = self.voice.party(cause)
        where = _SOMEONE.get(cause) or (f"in an outage at {name}", f"bei einem Ausfall bei {name}")
        return f", {self.voice.say(*where)}"

    @property
    def share(self) -> str:
        """`75 %`, with the language's decimal sign."""
        number = (self.situation.telling.share or "").removesuffix("%").strip()
        return f"{self.voice.say(number, number.replace('.', ','))}{THIN}%"

    @property
    def left(self) -> str | None:
        """The time that is left of a budget of time; None where nothing is."""
        budget = self.figure.budget
        if not isinstance(self.situation.objective.indicator, Availability) or budget is None:
            return None
        return self.voice.length(budget.remaining) if budget.remaining >= 1 else None

    @property
    def state(self) -> str:
        """Why the figure is what it is."""
        return state_sentence(self.voice, self.figure)

    @property
    def moved(self) -> str:
        """What a restatement moved."""
        number, was = self.situation.telling.number or 1, self.situation.was
        before = self.figure if was is None else earlier_figure(self.figure, msgspec.to_builtins(was))
        moved = restatement_sentence(self.voice, difference(before, self.figure, whole=False), number)
        return moved[:1].lower() + moved[1:] if self.voice.language == "en" else moved


def _at_risk_en(words: _Words) -> str:
    burn = words.situation.telling.burn
    if burn is not None:
        pace = "faster than" if burn.rate == "1" else f"more than {burn.rate} times as fast as"
        return (
            f"since {words.at} the budget for {words.period} has been spent {pace} it lasts, over "
            f"{_span(words, burn.windows[0])} and over {_span(words, burn.windows[1])}{words.outage}."
        )
    rest = f"; {words.left} is left" if words.left else ""
    return f"{words.share} of the budget for {words.period} was spent on {words.at}{words.outage}{rest}."


def _at_risk_de(words: _Words) -> str:
    burn = words.situation.telling.burn
    if burn is not None:
        times = burn.rate.replace(".", ",")
        pace = (
            "schneller verbraucht, als"
            if times == "1"
            else f"mehr als {times}-mal so schnell verbraucht, wie"
        )
        return (
            f"Seit {words.at} wird das Budget für {words.period} {pace} es reicht, "
            f"über {_span(words, burn.windows[0])} und über {_span(words, burn.windows[1])}{words.outage}."
        )
    rest = f"; übrig: {words.left}" if words.left else ""
    return f"{words.share} des Budgets für {words.period} waren am {words.at} verbraucht{words.outage}{rest}."


def _breached_en(words: _Words) -> str:
    if words.rolls and words.is_share:
        return f"{words.period} fell below {words.bound} on {words.at}{words.outage}."
    if words.rolls:
        return f"since {words.at} {words.period} have not kept the promise ({words.bound}){words.outage}."
    if words.at_the_end:
        return words.state
    if not words.is_share:
        how = f"what was promised ({words.bound}) was missed"
    elif words.figure.target == 1:
        how = f"{words.bound} was promised and missed"
    else:
        how = "the budget ran out"
    return f"{how} on {words.at}{words.outage}, so {words.period} can no longer be met."


def _breached_de(words: _Words) -> str:
    if words.rolls and words.is_share:
        return f"{_capital(words.period)} liegen seit {words.at} unter {words.bound}{words.outage}."
    if words.rolls:
        return f"{_capital(words.period)} halten seit {words.at} die Zusage ({words.bound}) nicht ein{words.outage}."
    if words.at_the_end:
        return words.state
    if not words.is_share:
        how = f"Die Zusage ({words.bound}) war am {words.at} verfehlt"
    elif words.figure.target == 1:
        how = f"Zugesagt sind {words.bound}, verfehlt am {words.at}"
    else:
        how = f"Das Budget war am {words.at} aufgebraucht"
    return f"{how}{words.outage}; die Zusage für {words.period} ist damit nicht mehr einzuhalten."


def _recovered_en(words: _Words) -> str:
    if not words.is_share:
        return f"since {words.at} {words.period} have kept the promise again ({words.bound})."
    return f"since {words.at} {words.period} have again been at {words.bound} or above."


def _recovered_de(words: _Words) -> str:
    if not words.is_share:
        return f"{_capital(words.period)} halten seit {words.at} die Zusage ({words.bound}) wieder ein."
    return f"{_capital(words.period)} liegen seit {words.at} wieder bei {words.bound} oder darüber."


def _amended_en(words: _Words) -> str:
    return (
        f"by facts that came later, the breach for {words.period} lies not on {words.was} but on {words.at}."
    )


def _amended_de(words: _Words) -> str:
    return (
        f"Nach später eingegangenen Meldungen liegt der Bruch für {words.period} "
        f"nicht am {words.was}, sondern am {words.at}."
    )


def _withdrawn_en(words: _Words) -> str:
    if not words.assessable:
        now = f"{words.period} cannot be assessed"
    elif words.rolls:
        now = f"{words.period} are within the target"
    else:
        now = f"{words.period} is within its target so far"
    return f"the breach told for {words.was} no longer holds; by what is known now, {now}."


def _withdrawn_de(words: _Words) -> str:
    head = f"Der für {words.was} gemeldete Bruch besteht nicht mehr"
    if not words.assessable:
        return f"{head}; die Zusage für {words.period} lässt sich nicht beurteilen."
    return f"{head}; nach heutigem Stand wird die Zusage für {words.period} bisher eingehalten."


def _span(words: _Words, iso: str) -> str:
    return words.voice.length(parse_duration(iso))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_Say = Callable[[_Words], str]
_TELL: Final[Mapping[str, tuple[_Say, _Say]]] = {
    "objective.at_risk": (_at_risk_en, _at_risk_de),
    "objective.breached": (_breached_en, _breached_de),
    "objective.recovered": (_recovered_en, _recovered_de),
    "breach.amended": (_amended_en, _amended_de),
    "breach.withdrawn": (_withdrawn_en, _withdrawn_de),
    "period.closed": (
        lambda words: f"the period is closed. {words.state}",
        lambda words: f"Der Zeitraum ist abgeschlossen. {words.state}",
    ),
    "period.restated": (lambda words: words.moved, lambda words: words.moved),
}
