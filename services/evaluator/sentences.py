"""The sentence of each verdict, in English and German: what happened, when, in which outage, and what it means.

Plain and without blame (PAGE.md): nobody failed, an outage was at somebody's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from services.evaluator.told import Telling
from services.evaluator.wording import (
    Language,
    duration,
    moment,
    percent,
    period_name,
    rolling_name,
    shortened,
)
from shared.contracts.verdicts import SentenceSaid
from shared.sla.figures import Figure, Verdict
from shared.sla.objectives import CalendarWindow, Objective

_SOMEONE = {
    "third_party": ("in an outage at a third party", "bei einem Ausfall bei einem Dritten"),
    "force_majeure": ("in an outage by force majeure", "bei einem Ausfall durch höhere Gewalt"),
    "open": ("in an outage whose cause is open", "bei einem Ausfall, dessen Ursache offen ist"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a sentence speaks of. `names` gives a party's name by its id, also by `provider` and `customer`."""

    telling: Telling
    objective: Objective
    figure: Figure
    zone: str
    names: Mapping[str, str]
    cause: str | None = None


def sentence(situation: Situation) -> SentenceSaid:
    """The sentence in both languages."""
    return SentenceSaid(en=_said(situation, Language.EN), de=_said(situation, Language.DE))


def _said(situation: Situation, language: Language) -> str:
    tell = {
        "objective.at_risk": _at_risk,
        "objective.breached": _breached,
        "objective.recovered": _recovered,
        "breach.amended": _amended,
        "breach.withdrawn": _withdrawn,
        "period.closed": _closed,
    }[situation.telling.type]
    said = tell(situation, language)
    title = shortened(situation.objective.title or situation.objective.id)
    return f"{title}: {said}"


def _at_risk(situation: Situation, language: Language) -> str:
    share = _share(situation.telling.share or "", language)
    at = _at(situation, language)
    outage = _outage(situation, language)
    budget = situation.figure.budget
    left = duration(int(budget.remaining)) if budget is not None and budget.remaining >= 1 else None
    period = _period(situation, language)
    if language is Language.EN:
        rest = f"; {left} is left" if left else ""
        return f"{share} of the budget for {period} was spent on {at}{outage}{rest}."
    rest = f"; es bleiben {left}" if left else ""
    return f"{share} des Budgets für {period} waren am {at} verbraucht{outage}{rest}."


def _breached(situation: Situation, language: Language) -> str:
    at = _at(situation, language)
    outage = _outage(situation, language)
    period = _period(situation, language)
    target = _target(situation, language)
    if not isinstance(situation.objective.window, CalendarWindow):
        if language is Language.EN:
            return f"{period} fell below {target} on {at}{outage}."
        return f"{_capital(period)} liegen seit {at} unter {target}{outage}."
    if situation.figure.target == 1:
        if language is Language.EN:
            return f"{target} was promised and missed on {at}{outage}, so {period} can no longer be met."
        return (
            f"Zugesagt sind {target}, verfehlt am {at}{outage}; "
            f"die Zusage für {period} ist damit nicht mehr einzuhalten."
        )
    if language is Language.EN:
        return f"the budget ran out on {at}{outage}, so {period} can no longer be met."
    return (
        f"Das Budget war am {at} aufgebraucht{outage}; "
        f"die Zusage für {period} ist damit nicht mehr einzuhalten."
    )


def _recovered(situation: Situation, language: Language) -> str:
    at, period, target = (
        _at(situation, language), _period(situation, language), _target(situation, language)
    )  # fmt: skip
    if language is Language.EN:
        return f"since {at} {period} have again been at {target} or above."
    return f"{_capital(period)} liegen seit {at} wieder bei {target} oder darüber."


def _amended(situation: Situation, language: Language) -> str:
    was = moment(situation.telling.was or 0, situation.zone, language)
    at = _at(situation, language)
    period = _period(situation, language)
    if language is Language.EN:
        return f"by facts that came later, the breach for {period} lies not on {was} but on {at}."
    return f"Nach später eingegangenen Fakten liegt der Bruch für {period} nicht am {was}, sondern am {at}."


def _withdrawn(situation: Situation, language: Language) -> str:
    was = moment(situation.telling.was or 0, situation.zone, language)
    assessable = situation.figure.state is not Verdict.NOT_ASSESSABLE
    period = _period(situation, language)
    if language is Language.EN:
        now = f"{period} is within its target so far" if assessable else f"{period} cannot be assessed"
        if not isinstance(situation.objective.window, CalendarWindow) and assessable:
            now = f"{period} are within the target"
        return f"the breach told for {was} no longer holds; by what is known now, {now}."
    if not assessable:
        return f"Der für {was} gemeldete Bruch besteht nicht mehr; {period} lässt sich nicht beurteilen."
    return (
        f"Der für {was} gemeldete Bruch besteht nicht mehr; "
        f"nach heutigem Stand wird die Zusage für {period} bisher eingehalten."
    )


def _closed(situation: Situation, language: Language) -> str:
    figure, period = situation.figure, _period(situation, language)
    head = f"{_capital(period)} is closed" if language is Language.EN else f"Abgeschlossen für {period}"
    if figure.state is Verdict.NO_DATA or figure.sli is None:
        return f"{head}: no data." if language is Language.EN else f"{head}: keine Daten."
    against = _against(figure.sli, figure.target, language)
    if figure.state is Verdict.NOT_ASSESSABLE:
        tail = "not assessable, too much is unknown" if language is Language.EN else "nicht beurteilbar"
    elif figure.state is Verdict.BREACHED:
        tail = "not met" if language is Language.EN else "nicht eingehalten"
    else:
        tail = "met" if language is Language.EN else "eingehalten"
    return f"{head}: {against}, {tail}."


def _against(sli: Fraction, target: Fraction | None, language: Language) -> str:
    reached = percent(sli, language)
    if target is None:
        return reached
    promised = percent(target, language, 12)
    if language is Language.EN:
        return f"{reached} against {promised} promised"
    return f"{reached} gegenüber zugesagten {promised}"


def _at(situation: Situation, language: Language) -> str:
    return moment(situation.telling.instant, situation.zone, language)


def _target(situation: Situation, language: Language) -> str:
    return percent(situation.figure.target or Fraction(0), language, 12)


def _period(situation: Situation, language: Language) -> str:
    window = situation.objective.window
    if isinstance(window, CalendarWindow):
        return period_name(situation.figure.period.span.start, window.unit, situation.zone, language)
    return rolling_name(window.length, language)


def _outage(situation: Situation, language: Language) -> str:
    cause = situation.cause
    if cause is None:
        return ""
    english, german = _SOMEONE.get(cause) or _at_someone(shortened(situation.names.get(cause, cause)))
    return f", {english if language is Language.EN else german}"


def _at_someone(name: str) -> tuple[str, str]:
    return f"in an outage at {name}", f"bei einem Ausfall bei {name}"


def _share(share: str, language: Language) -> str:
    number = share.removesuffix("%").strip()
    return f"{number if language is Language.EN else number.replace('.', ',')}\u202f%"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
