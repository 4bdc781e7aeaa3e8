"""The random satisfaction and measurement of a story: objectives, and the answers and samples that they ask for.

Numbers are few, so that values meet bounds exactly.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from tests.oracle.objectives import TARGETS, window

SCALES: list[tuple[Any, Any]] = [(1, 5), (1, 5), (0, 10), (0, "10"), (1, 7), (-3, 3), (0, 100)]
TAKES = ("max", "min", "mean", "last", "p50", "p95", "p99")
Drawn = tuple[str, str, str, int, dict[str, Any]]
"""Type, source, subject, time, data."""


def objective(rnd: Random, name: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": name,
        "owed_by": rnd.choice(["provider", "customer", "sup"]),
        "indicator": rnd.choice(["satisfaction", "measurement"]),
        "service": rnd.choice(["web"] * 5 + ["api"]),
        "service_hours": rnd.choice(["always"] * 4 + ["one", "two"]),
        "window": window(rnd),
    }
    if found["indicator"] == "measurement":
        return found | _measurement(rnd)
    if rnd.random() < 0.2:
        del found["service"]
        found["services"] = ["web", "api"]
    return found | _satisfaction(rnd)


def _satisfaction(rnd: Random) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": rnd.choice(["csat", "csat", "nps", "ces"])}
    found["target"] = rnd.choice(["4.0 of 5", "3 of 5", "7 of 10", "5 of 7"])
    if found["kind"] == "nps":
        found["target"] = rnd.choice(["0 of 100", "50 of 100", "100 of 100"])
    if found["kind"] == "csat" and rnd.random() < 0.5:
        del found["kind"]
    if rnd.random() < 0.5:
        found["at_least_answers"] = rnd.choice([0, 1, 2, 4])
    return found


def _measurement(rnd: Random) -> dict[str, Any]:
    found: dict[str, Any] = {"metric": rnd.choice(["size"] * 4 + ["speed"])}
    if rnd.random() < 0.7:
        found["unit"] = rnd.choice(["GB"] * 5 + ["MB"])
    bounds = rnd.choice(
        [
            {"at_most": "2"},
            {"at_most": 1.5},
            {"at_least": 1},
            {"at_least": "0.5"},
            {"at_least": 1, "at_most": 2},
        ]
    )
    if rnd.random() < 0.4:
        found |= {"each": bounds, "target": rnd.choice(TARGETS)}
        if rnd.random() < 0.5:
            found["credits"] = [{"below": "90%", "percent": 12.5}, {"below": "50 %", "percent": 40}]
    else:
        found |= {"take": rnd.choice(TAKES), **bounds}
    return found


def told(rnd: Random, pool: Any) -> Iterator[Drawn]:
    """Answers and samples; some of a kind, of a metric or in a unit that nobody asks for."""
    for _ in range(rnd.choice([0, 6, 12, 24])):
        yield "feedback.given", "form", rnd.choice(["web"] * 5 + ["api"]), pool.at(), _answer(rnd)
    units = ["GB"] * 6 + ["MB", None]
    for _ in range(rnd.choice([0, 6, 12, 24])):
        data = {
            "metric": rnd.choice(["size"] * 6 + ["speed", "other"]),
            "value": rnd.choice(["0.5", 0.5, "1", 1, 1.25, "1.5", 2, "2.0", "2.25"]),
            "unit": rnd.choice(units),
        }
        yield "measurement.taken", "probe", rnd.choice(["web"] * 5 + ["api"]), pool.at(), data


def _answer(rnd: Random) -> dict[str, Any]:
    first, last = rnd.choice(SCALES)
    place = rnd.choice([0, 1, 2, 3, 4, 4, 4, 4])
    score = int(first) + (int(last) - int(first)) * place / 4
    return {
        "score": rnd.choice([score, str(score)]),
        "scale": {"from": first, "to": last},
        "kind": rnd.choice([None] * 5 + ["csat", "nps", "ces"]),
    }
