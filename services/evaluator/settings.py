"""The evaluator's settings, from the environment (EYELEVEL_…)."""

from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the log and the database are, and how much is held in memory."""

    model_config = SettingsConfigDict(env_prefix="EYELEVEL_", extra="ignore", frozen=True)

    event_log: str
    """`kafka://host:9092[,host2:9092]` or `sqlite:///path/eventlog.db`."""
    database_url: str
    secret: str
    """The master secret, by which the portal's inner tokens are known."""
    public_url: str
    """Where people reach the portal; it stands in verdicts."""
    partitions: Annotated[int, Field(ge=1, le=1_000)] = 6
    """Of the topics that the evaluator finds missing."""
    host: str = "127.0.0.1"
    port: int = 8082
    log_level: str = "info"
    log_format: Literal["json", "console"] = "json"
    metrics_key: str | None = None

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
