"""The evaluator's settings, from the environment (EYELEVEL_…)."""

from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the log and the database are, and how much is held in memory."""

    model_config = SettingsConfigDict(
        env_prefix="EYELEVEL_", extra="ignore", frozen=True, use_attribute_docstrings=True
    )

    event_log: str
    """Where the event log is: `kafka://host:9092[,host2:9092]` or `sqlite:///path/eventlog.db`."""
    database_url: str
    """The service's own database: `postgresql+asyncpg://user:password@host/name` or `sqlite:///path/file.db`."""
    secret: str
    """The master secret, the same for all who have it: inner tokens and the secrets of webhooks are derived from it."""
    public_url: str
    """Where people reach the portal; it stands in verdicts."""
    partitions: Annotated[int, Field(ge=1, le=1_000)] = 6
    """How many partitions a topic gets that is missing and therefore made."""
    host: str = "127.0.0.1"
    """The address to listen at."""
    port: int = 8082
    """The port to listen at."""
    log_level: str = "info"
    """`debug`, `info`, `warning` or `error`."""
    log_format: Literal["json", "console"] = "json"
    """`json`, or `console` for people to read."""
    metrics_key: str | None = None
    """The bearer token that `/metrics` asks for; without one, all who reach the port may read them."""

    batch_records: Annotated[int, Field(ge=1, le=100_000)] = 500
    """Records that are committed together."""
    histories_held: Annotated[int, Field(ge=1)] = 2_000
    """Agreements whose calculus is kept in memory, once for deciding and once for the read API."""
    objectives_measured: Annotated[int, Field(ge=0)] = 1_000
    """Objectives with gauges of their own; further ones are counted as dropped."""


def from_environment() -> Settings:
    """What the environment says; pydantic's ValidationError names what is missing."""
    given: dict[str, Any] = {}
    return Settings(**given)
