"""The portal's settings, from the environment (`EYELEVEL_…`). None has a default that would be unsafe in use."""

from typing import Annotated, Any

from pydantic import Field

from shared.settings import StoringSettings


class Settings(StoringSettings):
    """Where the log, the database and the evaluator are, where people reach the page, how long sign-ins last."""

    port: int = 8080
    """The port to listen at."""

    operator_key: Annotated[str | None, Field(repr=False)] = None
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
