"""What the portal's routes share: its books, its evaluator, the clock and the settings that they need."""

from collections.abc import Callable
from dataclasses import dataclass

from services.portal.evaluator import Evaluator
from services.portal.ports import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """One for each application, in `app.state.portal`. `clock` gives microseconds UTC; `url` ends without a slash."""

    library: Library
    evaluator: Evaluator
    clock: Callable[[], int]
    url: str
    master: bytes
    link_seconds: int
    session_seconds: int
    publish_seconds: float
