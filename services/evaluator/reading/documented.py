"""How the answers stand in the OpenAPI document. They are made in `answers.py` and `shared.agreements.figure_json`,
digit for digit as the command prints them; these models describe and are never filled.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.evaluator.reading.documented_ahead import BurnRate, ChangeAhead, Forecast, Sentence

Number = int | str
"""An integer where the number is whole, else exact text: `123.5`, `370/3`."""

INSTANT = "RFC 3339, UTC."
_EXACT = "An integer where it is whole, else exact text: `123.5`, or `370/3` where no decimal is."


class Period(BaseModel):
    """A period, half-open; provisional from its end until the agreed grace is over."""

    from_: str = Field(alias="from", description=INSTANT)
    until: str
    status: Literal["open", "provisional", "closed"]


class Budget(BaseModel):
    """In the unit of the indicator: microseconds, or counts."""

    allowed: Number = Field(description=_EXACT)
    spent: Number
    remaining: Number


class Outage(BaseModel):
    """Whole, not cut to the period; `until` null while it lasts."""

    from_: str = Field(alias="from", description=INSTANT)
    until: str | None
    counted_us: Number
    cause: str
    conditions: list[str]


class Clock(BaseModel):
    """An incident's clock."""

    incident: str
    clock: str
    priority: str | None
    started_at: str
    deadline: str | None
    state: Literal["running", "paused", "fulfilled", "breached", "released"]
    elapsed_us: int
    paused_us: int
    remaining_us: int | None
    stopped_at: str | None
    breached_at: str | None


def _absent_where_it_does_not_apply(schema: dict[str, Any]) -> None:
    """`good_us` or `good`: a figure has the fields of its unit, and no default for the others."""
    for name in ("good_us", "total_us", "good", "total", "budget_us", "budget"):
        schema["properties"][name].pop("default")


class Entry(BaseModel):
    """The figure of one objective in one period, as `eyelevel evaluate` prints it."""

    model_config = ConfigDict(json_schema_extra=_absent_where_it_does_not_apply)

    objective: str
    owed_by: str
    indicator: str
    version: int
    period: Period
    state: Literal["met", "at_risk", "breached", "not_assessable", "no_data"]
    good_us: Number = Field(default=0, description="Of time; for counts `good`. " + _EXACT)
    total_us: Number = Field(default=0, description="Of time; for counts `total`.")
    good: Number = 0
    total: Number = 0
    sli_percent: str | None = Field(description="Up to 12 decimals, rounded down; null where the total is 0.")
    value: Number | None
    target_percent: str | None
    ledger_us: dict[str, int] | None = Field(description="Every microsecond of the period, by class.")
    budget_us: Budget | None = Field(default=None, description="Of time; for counts `budget`.")
    budget: Budget | None = None
    breached_at: str | None
    outages: list[Outage] | None
    credit_percent: str | None
    clocks: list[Clock]


class Figure(Entry):
    """The figure with the names that it has in the agreement."""

    title: str
    services: list[str]


class AgreementFigures(BaseModel):
    """The current period of each objective of an agreement, and the maintenance to come."""

    id: str
    title: str
    version: int
    as_of: str
    objectives: list[Figure]
    changes: list[ChangeAhead]


class Figures(BaseModel):
    """Agreements with their figures; `as_of` is the earliest of their clocks, null where there are none."""

    as_of: str | None
    agreements: list[AgreementFigures]


class Periods(BaseModel):
    """Every period of an objective, by start."""

    as_of: str
    periods: list[Figure]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class ClassedSpan(BaseModel):
    """A stretch of the ledger, with what put it into its class."""

    from_: str = Field(alias="from", description=INSTANT)
    until: str
    class_: str = Field(alias="class")
    severity: str | None
    cause: str | None
    why: str | None
    of: str | None


class BudgetPoint(BaseModel):
    """What was left of the budget at an instant; straight lines lie between the points."""

    at: str
    remaining_us: Number
    allowed_us: Number


class CountedPart(BaseModel):
    """What was counted in a part of a day, or in a day of a long period; `remaining` of the budget after it."""

    from_: str = Field(alias="from")
    until: str
    good: int
    total: int
    remaining: Number


class Counted(BaseModel):
    """How the counts went over the period, in parts that follow one another up to the figure's instant."""

    remaining_at_start: Number
    parts: list[CountedPart]


class Warned(BaseModel):
    """A share of the budget that was reached."""

    share: str
    at: str


class FactId(BaseModel):
    """A fact by its identity."""

    source: str
    id: str


class FactNamed(FactId):
    """A fact by its identity, and when it happened."""

    at: str


class Clause(BaseModel):
    """A clause that rules the figure: its place in the document, and what it says."""

    clause: str
    says: str


class Party(BaseModel):
    """A party by id and name."""

    id: str
    name: str


class AgreementNamed(BaseModel):
    """The agreement behind a figure."""

    id: str
    title: str
    version: int
    versions: list[int]
    time_zone: str
    provider: Party
    customer: Party
    suppliers: list[Party]
    hash: str


class CorrectionOpen(BaseModel):
    """A correction that one party proposed and the other has not decided on; before `decide_before` it may."""

    correction: str
    by: str
    from_: str = Field(alias="from")
    until: str
    to: str
    service: str | None
    incident: str | None
    reason: str | None
    decide_before: str


class Proposed(BaseModel):
    """The figure as it would be, were every correction accepted that is still open."""

    figure: dict[str, Any] = Field(description="As `figure`, without title and services.")
    corrections: list[CorrectionOpen]


class OpenCondition(BaseModel):
    """A condition that a source told of and has not closed; `condition` null for the source's own."""

    service: str
    source: str
    condition: str | None
    state: Literal["degraded", "down", "unknown"]
    severity: str | None
    cause: str | None
    since: str = Field(description=INSTANT)


class Restatement(BaseModel):
    """A closed period whose figures changed: which in number, what they were and became, and why."""

    id: str = Field(description="Of the verdict that told it.")
    restatement: int
    was: dict[str, Any]
    figures: dict[str, Any]
    sentence: Sentence
    as_known_at: str


class Detail(BaseModel):
    """A figure and all that explains it."""

    as_of: str
    figure: Figure
    proposed: Proposed | None = Field(description="Null where no correction of it is open.")
    changes: list[ChangeAhead] = Field(description="The maintenance to come of the objective's services.")
    spans: list[ClassedSpan]
    budget_line: list[BudgetPoint]
    counted: Counted | None = Field(description="Of ratios and shares of samples; null of all else.")
    warned: list[Warned]
    evidence: list[FactNamed] = Field(
        description="The transitions, as verdicts count them; every fact that the figure rests on is under `evidence`."
    )
    clauses: list[Clause]
    agreement: AgreementNamed
    engine: str
    tzdata: str
    holidays: str
    conditions: list[OpenCondition] = Field(description="What sources say is wrong now, whatever it counts.")
    burn: list[BurnRate] = Field(description="Each pair of windows of a period that is open.")
    forecast: Forecast | None
    restatements: list[Restatement]
    facts: int = Field(description="How many there are about the objective's services.")


def answers(
    model: type[BaseModel], description: str, *, csv: bool = False
) -> dict[int | str, dict[str, Any]]:
    """What a route says of its 200; `csv`: that it also comes as a table."""
    tables = {"content": {"text/csv": {"schema": {"type": "string"}}}} if csv else {}
    return {200: {"model": model, "description": description, **tables}}


NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"description": "No such agreement, objective or period."}}
