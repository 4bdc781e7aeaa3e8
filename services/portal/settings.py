"""The portal's settings, from the environment (`EYELEVEL_…`). None has a default that would be unsafe in use."""

from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the log, the database and the evaluator are, where people reach the page, how long sign-ins last."""

    model_config = SettingsConfigDict(
        env_prefix="EYELEVEL_", extra="ignore", frozen=True, use_attribute_docstrings=True
    )

    event_log: str
    """Where the event log is: `kafka://host:9092[,host2:9092]` or `sqlite:///path/eventlog.db`."""
    database_url: str
    """The service's own database: `postgresql+asyncpg://user:password@host/name` or `sqlite:///path/file.db`."""
    secret: str
    """The master secret, the same for all who have it: inner tokens and the secrets of webhooks are derived from it."""
    host: str = "127.0.0.1"
    """The address to listen at."""
    port: int = 8080
    """The port to listen at."""
    log_level: str = "info"
    """`debug`, `info`, `warning` or `error`."""
    log_format: Literal["json", "console"] = "json"
    """`json`, or `console` for people to read."""
    metrics_key: str | None = None
    """The bearer token that `/metrics` asks for; without one, all who reach the port may read them."""
    partitions: Annotated[int, Field(ge=1)] = 6
    """How many partitions a topic gets that is missing and therefore made."""

    operator_key: str | None = None
    """The first operator's key, whole. Only its hash is kept; one given at an earlier start holds no longer."""
    public_url: str = "http://127.0.0.1:8080"
    """Where people reach the page; sign-in links begin with it, and under https cookies are sent there alone."""
    evaluator_url: str = "http://127.0.0.1:8082"
    """Where the portal asks for figures."""
    link_seconds: Annotated[int, Field(ge=60)] = 86_400
    """How long a sign-in link may be used."""
    session_seconds: Annotated[int, Field(ge=60)] = 14 * 86_400
    """How long a sign-in lasts."""
    publish_seconds: Annotated[float, Field(gt=0)] = 15
    """How long a change waits to be seen in the event log before the caller is told that it is on its way."""


def from_environment() -> Settings:
    """What the environment says; pydantic's ValidationError names what is missing."""
    given: dict[str, Any] = {}
    return Settings(**given)
