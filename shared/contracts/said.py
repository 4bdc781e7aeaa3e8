"""The parts of verdicts and trends beside the figures: clocks, sources, burn rates and forecasts, and sentences.

Instants are UTC text, durations integers of microseconds or ISO 8601 text, rates exact or rounded-down decimals as
text (CONTRACT.md, sections 3 and 4).
"""

from typing import Literal

import msgspec


class SentenceSaid(msgspec.Struct, frozen=True, kw_only=True):
    """One plain sentence, in each language."""

    en: str
    de: str


class ClockSaid(msgspec.Struct, frozen=True, kw_only=True):
    """The clock of an incident that a verdict speaks of, as in section 3."""

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


class BurnSaid(msgspec.Struct, frozen=True, kw_only=True):
    """The pair of windows, long and short, in both of which the budget burns faster than `rate` times its pace."""

    rate: str
    windows: tuple[str, str]


class SourceSaid(msgspec.Struct, frozen=True, kw_only=True):
    """The source that fell silent about a service, or was heard of again."""

    service: str
    source: str


class BurnRateSaid(msgspec.Struct, frozen=True, kw_only=True):
    """One pair of windows as it stands: the bound `rate`, what is measured in each window (rounded down to six
    decimals, null where a window has no history), and whether both are above the bound."""

    rate: str
    windows: tuple[str, str]
    measured: tuple[str | None, str | None]
    exceeded: bool


class RunsOutSaid(msgspec.Struct, frozen=True, kw_only=True):
    """When the budget runs out if the present state lasts; null: not in this period."""

    at: str | None
    assumes: SentenceSaid


class AtEndSaid(msgspec.Struct, frozen=True, kw_only=True):
    """The SLI at the period's end at the pace of `pace_of`; null where nothing counted in it."""

    sli_percent: str | None
    pace_from: str
    pace_until: str
    assumes: SentenceSaid


class ForecastSaid(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Two plain forecasts, each with what it assumes; a rolling window has no end."""

    runs_out: RunsOutSaid
    at_end: AtEndSaid | None = None
