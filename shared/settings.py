"""The settings that services have in common, from the environment (`EYELEVEL_…`).

Each service adds its own, among them its `port`. No default would be unsafe in use. What is secret stands neither in
the settings' repr nor in the error that names what is missing.
"""

from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """What every service is told."""

    model_config = SettingsConfigDict(
        env_prefix="EYELEVEL_",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    event_log: str
    """Where the event log is: `kafka://host:9092[,host2:9092]` or `sqlite:///path/eventlog.db`."""
    partitions: Annotated[int, Field(ge=1, le=1_000)] = 6
    """How many partitions a topic gets that is missing and therefore made."""
    host: str = "127.0.0.1"
    """The address to listen at."""
    log_level: str = "info"
    """`debug`, `info`, `warning` or `error`."""
    log_format: Literal["json", "console"] = "json"
    """`json`, or `console` for people to read."""
    metrics_key: Annotated[str | None, Field(repr=False)] = None
    """The bearer token that `/metrics` asks for; without one, all who reach the port may read them."""


class StoringSettings(ServiceSettings):
    """What a service with a database of its own is told besides."""

    database_url: Annotated[str, Field(repr=False)]
    """The service's own database: `postgresql+asyncpg://user:password@host/name` or `sqlite:///path/file.db`."""
    secret: Annotated[str, Field(repr=False)]
    """The master secret, the same for all who have it: inner tokens and the secrets of webhooks are derived from it."""
