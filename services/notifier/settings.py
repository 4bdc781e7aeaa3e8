"""The notifier's settings, from the environment (`EYELEVEL_…`). None has a default that would be unsafe in use."""

from typing import Annotated, Any

from pydantic import Field, field_validator
from pydantic_settings import NoDecode

from services.notifier.retry import SECOND, STANDARD_PAUSES
from shared.settings import StoringSettings

_LEASE_MARGIN_SECONDS = 10


class Settings(StoringSettings):
    """Where the log and the database are, how receivers are told."""

    port: int = 8083
    """The port to listen at."""

    allow_private_receivers: bool = False
    """Whether receivers may stand on the loopback and in private networks."""
    attempt_seconds: Annotated[float, Field(gt=0, le=60)] = 20
    """How long a whole attempt may take; Standard Webhooks says 15 to 30."""
    lease_seconds: Annotated[float, Field(gt=0)] | None = None
    """How long a receiver stays claimed by a notifier that died; longer than an attempt, 10 s more by default."""
    retry_seconds: Annotated[tuple[float, ...], NoDecode] = tuple(pause / SECOND for pause in STANDARD_PAUSES)
    """The pauses between tries in seconds, with commas; their number is that of the tries after the first."""
    receivers_at_once: Annotated[int, Field(ge=1, le=1000)] = 64
    """How many receivers are sent to at the same time."""

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
