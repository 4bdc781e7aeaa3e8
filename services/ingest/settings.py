"""Ingest's settings, from the environment (EYELEVEL_…)."""

from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Sizes are in bytes, spans in seconds."""

    model_config = SettingsConfigDict(env_prefix="EYELEVEL_", extra="ignore", frozen=True)

    event_log: str
    """`kafka://host:9092[,host2:9092]` or `sqlite:///path/eventlog.db`."""
    partitions: Annotated[int, Field(ge=1, le=1_000)] = 6
    """Of the topics that ingest finds missing."""
    host: str = "127.0.0.1"
    port: int = 8081
    log_level: str = "info"
    log_format: Literal["json", "console"] = "json"
    metrics_key: str | None = None

    largest_event: Annotated[int, Field(ge=1_000, le=500_000)] = 64_000
    largest_body: Annotated[int, Field(ge=10_000)] = 8_000_000
    largest_batch: Annotated[int, Field(ge=1)] = 10_000
    """Events in one request."""
    recent_facts: Annotated[int, Field(ge=0)] = 100_000
    """How many facts the window of repeats holds."""

    kept_at_once: Annotated[int, Field(ge=1)] = 1_000
    """Refused records of one source that are kept in one go; ten times as many of all sources."""
    kept_per_second: Annotated[int, Field(ge=0)] = 10
    """And in the long run; ten times as many of all sources."""

    tick_every: Annotated[float, Field(gt=0, le=60)] = 1.0
    hold_ticks: Annotated[float, Field(ge=0)] = 5.0
    """After a start no tick for so long: senders over HTTP that could not reach ingest come first, so that what
    happened meanwhile is there before the time that judges it."""


def from_environment() -> Settings:
    """What the environment says; pydantic's ValidationError names what is missing."""
    given: dict[str, Any] = {}
    return Settings(**given)
