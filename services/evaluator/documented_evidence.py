"""How the ledger and the facts behind a figure stand in the OpenAPI document."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from services.evaluator.documented import INSTANT, ClassedSpan


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


class Evidence(BaseModel):
    """A page of facts."""

    facts: list[KeptFact]
    next: str | None = Field(description="The cursor of the next page; null on the last.")
