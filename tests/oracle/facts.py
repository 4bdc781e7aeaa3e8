"""The random facts of a story: what belongs together is mostly drawn together, so that rules are reached."""

from collections.abc import Iterator
from random import Random
from typing import Any

from shared.contracts.instants import format_instant

MINUTE = 60_000_000
CAUSES = [None, "force_majeure", "provider", "customer", "sup", "third_party"]


def told(rnd: Random, pool: Any) -> list[dict[str, Any]]:
    """All the events of a story, each with its own id."""
    drawn = [*_availability(rnd, pool), *_changes(rnd, pool), *_corrections(rnd, pool)]
    drawn += [*_incidents(rnd, pool), *_counts(rnd, pool), *_oddities(rnd, pool)]
    names = [f"f{n:03}" for n in range(len(drawn))]
    rnd.shuffle(names)
    return [event(rnd, name, *one) for name, one in zip(names, drawn, strict=True)]


Drawn = tuple[str, str, str, int, dict[str, Any]]
"""Type, source, subject, time, data."""


def event(
    rnd: Random, name: str, kind: str, source: str, subject: str, at: int, data: dict[str, Any]
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "specversion": "1.0",
        "id": name,
        "source": source,
        "type": f"dev.eyelevel.{kind}",
        "subject": subject,
        "time": format_instant(at),
        "data": {key: value for key, value in data.items() if value is not None},
    }
    if rnd.random() < 0.3:
        found["sequence"] = rnd.choice([0, 1, 2, "3"])
    if rnd.random() < 0.2:
        found["recordedtime"] = format_instant(
            at + rnd.choice([0, 120 * MINUTE, 120 * MINUTE + 1, 1440 * MINUTE + 1])
        )
    return found


def _availability(rnd: Random, pool: Any) -> Iterator[Drawn]:
    for _ in range(rnd.choice([0, 4, 10, 18])):
        at, source = pool.at(), rnd.choice("aaabbc")
        state = rnd.choice(["up", "up", "down", "down", "degraded", "unknown"])
        data: dict[str, Any] = {"state": state, "cause": rnd.choice(CAUSES)}
        if state == "degraded":
            data["severity"] = rnd.choice([None, "minor", "major", "odd"])
        service = rnd.choice(["web"] * 5 + ["api", "api", "db"])
        if rnd.random() < 0.5:
            data["condition"] = rnd.choice([None, None, "disk", "cpu"])
            yield "availability.changed", source, service, at, data
        else:
            if state == "down" and rnd.random() < 0.5:
                data["first_failed_at"] = format_instant(rnd.choice([pool.at(), at - 30 * MINUTE, at]))
            data["checks"] = rnd.choice([None, 3])
            yield "availability.observed", source, service, at, data


def _changes(rnd: Random, pool: Any) -> Iterator[Drawn]:
    for name in rnd.choice([(), (), ("c1",), ("c1", "c2"), ("c1", "c1", "c2"), ("c1", "c2", "c3")]):
        start = pool.at()
        end = pool.after(start)
        at = start - rnd.choice([0, 0, 30, 60, 61, 120]) * MINUTE
        services = rnd.choice([None, None, ["web"], ["shop"], ["web", "elsewhere"], ["api", "db"]])
        data = {
            "change": name,
            "from": format_instant(start),
            "until": format_instant(end),
            "services": services,
        }
        yield "change.announced", "desk", "web", at, data
        steps = [
            ("acknowledged", 0.6, [at, start - 1, start]),
            ("acknowledged", 0.2, [at, start - 30 * MINUTE]),
            ("declined", 0.2, [at, start - 1, start]),
            ("started", 0.25, [start, start + 15 * MINUTE, end, start - 1]),
            ("finished", 0.25, [end, end - 1, start, end + 15 * MINUTE]),
            ("cancelled", 0.1, [at, start, end]),
        ]
        for step, odds, times in steps:
            if rnd.random() < odds:
                by = rnd.choice(["cust", "prov"]) if step in ("acknowledged", "declined") else None
                yield f"change.{step}", "desk", "web", rnd.choice(times), {"change": name, "by": by}


def _corrections(rnd: Random, pool: Any) -> Iterator[Drawn]:
    for name in rnd.choice([(), ("k1",), ("k1", "k2"), ("k1", "k1", "k2", "k3", "k4", "k5")]):
        at, start, by = pool.at(), pool.at(), rnd.choice(["cust", "prov"])
        data: dict[str, Any] = {
            "correction": name,
            "from": format_instant(start),
            "until": format_instant(pool.after(start)),
            "to": rnd.choice(["up", "down", "degraded", "maintenance", "excused"]),
            "cause": rnd.choice(CAUSES),
            "reason": "x",
            "by": by,
        }
        if rnd.random() < 0.25:
            data |= {"incident": rnd.choice(["I1", "I2"]), "to": "excused"}
        else:
            data["service"] = rnd.choice(["web"] * 5 + ["api", "shop"])
            data["severity"] = rnd.choice([None, "minor"]) if data["to"] == "degraded" else None
        yield "correction.proposed", "portal", "web", at, data
        for _ in range(rnd.choice([0, 1, 1, 2])):
            step = rnd.choice(["accepted"] * 5 + ["declined", "withdrawn"])
            other = {"cust": "prov", "prov": "cust"}[by]
            decider = by if step == "withdrawn" or rnd.random() < 0.15 else other
            when = at + rnd.choice([0, 1, 60 * MINUTE - 1, 60 * MINUTE, 1440 * MINUTE])
            yield f"correction.{step}", "portal", "web", when, {"correction": name, "by": decider}


def _incidents(rnd: Random, pool: Any) -> Iterator[Drawn]:
    for name in rnd.choice([(), ("I1", "I2"), ("I1", "I2", "I3"), ("I1", "I2", "I3", "I4", "I5")]):
        service = rnd.choice(["web"] * 7 + ["api"])
        priority = rnd.choice(["P1"] * 4 + ["P2", "P3", None])
        data = {
            "incident": name,
            "priority": priority,
            "status": rnd.choice([None, None, "waiting", "work", "asked", "asked"]),
        }
        opened = min(pool.at(), pool.at())
        if rnd.random() < 0.95:
            yield "incident.opened", "tool", service, opened, data
        if rnd.random() < 0.05:
            yield "incident.opened", "tool", service, pool.at(), data
        times = sorted(
            rnd.choice([pool.at(), pool.after(opened), opened]) for _ in range(rnd.choice([0, 1, 2, 4, 7]))
        )
        for at in times:
            step = rnd.choice(
                ["updated"] * 5
                + ["responded", "resolved", "resolved", "closed", "reopened", "reopened", "cancelled"]
            )
            told: dict[str, Any] = {"incident": name}
            if step == "updated":
                told |= rnd.choice(
                    [
                        {"priority": rnd.choice(["P1", "P2", "P3"])},
                        {"status": rnd.choice(["open", "waiting", "vendor", "work", "asked", "asked"])},
                    ]
                )
            elif rnd.random() < 0.2:
                told["status"] = rnd.choice(["waiting", "done", "asked"])
            if step == "cancelled" and rnd.random() < 0.7:
                continue
            yield f"incident.{step}", "tool", service, at, told


def _counts(rnd: Random, pool: Any) -> Iterator[Drawn]:
    for _ in range(rnd.choice([0, 4, 10])):
        start = pool.at()
        total = rnd.choice([0, 1, 5, 10])
        counters: dict[str, Any] = {
            "ok": rnd.choice([total, total, max(0, total - 1), 0]),
            "all": total,
            "x": 1,
        }
        end = pool.after(start)
        data = {"from": format_instant(start), "until": format_instant(end), "counters": counters}
        yield "requests.counted", "edge", rnd.choice(["web"] * 5 + ["api"]), rnd.choice([end, start]), data


def _oddities(rnd: Random, pool: Any) -> Iterator[Drawn]:
    """What is set aside, or tells nothing that a figure is made of."""
    at = format_instant(pool.at())
    empty = {"from": at, "until": at}
    every: list[Drawn] = [
        ("availability.changed", "a", "nowhere", pool.at(), {"state": "down"}),
        ("availability.changed", "stranger", "web", pool.at(), {"state": "down"}),
        ("change.announced", "desk", "web", pool.at(), {"change": "c9", **empty}),
        ("requests.counted", "edge", "web", pool.at(), {"counters": {"ok": 1, "all": 2}, **empty}),
        ("problem.reported", "portal", "web", pool.at(), {"text": "slow"}),
        ("feedback.given", "form", "web", pool.at(), {"score": 4, "scale": {"from": 1, "to": 5}}),
        ("measurement.taken", "probe", "web", pool.at(), {"metric": "size", "value": "1.5", "unit": "GB"}),
        ("incident.resolved", "tool", "web", pool.at(), {"incident": "I9"}),
        ("correction.accepted", "portal", "web", pool.at(), {"correction": "k9", "by": "cust"}),
    ]
    for one in every:
        if rnd.random() < 0.12:
            yield one


def misplaced(rnd: Random, pool: Any) -> Iterator[Drawn]:
    """What neither party says of a correction, and words on changes under a subject that they are not about."""
    start = pool.at()
    span = {"from": format_instant(start), "until": format_instant(pool.after(start))}
    proposal = {"correction": rnd.choice(["k1", "k8"]), **span, "service": "web", "to": "up", "by": "sup"}
    decision = {"correction": "k1", "by": "sup"}
    step = rnd.choice(["started", "finished", "cancelled"])
    every: list[Drawn] = [
        ("correction.proposed", "portal", "web", pool.at(), proposal),
        ("correction.accepted", "portal", "web", pool.at(), decision),
        (f"change.{step}", "desk", "elsewhere", pool.at(), {"change": "c1", "services": ["web", "db"]}),
        (f"change.{step}", "desk", "web", pool.at(), {"change": "c2", "services": ["elsewhere"]}),
    ]
    for one in every:
        if rnd.random() < 0.12:
            yield one
