"""How burn rates, forecasts and the maintenance to come stand in the OpenAPI document."""

from typing import Literal

from pydantic import BaseModel, Field


class BurnRate(BaseModel):
    """How many times faster than an even pace the budget goes, in a long and a short window."""

    rate: str = Field(description="The bound above which both must lie for a warning.")
    windows: tuple[str, str] = Field(description="ISO 8601 durations.")
    measured: tuple[str | None, str | None] = Field(description="Null where a window has no history.")
    exceeded: bool


class Sentence(BaseModel):
    """The same in each language."""

    en: str
    de: str


class RunsOut(BaseModel):
    """When the budget runs out; null: not in this period."""

    at: str | None
    assumes: Sentence


class AtEnd(BaseModel):
    """The share at the period's end."""

    sli_percent: str | None
    pace_from: str
    pace_until: str
    assumes: Sentence


class Forecast(BaseModel):
    """Two plain forecasts; the second for calendar windows alone."""

    runs_out: RunsOut
    at_end: AtEnd | None = None


class ChangeAhead(BaseModel):
    """Announced maintenance that has not begun; `falls_short` why it, or a part of it, would not count as such."""

    change: str
    title: str | None
    services: list[str]
    from_: str = Field(alias="from")
    until: str
    announced_at: str
    falls_short: list[Literal["notice", "not_acknowledged", "outside_hours", "quota"]]
