"""The sentence of each verdict, in English and German: what happened, when, in which outage, and what it means.

Plain and without blame: nobody failed, an outage was at somebody's. What was reached and what was promised
is in `results`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from services.evaluator.results import against, bound_of
from services.evaluator.told import Telling
from services.evaluator.wording import Language, duration, moment, period_name, rolling_name, shortened
from shared.agreements.durations import parse_duration
from shared.contracts.said import SentenceSaid
from shared.sla.figures import Figure, Verdict
from shared.sla.objectives import Availability, CalendarWindow, Objective

_SOMEONE: Final = {
    "third_party": ("in an outage at a third party", "bei einem Ausfall bei einem Dritten"),
    "force_majeure": ("in an outage by force majeure", "bei einem Ausfall durch höhere Gewalt"),
    "silence": ("while no word came from its sources", "während keine Meldung der Quellen kam"),
    "open": ("in an outage whose cause is open", "bei einem Ausfall, dessen Ursache offen ist"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a sentence speaks of. `names` gives a party's name by its id, also by `provider` and `customer`.

    `cause`: of the outage; `silence` where the instant lies in time of which nobody knows.
    """

    telling: Telling
    objective: Objective
    figure: Figure
    zone: str
    names: Mapping[str, str]
    cause: str | None = None

    @property
    def rolls(self) -> bool:
        """Whether the window rolls."""
        return not isinstance(self.objective.window, CalendarWindow)


def sentence(situation: Situation) -> SentenceSaid:
    """The sentence in both languages."""
    title = shortened(situation.objective.title or situation.objective.id)
    english, german = _TELL[situation.telling.type]
    return SentenceSaid(
        en=f"{title}: {english(_Words(situation, Language.EN))}",
        de=f"{title}: {german(_Words(situation, Language.DE))}",
    )


class _Words:
    """The parts of a sentence, in one language."""

    def __init__(self, situation: Situation, language: Language) -> None:
        self.situation, self.language = situation, language
        self.figure = situation.figure
        self.at = moment(situation.telling.instant, situation.zone, language)
        self.was = moment(situation.telling.was or 0, situation.zone, language)
        self.bound = bound_of(situation.objective, situation.figure, language)
        self.against = against(situation.objective, situation.figure, language)
        self.rolls = situation.rolls
        self.at_the_end = not self.rolls and situation.telling.instant >= self.figure.period.span.end
        self.assessable = self.figure.state is not Verdict.NOT_ASSESSABLE

    @property
    def period(self) -> str:
        """As one says it after `for` and `für`."""
        situation, window = self.situation, self.situation.objective.window
        if isinstance(window, CalendarWindow):
            return period_name(self.figure.period.span.start, window.unit, situation.zone, self.language)
        return rolling_name(window.length, self.language)

    @property
    def outage(self) -> str:
        """`, in an outage at Carrier One`; nothing where the instant lies in none."""
        cause = self.situation.cause
        if cause is None:
            return ""
        name = shortened(self.situation.names.get(cause, cause))
        where = _SOMEONE.get(cause) or (f"in an outage at {name}", f"bei einem Ausfall bei {name}")
        return f", {where[0] if self.language is Language.EN else where[1]}"

    @property
    def share(self) -> str:
        """`75 %`, with the language's decimal sign."""
        number = (self.situation.telling.share or "").removesuffix("%").strip()
        return f"{number if self.language is Language.EN else number.replace('.', ',')}\u202f%"

    @property
    def left(self) -> str | None:
        """The time that is left of a budget of time; None where nothing is."""
        budget = self.figure.budget
        if not isinstance(self.situation.objective.indicator, Availability) or budget is None:
            return None
        return duration(int(budget.remaining)) if budget.remaining >= 1 else None


def _at_risk_en(words: _Words) -> str:
    burn = words.situation.telling.burn
    if burn is not None:
        return (
            f"since {words.at} the budget for {words.period} has been burning more than {burn.rate} times as fast "
            f"as it lasts, over {_span(burn.windows[0])} and over {_span(burn.windows[1])}{words.outage}."
        )
    rest = f"; {words.left} is left" if words.left else ""
    return f"{words.share} of the budget for {words.period} was spent on {words.at}{words.outage}{rest}."


def _at_risk_de(words: _Words) -> str:
    burn = words.situation.telling.burn
    if burn is not None:
        return (
            f"Seit {words.at} verbraucht sich das Budget für {words.period} mehr als {burn.rate.replace('.', ',')}-mal "
            f"so schnell, wie es reicht, über {_span(burn.windows[0])} und über {_span(burn.windows[1])}{words.outage}."
        )
    rest = f"; es bleiben {words.left}" if words.left else ""
    return f"{words.share} des Budgets für {words.period} waren am {words.at} verbraucht{words.outage}{rest}."


def _breached_en(words: _Words) -> str:
    if words.rolls:
        return f"{words.period} fell below {words.bound} on {words.at}{words.outage}."
    if words.at_the_end:
        return f"{words.period} ended with {words.against}, not met."
    if words.figure.target is None:
        how = "the agreed bound was passed"
    elif words.figure.target == 1:
        how = f"{words.bound} was promised and missed"
    else:
        how = "the budget ran out"
    return f"{how} on {words.at}{words.outage}, so {words.period} can no longer be met."


def _breached_de(words: _Words) -> str:
    if words.rolls:
        return f"{_capital(words.period)} liegen seit {words.at} unter {words.bound}{words.outage}."
    if words.at_the_end:
        return f"Für {words.period} ergaben sich am Ende {words.against}, nicht eingehalten."
    if words.figure.target is None:
        how = f"Die vereinbarte Grenze war am {words.at} verletzt"
    elif words.figure.target == 1:
        how = f"Zugesagt sind {words.bound}, verfehlt am {words.at}"
    else:
        how = f"Das Budget war am {words.at} aufgebraucht"
    return f"{how}{words.outage}; die Zusage für {words.period} ist damit nicht mehr einzuhalten."


def _recovered_en(words: _Words) -> str:
    return f"since {words.at} {words.period} have again been at {words.bound} or above."


def _recovered_de(words: _Words) -> str:
    return f"{_capital(words.period)} liegen seit {words.at} wieder bei {words.bound} oder darüber."


def _amended_en(words: _Words) -> str:
    return (
        f"by facts that came later, the breach for {words.period} lies not on {words.was} but on {words.at}."
    )


def _amended_de(words: _Words) -> str:
    return (
        f"Nach später eingegangenen Fakten liegt der Bruch für {words.period} "
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


def _closed_en(words: _Words) -> str:
    said = {
        Verdict.NO_DATA: "no data",
        Verdict.NOT_ASSESSABLE: f"{words.against}, not assessable, too much is unknown",
        Verdict.BREACHED: f"{words.against}, not met",
    }.get(words.figure.state, f"{words.against}, met")
    return f"{_capital(words.period)} is closed: {said}."


def _closed_de(words: _Words) -> str:
    said = {
        Verdict.NO_DATA: "keine Daten",
        Verdict.NOT_ASSESSABLE: f"{words.against}, nicht beurteilbar, zu viel ist unbekannt",
        Verdict.BREACHED: f"{words.against}, nicht eingehalten",
    }.get(words.figure.state, f"{words.against}, eingehalten")
    return f"Abgeschlossen für {words.period}: {said}."


def _restated_en(words: _Words) -> str:
    number = words.situation.telling.number
    return f"restatement {number} of {words.period}: {words.against}, {_STATE_EN[words.figure.state]}."


def _restated_de(words: _Words) -> str:
    number = words.situation.telling.number
    return f"Berichtigung {number} für {words.period}: {words.against}, {_STATE_DE[words.figure.state]}."


def _span(iso: str) -> str:
    return duration(parse_duration(iso))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_STATE_EN: Final = {
    Verdict.MET: "met",
    Verdict.AT_RISK: "met",
    Verdict.BREACHED: "not met",
    Verdict.NOT_ASSESSABLE: "not assessable, too much is unknown",
    Verdict.NO_DATA: "no data",
}
_STATE_DE: Final = {
    Verdict.MET: "eingehalten",
    Verdict.AT_RISK: "eingehalten",
    Verdict.BREACHED: "nicht eingehalten",
    Verdict.NOT_ASSESSABLE: "nicht beurteilbar, zu viel ist unbekannt",
    Verdict.NO_DATA: "keine Daten",
}
_Say = Callable[[_Words], str]
_TELL: Final[Mapping[str, tuple[_Say, _Say]]] = {
    "objective.at_risk": (_at_risk_en, _at_risk_de),
    "objective.breached": (_breached_en, _breached_de),
    "objective.recovered": (_recovered_en, _recovered_de),
    "breach.amended": (_amended_en, _amended_de),
    "breach.withdrawn": (_withdrawn_en, _withdrawn_de),
    "period.closed": (_closed_en, _closed_de),
    "period.restated": (_restated_en, _restated_de),
}
