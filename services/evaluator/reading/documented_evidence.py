"""How the ledger and the facts behind a figure stand in the OpenAPI document."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from services.evaluator.reading.documented import INSTANT, ClassedSpan


class Ledger(BaseModel):
    """The spans of [from, until) of a period, under one version; the sums are of the whole cut, not of the page."""

    as_of: str
    version: int
    from_: str = Field(alias="from", description=INSTANT)
    until: str
    ledger_us: dict[str, int] = Field(description="Every microsecond of the cut up to `as_of`, by class.")
    spans: list[ClassedSpan]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class KeptFact(BaseModel):
    """A fact, whole, and what became of it."""

    event: dict[str, Any] = Field(description="The CloudEvent.")
    recorded_at: str | None = Field(description="When it arrived; null for what was imported.")
    known_at: str | None = Field(
        description="The log clock when it was taken: figures of a later one know it. Null before the first tick."
    )
    outcome: Literal["used", "set_aside", "waiting"]
    reason: str | None
    n: int = Field(description="Its place in the agreement's order of arrival.")
    partition: int
    offset: int
    chain: str = Field(description="SHA-256 over the chain before it and the fact.")


class FactBehind(KeptFact):
    """A fact that a figure rests on, and what it does there."""

    role: Literal[
        "state",
        "opening",
        "overruled",
        "dated_back",
        "sign_of_life",
        "count",
        "sample",
        "incident",
        "maintenance",
        "correction",
    ] = Field(
        description="`opening`: told before the time that matters and still true when that began. `overruled`: it "
        "told something else than what held. `dated_back`: it dates an outage back, or bounds how far. "
        "`sign_of_life`: without it its source would have been silent for too long."
    )
    of: str | None = Field(description="The incident, change or correction that it tells of.")


class FigureEvidence(BaseModel):
    """A page of the facts that a figure rests on: alone they give it, and no other fact changes it."""

    as_of: str
    version: int
    from_: str = Field(alias="from", description="Of the period. " + INSTANT)
    until: str
    count: int = Field(description="How many there are, on all pages.")
    roles: dict[str, int] = Field(description="How many of them do what.")
    facts: list[FactBehind] = Field(description="In the order in which the calculus takes them.")
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class Evidence(BaseModel):
    """A page of facts."""

    facts: list[KeptFact]
    next: str | None = Field(description="The cursor of the next page; null on the last.")
