"""Why something that came in was not taken: one value for HTTP, for the rejected topic and for the metrics.

`reason` is a word from a short list (a label of the metrics), `field` the place in the event, `sentence` says what
is wrong there and what would be right, `status` is HTTP's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal, get_args

from shared.contracts.errors import ContractError

Reason = Literal[
    "malformed",
    "unknown_type",
    "unknown_service",
    "not_allowed",
    "decision",
    "future",
    "too_large",
    "other_content",
]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)

_STATUS: Final[dict[Reason, int]] = {
    "malformed": 400,
    "unknown_type": 400,
    "unknown_service": 422,
    "not_allowed": 403,
    "decision": 403,
    "future": 422,
    "too_large": 413,
    "other_content": 409,
}
_MOST_NAMES: Final = 500
"""So many names are searched for a near one: a flood of unknown names must stay cheap."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """One event that is not taken."""

    reason: Reason
    field: str
    sentence: str
    source: str = ""
    id: str = ""

    @property
    def status(self) -> int:
        """The HTTP status of the answer when the event came alone."""
        return _STATUS[self.reason]


def from_contract(
    error: ContractError, source: str = "", identity: str = "", reason: Reason = "malformed"
) -> Rejected:
    """What the contract says against an event."""
    return Rejected(reason, _short(error.field, 200), _short(error.sentence, 1_000), source, identity)


def _short(text: str, most: int) -> str:
    """Sentences quote what was sent, which may be long."""
    return text if len(text) <= most else text[: most - 1] + "…"


def did_you_mean(name: str, names: Sequence[str]) -> str:
    """`; did you mean 'webshop'?` when a known name is near, else nothing."""
    near = get_close_matches(name, names[:_MOST_NAMES], n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""
