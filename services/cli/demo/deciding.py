"""The parties' part of the month: what they say through the portal, each with a key of its own.

ACME acknowledged the maintenance of the month in time. At its end one correction waits for each side, and a change to
come for ACME, so that both have something to decide on the page.
"""

from dataclasses import dataclass
from typing import Any, Final

from services.cli.demo.story import HOUR, MAINTENANCE, PAST_CHANGE
from shared.contracts.instants import DAY, MINUTE, SECOND, format_instant


@dataclass(frozen=True, slots=True)
class Decision:
    """At an instant a side says something: where in the API, and what."""

    at: int
    side: str
    path: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction of one side: time that should not count, told backwards from the end as in `story`."""

    side: str
    service: str
    before_end: int
    lasts: int
    reason: str


ASKED: Final = {
    "C-1": Asked(
        "provider", "webshop", 12 * DAY + 7 * HOUR, 13 * MINUTE + 5 * SECOND,
        "ACME was moving its own firewall; the shop itself answered.",
    ),
    "C-2": Asked(
        "customer", "order-feed", 11 * DAY + 3 * HOUR, 40 * MINUTE,
        "Northwind's gateway refused the new certificate at first.",
    ),
}  # fmt: skip


def decisions(end: int) -> list[Decision]:
    """Everything that they say, in order. `end` of the month in microseconds, cut to the second."""
    end -= end % SECOND
    agreed = end - MAINTENANCE[0] - MAINTENANCE[2] + DAY
    word = Decision(agreed, "customer", f"changes/{PAST_CHANGE}/decision", {"decision": "acknowledged"})
    return [word, *(_proposed(end, name, asked) for name, asked in ASKED.items())]


def _proposed(end: int, name: str, asked: Asked) -> Decision:
    start = end - asked.before_end
    span = {"from": format_instant(start), "until": format_instant(start + asked.lasts)}
    body = {"service": asked.service, **span, "to": "excused", "reason": asked.reason}
    return Decision(end, asked.side, f"corrections/{name}", body)
