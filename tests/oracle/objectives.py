"""The random objectives of a story, every indicator and each of its clauses."""

from random import Random
from typing import Any

HALVES = ["PT0S", "PT15M", "PT30M", "PT1H", "PT90M", "PT2H", "PT4H"]
TARGETS = ["50 %", "66.6667 %", "75%", "90 %", "99 %", "100 %", "0.1 %"]
OUTAGE_MEASURES = ("outage_count", "longest_outage", "mean_time_to_restore", "mean_time_between_failures")
FOCUSED = (
    ["customer_response_time"],
    ["response_time"],
    ["resolution_time"],
    ["ratio"],
    list(OUTAGE_MEASURES),
)


def objective(rnd: Random, name: str, hours: dict[str, tuple[Any, bool]]) -> dict[str, Any]:
    kinds = (
        rnd.choice(FOCUSED)
        if rnd.random() < 0.5
        else (
            ["availability"] * 4
            + ["ratio", "ratio", *OUTAGE_MEASURES, "response_time", "response_time"]
            + ["customer_response_time"] * 2
            + ["resolution_time"] * 4
        )
    )
    kind = rnd.choice(kinds)
    used = rnd.choice(["always", "always", "one", "two"])
    found: dict[str, Any] = {
        "id": name,
        "owed_by": rnd.choice(["provider", "customer", "sup"]),
        "indicator": kind,
        "service": rnd.choice(["web"] * 5 + ["api", "shop"]),
        "service_hours": used,
        "window": window(rnd),
    }
    if rnd.random() < 0.3:
        found["warn_at"] = rnd.choice([["50 %"], ["10 %", "90 %"], []])
    if kind in ("availability", "ratio") or kind.endswith(("response_time", "resolution_time")):
        found["target"] = rnd.choice(TARGETS)
        if rnd.random() < 0.5:
            tiers = [
                {"below": "99.9 %", "percent": 5},
                {"below": "90%", "percent": 12.5},
                {"below": "50 %", "percent": 40},
            ]
            whole = {"tiers": tiers, "of": "monthly_fee", "cap": "30 %"}
            found["credits"] = rnd.choice([tiers, whole])
    if kind == "availability" or kind in OUTAGE_MEASURES:
        found["counts"] = _counts(rnd)
    if kind == "availability" and rnd.random() < 0.2:
        found["not_assessable_above"] = {"unknown": rnd.choice(["5 %", "50 %", "0 %"])}
    if kind == "ratio":
        found |= _ratio(rnd)
    if kind in OUTAGE_MEASURES:
        found |= _bound(rnd, kind)
    if kind.endswith(("response_time", "resolution_time")):
        crosses = used != "always" and hours[used][1]
        found |= _clock(rnd, kind, crosses=crosses)
        if rnd.random() < 0.2:
            del found["service"]
            found["services"] = ["web", "api"]
    return found


def window(rnd: Random) -> dict[str, str]:
    return rnd.choice(
        [{"calendar": unit} for unit in ("day", "day", "week", "month", "quarter", "year")]
        + [{"rolling": length} for length in ("PT2H", "PT6H", "P1D", "P1D", "P3D")]
    )


def _bound(rnd: Random, kind: str) -> dict[str, Any]:
    if kind == "outage_count":
        return {"at_most": rnd.choice([0, 1, 2])}
    if kind == "mean_time_between_failures":
        return {"at_least": rnd.choice([*HALVES, "P1D"])}
    return {"at_most": rnd.choice(HALVES)}


def _ratio(rnd: Random) -> dict[str, Any]:
    found: dict[str, Any] = {"good": "ok", "total": "all"}
    if rnd.random() < 0.5:
        found["counts"] = {"maintenance": rnd.choice(["excluded", "counts_as_is"])}
    if rnd.random() < 0.5:
        found["expected_total"] = rnd.choice([1, 20, 100])
    return found


def _counts(rnd: Random) -> dict[str, Any]:
    found: dict[str, Any] = {"unknown": rnd.choice(["excluded", "up", "down"])}
    if rnd.random() < 0.7:
        found["maintenance"] = rnd.choice(["excluded", "counts_as_up", "counts_as_is"])
    if rnd.random() < 0.7:
        found["degraded"] = rnd.choice(
            ["0", "1", 0.5, {"minor": "0.2", "other": "0.7"}, {"minor": 0.3, "major": "50 %"}]
        )
    if rnd.random() < 0.5:
        found["outages_shorter_than"] = rnd.choice(HALVES)
    return found


def _clock(rnd: Random, kind: str, *, crosses: bool) -> dict[str, Any]:
    spans: list[Any] = [*HALVES, "PT0.000001S", "PT8H"]
    if not crosses:
        spans += [{"working_days": n} for n in (1, 2)]
        spans += [{"working_days": n, "by": "close"} for n in (0, 1)]
    mapped = {name: rnd.choice(spans) for name in ["P1", rnd.choice(["P2", "P3"])]}
    found: dict[str, Any] = {"within": rnd.choice([rnd.choice(spans), mapped])}
    if rnd.random() < 0.2:
        found["where"] = rnd.choice(
            [
                {"priority": ["P1", "P2"]},
                {"status": ["open", "waiting", "asked"]},
                {"priority": ["P1"], "status": ["open", "work", "asked"]},
            ]
        )
    if rnd.random() < 0.4:
        found["pause_while"] = rnd.choice([["waiting"], ["waiting", "vendor"], []])
    if rnd.random() < 0.6:
        found["on_priority_change"] = rnd.choice(["from_start", "from_change"])
    if kind != "customer_response_time" and rnd.random() < 0.6:
        found["on_reopen"] = rnd.choice(["continue", "never_stopped", "restart"])
    if rnd.random() < 0.5:
        found["counted_in"] = rnd.choice(["due", "opened", "stopped"])
    if kind == "resolution_time" and rnd.random() < 0.5:
        found["stops"] = rnd.choice(["resolved", "closed"])
    return found
