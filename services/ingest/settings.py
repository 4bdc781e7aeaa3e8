"""Ingest's settings, from the environment (`EYELEVEL_…`)."""

from typing import Annotated, Any

from pydantic import Field

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Sizes are in bytes, spans in seconds."""

    port: int = 8081
    """The port to listen at."""

    largest_event: Annotated[int, Field(ge=1_000, le=500_000)] = 64_000
    """Bytes of one event."""
    largest_body: Annotated[int, Field(ge=10_000)] = 8_000_000
    """Bytes of one request."""
    largest_batch: Annotated[int, Field(ge=1)] = 10_000
    """Events in one request."""
    recent_facts: Annotated[int, Field(ge=0)] = 100_000
    """How many facts the window of repeats holds."""

    kept_at_once: Annotated[int, Field(ge=1)] = 1_000
    """Refused records of one source that are kept in one go; ten times as many of all sources."""
    kept_per_second: Annotated[int, Field(ge=0)] = 10
    """How many of them a second are kept in the long run; ten times as many of all sources."""

    tick_every: Annotated[float, Field(gt=0, le=60)] = 1.0
    """Seconds from one tick to the next."""
    hold_ticks: Annotated[float, Field(ge=0)] = 5.0
    """Seconds after a start without a tick: senders over HTTP that could not reach ingest come first, so that what
    happened meanwhile is there before the time that judges it."""


def from_environment() -> Settings:
    """What the environment says; pydantic's ValidationError names what is missing."""
    given: dict[str, Any] = {}
    return Settings(**given)
