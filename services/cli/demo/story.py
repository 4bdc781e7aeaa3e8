"""What happened in the month: a pure function of its end. Every fact is one that a real probe or desk would send.

Two probes speak about the web shop every quarter of an hour, a third about the checkout, ACME's own system about
its order feed; the shop counts its checkouts, and the service desk tells of its incidents (`desk`). The month begins
with a local day, 31 days before its end; instants are microseconds UTC, and spans are told backwards from the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.cli.demo.desk import incidents
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.instants import DAY, MINUTE, SECOND, format_instant

HOUR = 60 * MINUTE
LENGTH = timedelta(days=31)
ZONE = ZoneInfo("Europe/Berlin")
HEARTBEAT = 15 * MINUTE
COUNTED = 6 * HOUR

WEBSHOP = ("probe-north", "probe-acme")
CHECKOUT = ("probe-north",)
FEED = ("acme-erp",)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One source says one thing about one service for a while."""

    service: str
    sources: tuple[str, ...]
    state: str
    before_end: int
    lasts: int
    condition: str
    cause: str | None = None
    severity: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """Sources that say nothing for a while."""

    service: str
    before_end: int
    lasts: int


TROUBLES = (
    Trouble(
        "webshop", WEBSHOP, "down", 26 * DAY + 5 * HOUR, 4 * MINUTE + 18 * SECOND, "http", "provider",
        reason="Load balancer restarted with an old configuration",
    ),
    Trouble(
        "webshop", ("probe-acme",), "degraded", 22 * DAY + 2 * HOUR, 35 * MINUTE, "latency", "provider", "minor",
        "Pages take more than three seconds",
    ),
    Trouble(
        "checkout", CHECKOUT, "down", 20 * DAY + 9 * HOUR, 6 * MINUTE + 40 * SECOND, "payment", "third_party",
        reason="Payment service did not answer",
    ),
    Trouble("webshop", WEBSHOP, "down", 12 * DAY + 7 * HOUR, 13 * MINUTE + 5 * SECOND, "http", "provider"),
    Trouble(
        "order-feed", FEED, "down", 11 * DAY + 3 * HOUR, 2 * HOUR + 12 * MINUTE, "feed", "customer",
        reason="Certificate of the feed ran out",
    ),
    Trouble("webshop", WEBSHOP, "down", 9 * DAY - 40 * MINUTE, 35 * MINUTE, "http", "provider", reason="Planned work"),
    Trouble(
        "checkout", CHECKOUT, "down", 3 * DAY + 4 * HOUR, 29 * MINUTE + 30 * SECOND, "payment", "third_party",
        reason="Payment service did not answer",
    ),
    Trouble(
        "webshop", WEBSHOP, "down", 2 * DAY + 6 * HOUR, 58 * MINUTE + 15 * SECOND, "http", "carrier-one",
        reason="Line to the data centre was cut",
    ),
    Trouble(
        "webshop", ("probe-acme",), "degraded", 5 * HOUR, 40 * MINUTE, "latency", "provider", "minor",
        "Pages take more than three seconds",
    ),
)  # fmt: skip

# One word of each probe stays out; the agreement calls a probe stale after twenty minutes.
SILENCES = (Silence("webshop", 6 * DAY + 8 * HOUR, HEARTBEAT),)

# Before the end (negative: after it), how long, how long ahead it is announced: the clause asks for three days.
PAST_CHANGE, COMING_CHANGE = "CHG-118", "CHG-121"
MAINTENANCE = (9 * DAY, 2 * HOUR, 4 * DAY)
TO_COME = (-4 * DAY, 2 * HOUR, 5 * DAY)


def begins(end: int) -> date:
    """The local date with which the month begins."""
    return datetime.fromtimestamp(end / SECOND, ZONE).date() - LENGTH


def start_of(end: int) -> int:
    """The instant at which that date begins."""
    midnight = datetime.combine(begins(end), datetime.min.time(), ZONE)
    return int(midnight.timestamp()) * SECOND


def month(end: int) -> Iterator[tuple[int, CloudEvent]]:
    """Every fact of the month with its instant, in order. `end` in microseconds, cut to the second."""
    end -= end % SECOND
    told = [*_heartbeats(end), *_troubles(end), *_maintenance(end), *_checkouts(end)]
    told += incidents(begins(end), end, ZONE, _event)
    told.sort(key=lambda each: (each[0], each[1].id))
    return iter(told)


def heartbeat(service: str, source: str, at: int) -> CloudEvent:
    """A probe says that it sees the service up: a sign of life, closing its own condition only."""
    return _event("availability.observed", service, source, at, {"state": "up", "checks": 15})


def spoiled(end: int) -> list[CloudEvent]:
    """Three facts that cannot be taken, as happens in life: an unknown service, a misspelt state, the far future."""
    return [
        _event("availability.observed", "web-shop", "probe-north", end, {"state": "up"}),
        _event("availability.changed", "webshop", "probe-acme", end, {"state": "dwon"}),
        _event("availability.observed", "webshop", "probe-north", end + DAY, {"state": "up"}),
    ]


def _heartbeats(end: int) -> Iterator[tuple[int, CloudEvent]]:
    watched = [("webshop", name) for name in WEBSHOP]
    watched += [("checkout", name) for name in CHECKOUT] + [("order-feed", name) for name in FEED]
    for at in range(start_of(end), end, HEARTBEAT):
        for service, source in watched:
            if not any(_silent(silence, service, at, end) for silence in SILENCES):
                yield at, heartbeat(service, source, at)


def _silent(silence: Silence, service: str, at: int, end: int) -> bool:
    start = end - silence.before_end
    return service == silence.service and start <= at < start + silence.lasts


def _troubles(end: int) -> Iterator[tuple[int, CloudEvent]]:
    for trouble in TROUBLES:
        start = end - trouble.before_end
        for order, source in enumerate(trouble.sources):
            begins, ends = start + order * 7 * SECOND, start + trouble.lasts - order * 5 * SECOND
            said = {
                "state": trouble.state,
                "condition": trouble.condition,
                "cause": trouble.cause,
                "severity": trouble.severity,
                "reason": trouble.reason,
            }
            told = {name: value for name, value in said.items() if value is not None}
            yield begins, _event("availability.changed", trouble.service, source, begins, told)
            over = {"state": "up", "condition": trouble.condition}
            yield ends, _event("availability.changed", trouble.service, source, ends, over)


def _maintenance(end: int) -> Iterator[tuple[int, CloudEvent]]:
    """What the provider's desk tells of maintenance; what ACME says of it comes through the portal (`deciding`)."""

    def told(kind: str, at: int, data: dict[str, Any]) -> tuple[int, CloudEvent]:
        return at, _event(f"change.{kind}", "webshop", "northwind-desk", at, data)

    yield told("announced", *_announcement(end, MAINTENANCE, PAST_CHANGE, "New database version"))
    start = end - MAINTENANCE[0]
    yield told("started", start, {"change": PAST_CHANGE})
    yield told("finished", start + MAINTENANCE[1] - 10 * MINUTE, {"change": PAST_CHANGE})
    yield told("announced", *_announcement(end, TO_COME, COMING_CHANGE, "New load balancer"))


def _announcement(
    end: int, when: tuple[int, int, int], change: str, title: str
) -> tuple[int, dict[str, Any]]:
    before_end, lasts, ahead = when
    start = (end - before_end) // HOUR * HOUR if before_end < 0 else end - before_end
    span = {"from": format_instant(start), "until": format_instant(start + lasts)}
    return end - before_end - ahead, {"change": change, "title": title, **span}


def _checkouts(end: int) -> Iterator[tuple[int, CloudEvent]]:
    """Every six hours so many checkouts, a few of which fail; many while the payment service does not answer."""
    for number, at in enumerate(range(start_of(end), end - COUNTED + 1, COUNTED)):
        whole, until = 900 + number * 53 % 400, at + COUNTED
        bad = number * 7 % 4
        for trouble in TROUBLES:
            began = end - trouble.before_end
            if trouble.service == "checkout" and at <= began < until:
                bad += whole * trouble.lasts // COUNTED
        counters = {"checkout_ok": whole - bad, "checkout_all": whole}
        said = {"from": format_instant(at), "until": format_instant(until), "counters": counters}
        yield until, _event("requests.counted", "checkout", "shop", until, said)


def _event(kind: str, service: str, source: str, at: int, data: dict[str, Any]) -> CloudEvent:
    moment = format_instant(at)
    about = data.get("condition") or data.get("change") or data.get("incident") or "life"
    return CloudEvent(
        id=f"{service}-{about}-{data.get('state', kind)}-{moment}",
        source=source,
        type=TYPE_PREFIX + kind,
        subject=service,
        time=moment,
        datacontenttype="application/json",
        data=data,
    )
