"""Logs: one line an event, JSON or for the eye, to standard error; uvicorn's and the libraries' in the same form.

Quiet: no access log (metrics count requests), libraries from warning on, aiokafka not at all below critical since
it repeats a lost broker on every try, and the event log's adapter says it once. What others wrote cannot forge a line:
characters that draw nothing are written out (`visible`).
"""

import logging
import sys
from io import StringIO
from typing import Any, Final, Literal, TextIO

import structlog
from structlog.typing import EventDict, ExcInfo, Processor

from shared.agreements.visible import visible

Format = Literal["json", "console"]

UVICORN: Final[dict[str, Any]] = {
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "ws": "none",  # nobody here speaks it; an upgrade is answered as a plain request
}
"""Arguments for `uvicorn.run` or `uvicorn.Config`, so that the logs stay as `configure` made them."""

_LEVELS = {
    "aiokafka": logging.CRITICAL,
    "uvicorn.access": logging.CRITICAL,
    "uvicorn.error": logging.ERROR,  # below it stands a line for each broken request of a stranger
}
_WARNINGS_ONLY = (
    "alembic",
    "aiosqlite",
    "asyncio",
    "httpcore2",
    "httpx2",
    "sqlalchemy",
    "uvicorn",
    "uvicorn.error",
)


def configure(service: str, level: str = "INFO", format: Format = "json") -> None:  # noqa: A002 - the setting's name
    """Set up the logs of this process. `service` stands in each line that has none bound. Again replaces."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _named(service),
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_rendering(format))
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _WARNINGS_ONLY:
        _set(name, max(logging.WARNING, root.level))
    for name, least in _LEVELS.items():
        _set(name, least)


def _set(name: str, level: int) -> None:
    logger = logging.getLogger(name)
    logger.handlers = []
    logger.propagate = True
    logger.setLevel(level)


def _named(service: str) -> Processor:
    def name(_logger: object, _method: str, event: EventDict) -> EventDict:
        event.setdefault("service", service)
        return event

    return name


def _rendering(format: Format) -> list[Processor]:  # noqa: A002 - as above
    without = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if format == "json":
        return [
            without,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
            _visible_line,
        ]
    colors = sys.stderr.isatty()
    return [
        without,
        _visible_values,
        structlog.dev.ConsoleRenderer(colors=colors, pad_event_to=0, exception_formatter=_traceback),
    ]


def _visible_line(_logger: object, _method: str, line: Any) -> str:
    """The line of JSON, still the same JSON."""
    return visible(str(line))


def _visible_values(_logger: object, _method: str, event: EventDict) -> EventDict:
    return {name: visible(value) if isinstance(value, str) else value for name, value in event.items()}


def _traceback(stream: TextIO, exc_info: ExcInfo) -> None:
    """The plain one: the rich one prints locals, and with them keys."""
    written = StringIO()
    structlog.dev.plain_traceback(written, exc_info)
    stream.write(visible(written.getvalue(), kept="\n"))
