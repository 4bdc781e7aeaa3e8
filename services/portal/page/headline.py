"""The sentence under the heading for indicators other than availability (whose own is `lead`).

First what was reached against what is agreed; then what that means now: what runs, what is lost, what holds.
"""

from fractions import Fraction

from markupsafe import Markup

from services.portal.page.agreed import Agreed
from services.portal.page.clocks import next_due, overdue, paused, running
from services.portal.page.lead import capital, lead, tense_of, when
from services.portal.page.measures import CLOCKS, OUTAGES, bound_said, bounds_of, kind_of, reached
from services.portal.page.moments import Calendar
from services.portal.page.naming import Named
from services.portal.page.numbers import number
from services.portal.page.seen import Detail, Figure
from shared.agreements.document import ObjectiveClause
from shared.sla.agreed.objectives import Availability, Measurement, Satisfaction


def headline(
    detail: Detail, clause: ObjectiveClause, agreed: Agreed, name: Named, calendar: Calendar
) -> Markup:
    """One to three sentences about the figure."""
    if isinstance(clause.indicator, Availability):
        return lead(detail, clause, agreed, name, calendar)
    work = _Work(detail.figure, clause, agreed, name, calendar)
    sentences = [work.first(), work.going(), work.meaning()]
    return Markup(" ").join(sentence for sentence in sentences if sentence)


def span_said(figure: Figure, clause: ObjectiveClause, agreed: Agreed, name: Named) -> str:
    """` so far` while the period is open, ` in the last 30 days` of a window that rolls, else nothing."""
    tense = tense_of(figure, clause)
    return f" {agreed.say('so_far')}" if tense == "open" else name.inside


class _Work:
    """The sentences of one figure."""

    def __init__(
        self, figure: Figure, clause: ObjectiveClause, agreed: Agreed, name: Named, calendar: Calendar
    ) -> None:
        self.figure, self.clause, self.agreed, self.calendar = figure, clause, agreed, calendar
        self.name, self.say, self.kind = name, agreed.say, kind_of(clause)
        self.tense = tense_of(figure, clause)

    def first(self) -> Markup:
        """What was reached against what is agreed."""
        figure, say = self.figure, self.say
        if figure.state == "no_data":
            return self._nothing()
        against = say(
            "lead.against.ended" if self.tense == "ended" else "lead.against.open",
            bound=bound_said(figure, self.clause, self.agreed),
        )
        span = span_said(figure, self.clause, self.agreed, self.name)
        if self.kind in OUTAGES and not figure.value:
            return say("lead.no_outage", span=span, against=against)
        said = {
            "value": reached(figure, self.clause, self.agreed),
            "good": number(figure.good, say.language),
            "total": number(figure.total, say.language),
            "span": span,
            "against": against,
            "service": self.agreed.service(self.clause),
        }
        own = self.clause.indicator
        if isinstance(own, Measurement):
            said |= {"metric": own.metric, "take": say.text(f"take.{own.take or 'mean'}")}
        if self.kind == "outage_count":
            return say.many("lead.outage_count", int(figure.value or 0), span=span, against=against)
        if isinstance(own, Satisfaction | Measurement):
            said["samples"] = say.many_text(f"samples.from.{own_word(own)}", int(figure.total))
        return say(f"lead.{self.kind}", **said)

    def going(self) -> Markup | None:
        """How many clocks run and when the next is due."""
        say, clocks = self.say, self.figure.clocks
        if self.kind not in CLOCKS:
            return None
        late, count, due = len(overdue(clocks)), len(running(clocks)), next_due(clocks)
        said = [say.many("lead.overdue", late, words=capital(say.count(late)))] if late else []
        if count and due is not None:
            words = capital(say.count(count))
            said.append(say.many("lead.going", count, words=words, when=when(due, self.calendar)))
        held = len(paused(clocks))
        if held and not count:
            said.append(say.many("lead.paused", held, words=capital(say.count(held))))
        return Markup(" ").join(said)

    def meaning(self) -> Markup | None:
        """What the state means for the period."""
        figure, say = self.figure, self.say
        period = self.name.short
        if figure.state == "no_data":
            return None
        if self.tense == "ended":
            word = "breached" if figure.state == "breached" else "met"
            return say(f"lead.end.{word}", period=period)
        if figure.state == "breached" and figure.breached_at is not None:
            at = when(figure.breached_at, self.calendar)
            return say("lead.since" if self.tense == "rolling" else "lead.lost", when=at, period=period)
        if _beyond(figure):
            return say("lead.below", period=period)
        if figure.state == "at_risk" and figure.sli is None:
            least = bounds_of(self.clause)[1]
            too_low = least is not None and figure.value is not None and figure.value < least
            return say("lead.below" if too_low else "lead.beyond", period=period)
        return self._failed()

    def _failed(self) -> Markup | None:
        """How many of those that may fail have failed."""
        budget = self.figure.budget
        if budget is None or self.kind not in {"ratio", "samples"} or budget.allowed <= 0:
            return None
        allowed = self.agreed.count(budget.allowed)
        spent = number(budget.spent, self.say.language)
        return self.say("lead.failed" if budget.spent else "lead.failed.none", spent=spent, allowed=allowed)

    def _nothing(self) -> Markup:
        """Why there is no figure."""
        own, say, period = self.clause.indicator, self.say, self.name.short
        if isinstance(own, Satisfaction) and own.at_least_answers > 1:
            answers = say.many("samples.answers", int(self.figure.total))
            return say("lead.few_answers", answers=answers, least=own.at_least_answers, period=period)
        if self.kind in OUTAGES:
            return say("lead.no_data", period=period)
        if self.kind in CLOCKS:
            return say("lead.none.clock", period=period)
        return say(f"lead.none.{'ratio' if self.kind == 'ratio' else own_word(own)}", period=period)


def own_word(own: object) -> str:
    """What single values of an indicator are called: `answers` of people, `samples` of what is measured."""
    return "answers" if isinstance(own, Satisfaction) else "samples"


def _beyond(figure: Figure) -> bool:
    """Whether an open share lies under its target."""
    sli: Fraction | None = figure.sli
    return sli is not None and figure.target is not None and sli < figure.target
