"""Short ways to write an agreement and its facts for an example: instants as text, a day of ten hours' worth."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from shared.sla.agreed.clauses import CalendarUnit, Hours, Service, ServiceHours
from shared.sla.agreed.objectives import Availability, CalendarWindow, Counts, Objective, UnknownCounts
from shared.sla.agreed.terms import Terms
from shared.sla.facts import (
    AvailabilityTold,
    ChangeAnnounced,
    ChangeStep,
    ChangeTold,
    CorrectedTo,
    CorrectionProposed,
    CorrectionStep,
    CorrectionTold,
    Fact,
    FeedbackGiven,
    IncidentStep,
    IncidentTold,
    MeasurementTaken,
    RequestsCounted,
    State,
)
from shared.sla.figures import Figure
from shared.sla.history import History
from shared.sla.spans import HOUR, Span
from shared.sla.time.zones import instant_of

DAY = "2026-01-05"
"""A Monday."""


def at(text: str) -> int:
    """`10:00`, `10:00:00.000001` on the Monday, or `2026-01-06 10:00`, in UTC."""
    whole = text if "-" in text else f"{DAY} {text}"
    return instant_of(datetime.fromisoformat(whole).replace(tzinfo=UTC))


def span(start: str, end: str) -> Span:
    return Span(at(start), at(end))


MONDAY = span("00:00", "2026-01-06 00:00")

OFFICE = ServiceHours("office", "UTC", ((Hours(9 * HOUR, 17 * HOUR),),) * 5 + ((), ()))


def counts(**clauses: Any) -> Counts:
    return Counts(**{"unknown": UnknownCounts.EXCLUDED, **clauses})


def availability(target: str = "0.99", **clauses: Any) -> Availability:
    assessable = clauses.pop("not_assessable_above", None)
    return Availability(Fraction(target), counts(**clauses), assessable)


def agreement(indicator: Any = None, **clauses: Any) -> Terms:
    """An agreement of one objective `o` on service `s`, by the day; `objective` and other clauses may differ."""
    shape = {"window": CalendarWindow(CalendarUnit.DAY), **clauses.pop("objective", {})}
    objective = Objective(
        id="o", owed_by="prov", services=("s",), indicator=indicator or availability(), **shape
    )
    standard = {
        "agreement": "a",
        "version": 1,
        "zone": "UTC",
        "provider": "prov",
        "customer": "cust",
        "force_from": at("2026-01-01"),
        "services": (Service("s"),),
        "objectives": (objective,),
    }
    return Terms(**{**standard, **clauses})


class Story:
    """Facts of service `s`, numbered as they are told."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def _base(self, when: str, source: str, more: dict[str, Any]) -> dict[str, Any]:
        return {"id": f"e{len(self.facts):03}", "source": source, "at": at(when), "service": "s", **more}

    def told(self, when: str, state: str, source: str = "p", **more: Any) -> "Story":
        if "first_failed_at" in more:
            more["first_failed_at"] = at(more["first_failed_at"])
        base = self._base(when, source, more)
        self.facts.append(AvailabilityTold(state=State(state), **base))
        return self

    def announced(
        self, when: str, start: str, end: str, change: str = "c", services: tuple[str, ...] = ("s",)
    ) -> "Story":
        base = self._base(when, "desk", {"start": at(start), "end": at(end), "services": services})
        self.facts.append(ChangeAnnounced(change=change, **base))
        return self

    def change(self, when: str, step: str, by: str | None = None, change: str = "c") -> "Story":
        self.facts.append(
            ChangeTold(change=change, step=ChangeStep(step), by=by, **self._base(when, "desk", {}))
        )
        return self

    def proposed(self, when: str, start: str, end: str, to: str, by: str = "prov", **more: Any) -> "Story":
        shape = {"correction": "k", "of_service": None if "incident" in more else "s", **more}
        base = self._base(when, "portal", {"start": at(start), "end": at(end), **shape})
        self.facts.append(CorrectionProposed(to=CorrectedTo(to), by=by, **base))
        return self

    def decided(self, when: str, step: str, by: str = "cust", correction: str = "k") -> "Story":
        base = self._base(when, "portal", {})
        self.facts.append(CorrectionTold(correction=correction, by=by, step=CorrectionStep(step), **base))
        return self

    def counted(self, when: str, good: int, total: int) -> "Story":
        base = self._base(when, "gateway", {"start": at(when), "end": at(when) + 1})
        self.facts.append(RequestsCounted(counters={"ok": good, "all": total}, **base))
        return self

    def answered(self, when: str, score: str, scale: tuple[int, int] = (1, 5), **more: Any) -> "Story":
        ends = {"scale_from": Fraction(scale[0]), "scale_to": Fraction(scale[1])}
        base = self._base(when, "survey", {**ends, **more})
        self.facts.append(FeedbackGiven(score=Fraction(score), **base))
        return self

    def measured(self, when: str, value: str, unit: str | None = "ms", metric: str = "m") -> "Story":
        base = self._base(when, "probe", {"metric": metric, "unit": unit})
        self.facts.append(MeasurementTaken(value=Fraction(value), **base))
        return self

    def incident(self, when: str, step: str, incident: str = "I", **more: Any) -> "Story":
        base = self._base(when, "desk", more)
        self.facts.append(IncidentTold(incident=incident, step=IncidentStep(step), **base))
        return self


def history(terms: Terms, story: Story) -> History:
    found = History([terms])
    for fact in story.facts:
        found.add(fact)
    return found


def figure(terms: Terms, story: Story, as_of: str, period: Span = MONDAY) -> Figure:
    return history(terms, story).figure("o", 1, period, at(as_of))


def answers(history: History, period: Span, as_of: int) -> list[object]:
    """All that a history says of the objective `o` in a period."""
    asked = ("o", 1, period, as_of)
    return [
        history.figure(*asked),
        history.outlook(*asked),
        history.spans(*asked),
        history.evidence(*asked),
        history.transitions(*asked),
        history.burn(*asked),
        history.forecast(*asked),
        history.budget_line(*asked),
    ]
