"""The notifier's settings, from the environment (`EYELEVEL_…`). None has a default that would be unsafe in use."""

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from services.notifier.retry import SECOND, STANDARD_PAUSES

_LEASE_MARGIN_SECONDS = 10


class Settings(BaseSettings):
    """Where the log and the database are, how receivers are told."""

    model_config = SettingsConfigDict(env_prefix="EYELEVEL_", extra="ignore")

    event_log: str
    database_url: str
    secret: str
    host: str = "127.0.0.1"
    port: int = 8083
    log_level: str = "info"
    log_format: Literal["json", "console"] = "json"
    metrics_key: str | None = None
    partitions: Annotated[int, Field(ge=1)] = 6

    allow_private_receivers: bool = False
    """Whether receivers may stand on the loopback and in private networks (see `addresses`)."""
    attempt_seconds: Annotated[float, Field(gt=0, le=60)] = 20
    """How long a whole attempt may take; Standard Webhooks says 15 to 30 s."""
    lease_seconds: Annotated[float, Field(gt=0)] | None = None
    """How long a receiver stays claimed by a notifier that died; longer than an attempt, 10 s more by default."""
    retry_seconds: Annotated[tuple[float, ...], NoDecode] = tuple(pause / SECOND for pause in STANDARD_PAUSES)
    """The pauses between tries in seconds, with commas; their number is that of the tries after the first."""
    receivers_at_once: Annotated[int, Field(ge=1, le=1000)] = 64

    @field_validator("retry_seconds", mode="before")
    @classmethod
    def _separated(cls, value: object) -> object:
        return [part for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @property
    def pauses(self) -> tuple[int, ...]:
        """The pauses in microseconds."""
        return tuple(int(seconds * SECOND) for seconds in self.retry_seconds)

    @property
    def lease(self) -> int:
        """The lease in microseconds, never shorter than an attempt."""
        seconds = self.lease_seconds or self.attempt_seconds + _LEASE_MARGIN_SECONDS
        return int(max(seconds, self.attempt_seconds + 1) * SECOND)


def from_environment() -> Settings:
    """What the environment says; pydantic's ValidationError names what is missing."""
    given: dict[str, Any] = {}
    return Settings(**given)
