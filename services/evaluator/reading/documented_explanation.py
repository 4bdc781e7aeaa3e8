"""How an explanation stands in the OpenAPI document; it is made in `shared.agreements.explanation_json`."""

from typing import Literal

from pydantic import BaseModel, Field

from services.evaluator.reading.documented import Clock, FactId, Figure, Number

Unit = Literal["us", "count", "share", "number", "percent"]


class Said(BaseModel):
    """One sentence, in each language."""

    en: str
    de: str


class Term(BaseModel):
    """A named number; a name may say of what it is after a full stop: `degraded.major`."""

    name: str
    value: Number
    unit: Unit


class Written(BaseModel):
    """A step as one writes it: its name, the expression in words and in numbers, and what comes of it."""

    name: str
    words: str
    numbers: str
    result: str


class WrittenInBoth(BaseModel):
    """In each language."""

    en: Written
    de: Written


class Step(BaseModel):
    """What comes of an expression of the terms; without an expression it is read off them."""

    name: str
    unit: Unit
    value: Number | None
    expression: list[str]
    terms: list[Term]
    rounded: Literal["down", "up"] | None = Field(description="To which side it was made whole.")
    written: WrittenInBoth


class Compared(BaseModel):
    """Two numbers held against one another, unrounded."""

    left: Term
    sign: Literal[">=", "<="]
    right: Term
    holds: bool
    written: Said


class RowSpan(BaseModel):
    """A stretch of a row, with the facts with which it begins; without facts it begins by time alone."""

    from_: str = Field(alias="from")
    until: str
    of: str | None
    facts: list[FactId]


class RowSpans(BaseModel):
    """How many there are, and the first of them; the ledger has all."""

    count: int
    listed: list[RowSpan]


class Row(BaseModel):
    """What the period holds of one kind, and how that counts."""

    kind: str = Field(
        description="A class of the ledger; for counts `good`, `failed`; for clocks their state."
    )
    amount: int
    unit: Unit
    counts: Literal["good", "bad", "in_part", "not_counted"]
    bad: Number | None = Field(description="The share of it that is bad; null where it does not count.")
    severity: str | None
    cause: str | None
    why: str | None
    label: Said
    sentence: Said
    spans: RowSpans


class Tier(BaseModel):
    """A tier of the credits beside the share that it is held against."""

    below: Number
    percent: Number
    undercut: bool
    applies: bool


class Lines(BaseModel):
    """The arithmetic in lines, in each language."""

    en: list[str]
    de: list[str]


class Credit(BaseModel):
    """How a credit comes about."""

    share: Step
    tiers: list[Tier]
    cap: Number | None
    percent: Number
    of: str | None
    sentence: Said
    lines: Lines


class Off(BaseModel):
    """A stretch in which a clock did not run; `until` null while it lasts."""

    from_: str = Field(alias="from")
    until: str | None
    reason: Literal["paused", "stopped", "excused"]
    service_time_us: int
    of: str | None
    facts: list[FactId]


class Turn(BaseModel):
    """A new priority of the incident, or the reopening that breached its clock (`was` is `now`)."""

    at: str
    was: str | None
    now: str | None
    spent: bool = Field(description="Its time was used up already: this is the instant of breach.")
    facts: list[FactId]


class ClockExplained(Clock):
    """A clock with how it came about."""

    counted: bool
    opened_at: str
    ends_at: str
    service_time_us: int
    within_us: int | None
    working_days: int | None
    off: list[Off]
    turns: list[Turn]
    cancelled: bool = Field(
        description="The incident was; if released and not cancelled, it left the objective."
    )
    started_by: list[FactId]
    stopped_by: list[FactId]
    sentence: Said


class ClocksExplained(BaseModel):
    """How many there are, and the first of them; the figure has all."""

    count: int
    listed: list[ClockExplained]


class Taken(BaseModel):
    """Maintenance that takes time out of what was planned, and the word with which it became known."""

    of: str
    by: Literal["announcement", "acknowledgement", "acceptance"]
    known_at: str
    service_time_us: int
    facts: list[FactId]


class ClauseApplied(BaseModel):
    """A clause that had a part in the figure: its place in the document, its value, and what it says."""

    clause: str
    value: str | None
    sentence: Said


class Explanation(BaseModel):
    """All that explains a figure, exact and in words."""

    sentence: Said
    formula: list[Step]
    compared: Compared | None
    rows: list[Row]
    credit: Credit | None
    clocks: ClocksExplained
    taken: list[Taken] = Field(description="What lowers the time that is still planned.")
    decided_by: list[Taken] = Field(
        description="With whose becoming known the period could no longer be met."
    )
    clauses: list[ClauseApplied]


class Explained(BaseModel):
    """A figure and its explanation."""

    as_of: str
    figure: Figure
    explanation: Explanation
