"""The sentence that says why a figure is what it is: what was reached, what was promised, what follows."""

from __future__ import annotations

from fractions import Fraction

from shared.agreements.explained.deciding import deciding_percent
from shared.agreements.explained.promised import promised
from shared.agreements.explained.reached import reached
from shared.agreements.explained.voice import Voice
from shared.sla.agreed.objectives import (
    Availability,
    Clock,
    ClockKind,
    Measurement,
    Ratio,
    Satisfaction,
)
from shared.sla.figures import Figure, Status, Verdict


def state_sentence(voice: Voice, figure: Figure) -> str:
    """One or two sentences about the state of a figure."""
    if figure.state is Verdict.NO_DATA:
        return _no_data(voice, figure)
    bound = promised(voice, figure)
    head = f"{reached(voice, figure)} ({voice.say('promised', 'zugesagt')}: {bound})."
    return f"{head} {_follows(voice, figure)}"


def _follows(voice: Voice, figure: Figure) -> str:
    match figure.state:
        case Verdict.NOT_ASSESSABLE:
            return _not_assessable(voice, figure)
        case Verdict.BREACHED:
            return _breached(voice, figure)
        case Verdict.AT_RISK:
            return _at_risk(voice, figure)
        case _:
            return _met(voice, figure)


def _met(voice: Voice, figure: Figure) -> str:
    if figure.period.status is not Status.OPEN:
        return voice.say("The promise was kept.", "Die Zusage wurde eingehalten.")
    head = _so_far(voice, figure)
    budget = figure.budget
    if budget is None or not isinstance(voice.objective.indicator, Availability):
        return head
    allowed, spent = voice.length(budget.allowed), voice.length(budget.spent)
    dative = voice.length(budget.allowed, dative=True)
    if not budget.allowed:
        return voice.say(
            f"{head} Nothing may fail, and nothing has.",
            f"{head} Ausfallen darf nichts, und nichts ist ausgefallen.",
        )
    if not budget.spent:
        return voice.say(
            f"{head} Nothing of the {allowed} that may fail is used.",
            f"{head} Von {dative}, die ausfallen dürfen, ist noch nichts verbraucht.",
        )
    return voice.say(
        f"{head} Of the {allowed} that may fail, {spent} is used.",
        f"{head} Verbraucht: {spent} von {dative}, die ausfallen dürfen.",
    )


def _so_far(voice: Voice, figure: Figure) -> str:
    """A period below its target can still be kept while enough of it is to come."""
    if figure.sli is not None and figure.target is not None and figure.sli < figure.target:
        return voice.say("The promise can still be kept.", "Die Zusage ist noch einzuhalten.")
    return voice.say("The promise is kept so far.", "Die Zusage wird bisher eingehalten.")


def _at_risk(voice: Voice, figure: Figure) -> str:
    budget = figure.budget
    if budget is None:
        return voice.say(
            "That is outside what was promised, but can still come back.",
            "Das liegt außerhalb der Zusage, kann sich aber noch bessern.",
        )
    if not budget.allowed:
        return voice.say("The promise is at risk.", "Die Zusage ist gefährdet.")
    if budget.spent > budget.allowed:
        spent, allowed = voice.number(budget.spent), voice.number(budget.allowed)
        return voice.say(
            f"So far {spent} missed it where {allowed} may; only what still comes can make up for it.",
            f"Bisher: {spent} verfehlt, erlaubt {allowed}; nur was noch kommt, kann das ausgleichen.",
        )
    share = voice.percent(budget.spent / budget.allowed, 2)
    return voice.say(
        f"The promise can still be kept, but {share} of what may fail is used.",
        f"Die Zusage ist noch einzuhalten, doch {share} dessen, was ausfallen darf, sind verbraucht.",
    )


def _breached(voice: Voice, figure: Figure) -> str:
    at = figure.breached_at
    if at is None:
        return voice.say("The promise was not kept.", "Die Zusage wurde nicht eingehalten.")
    when = voice.moment(at)
    if figure.period.status is not Status.OPEN:
        return _missed(voice, figure, at)
    if voice.rolls(figure.period.span):
        return voice.say(
            f"The promise has not been kept since {when}.", f"Die Zusage wird seit {when} nicht eingehalten."
        )
    return voice.say(
        f"After {when} the promise can no longer be kept.",
        f"Seit {when} ist die Zusage nicht mehr einzuhalten.",
    )


def _missed(voice: Voice, figure: Figure, at: int) -> str:
    """Of a period that has ended."""
    if at >= figure.period.span.end:
        return voice.say(
            "The promise was not kept; only the end of the period decided it.",
            "Die Zusage wurde nicht eingehalten; das entschied sich erst mit dem Ende des Zeitraums.",
        )
    when = voice.moment(at)
    return voice.say(
        f"The promise was not kept; after {when} it could no longer be.",
        f"Die Zusage wurde nicht eingehalten; seit {when} war sie nicht mehr einzuhalten.",
    )


def _not_assessable(voice: Voice, figure: Figure) -> str:
    indicator = voice.objective.indicator
    bound = indicator.not_assessable_above if isinstance(indicator, Availability) else None
    unknown = deciding_percent(voice, figure.unknown_share or Fraction(0), bound)
    agreed = voice.promised(bound or Fraction(0))
    return voice.say(
        f"Nothing is decided on this, since {unknown} of the time is unknown, more than the {agreed} agreed.",
        f"Darüber wird nichts entschieden, denn {unknown} der Zeit sind unbekannt, mehr als die vereinbarten {agreed}.",
    )


def _no_data(voice: Voice, figure: Figure) -> str:
    when = voice.when(figure.period.span)
    match voice.objective.indicator:
        case Satisfaction() as asked if figure.total:
            answers = voice.several(int(figure.total), ("answer", "Antwort"), ("answers", "Antworten"))
            least = voice.number(asked.at_least_answers)
            return voice.say(
                f"{answers} came {when}, fewer than the {least} from which a score is formed.",
                f"Es {'kam' if figure.total == 1 else 'kamen'} {when} {answers}, weniger als die {least}, ab denen "
                "eine Bewertung gebildet wird.",
            )
        case Satisfaction():
            what = ("nobody answered", "niemand geantwortet hat")
        case Clock(kind=ClockKind.CUSTOMER_RESPONSE):
            what = ("no answer of the customer was due", "keine Antwort des Kunden fällig war")
        case Clock():
            what = ("no incident was due", "keine Störung fällig war")
        case Ratio() | Measurement():
            what = ("nothing was counted", "nichts gezählt wurde")
        case _:
            what = ("no time was counted", "keine Zeit gezählt wurde")
    return voice.say(
        f"There is nothing to judge: {when}, {what[0]}.",
        f"Es gibt nichts zu beurteilen, da {when} {what[1]}.",
    )
