"""The portal's settings, from the environment (`EYELEVEL_…`). None has a default that would be unsafe in use."""

from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the log, the database and the evaluator are, where people reach the page, how long sign-ins last."""

    model_config = SettingsConfigDict(env_prefix="EYELEVEL_", extra="ignore")

    event_log: str
    database_url: str
    secret: str
    host: str = "127.0.0.1"
    port: int = 8080
    log_level: str = "info"
    log_format: Literal["json", "console"] = "json"
    metrics_key: str | None = None
    partitions: Annotated[int, Field(ge=1)] = 6

    operator_key: str | None = None
    """The first operator's key, whole. Only its hash is kept; one given at an earlier start holds no longer."""
    public_url: str = "http://127.0.0.1:8080"
    """Where people reach the page; sign-in links begin with it, and under https cookies are sent there alone."""
    evaluator_url: str = "http://127.0.0.1:8082"
    link_seconds: Annotated[int, Field(ge=60)] = 86_400
    session_seconds: Annotated[int, Field(ge=60)] = 14 * 86_400
    publish_seconds: Annotated[float, Field(gt=0)] = 15
    """How long a change waits to be seen in the event log before the caller is told that it is on its way."""


def from_environment() -> Settings:
    """What the environment says; pydantic's ValidationError names what is missing."""
    given: dict[str, Any] = {}
    return Settings(**given)
