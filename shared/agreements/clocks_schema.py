"""The fields of the clocks of incidents: how long, for which, from when to when, what pauses them."""

from __future__ import annotations

from collections.abc import Mapping as Table
from typing import Any, Final

from shared.agreements.forms import Reader, choice, duration, list_of, map_of, one_of, target, text, whole
from shared.agreements.nodes import Mapping, Node, Scalar, shown, wrong
from shared.agreements.records import Field, Fields, record
from shared.sla.agreed.objectives import (
    Clock,
    ClockKind,
    CountedIn,
    OnPriorityChange,
    OnReopen,
    Within,
    WorkingDays,
)

_FORMS: Final = (
    "it is a duration as PT4H, {working_days: 2}, {working_days: 0, by: close}, or these by priority"
)


def _working_days(node: Node, path: str) -> WorkingDays:
    read = record(
        {"working_days": Field(whole()), "by": Field(one_of(["close"]), None)},
        lambda working_days, by: WorkingDays(working_days, by == "close"),
        check=lambda within: (
            "working_days is 0, which needs by: close (the same day)"
            if within.days == 0 and not within.by_close
            else None
        ),
    )
    return read(node, path)


def _one_within(node: Node, path: str) -> Within:
    if isinstance(node, Scalar):
        return duration(node, path)
    if isinstance(node, Mapping):
        return _working_days(node, path)
    raise wrong(node, path, f"{path} is {shown(node)}; {_FORMS}")


def _within(node: Node, path: str) -> Within | Table[str, Within]:
    if isinstance(node, Mapping) and node.get("working_days") is None and node.get("by") is None:
        return map_of(text, _one_within)(node, path)
    return _one_within(node, path)


def _some(node: Node, path: str) -> frozenset[str]:
    """A list of words, or one of them."""
    if isinstance(node, Scalar):
        return frozenset({text(node, path)})
    return frozenset(list_of(text)(node, path))


def _statuses(node: Node, path: str) -> frozenset[str]:
    return frozenset(list_of(text, least=0)(node, path))


_where: Final = record(
    {"priority": Field(_some, None), "status": Field(_some, None)},
    lambda priority, status: (priority, status),
)


def clock_fields(stops: Reader[str] | None) -> Fields:
    """The fields of a clock; `stops` reads what stops it, None where nothing is to choose."""
    fields = {
        "within": Field(_within, lacking="say how long it may take, as PT4H or {working_days: 2}"),
        "target": Field(target, lacking="say which share is promised in time, as 95 %"),
        "where": Field(_where, (None, None)),
        "starts": Field(one_of(["opened"]), "opened"),
        "pause_while": Field(_statuses, None),
        "on_priority_change": Field(choice(OnPriorityChange), OnPriorityChange.FROM_START),
        "on_reopen": Field(choice(OnReopen), OnReopen.CONTINUE),
        "counted_in": Field(choice(CountedIn), CountedIn.DUE),
    }
    return fields if stops is None else {**fields, "stops": Field(stops, None)}


def _clock(kind: ClockKind, fields: dict[str, Any]) -> Clock:
    fields.pop("starts")
    priorities, statuses = fields.pop("where")
    stops = fields.pop("stops", None)
    return Clock(kind, priorities=priorities, statuses=statuses, stops_at_close=stops == "closed", **fields)


def response_clock(**fields: Any) -> Clock:
    """A clock that stops at `responded`."""
    return _clock(ClockKind.RESPONSE, fields)


def resolution_clock(**fields: Any) -> Clock:
    """A clock that stops at `resolved`, or at `closed` by clause."""
    return _clock(ClockKind.RESOLUTION, fields)


def customer_clock(**fields: Any) -> Clock:
    """A clock that runs while the customer is waited for."""
    return _clock(ClockKind.CUSTOMER_RESPONSE, fields)
