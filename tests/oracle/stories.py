"""Random agreements and fact sets, on few instants so that boundaries meet: a story is its seed.

Each story has a place and a day where something happens to the clocks or the calendar, and a pool of instants
around it (openings, closings, midnights, one microsecond beside them) from which nearly all times are drawn.
"""

import json
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from shared.contracts.instants import format_instant
from tests.oracle import sampled
from tests.oracle.facts import event, misplaced, told
from tests.oracle.objectives import objective
from tests.oracle.reading import wall

PLACES = (
    ("UTC", "2026-01-31"),
    ("UTC", "2028-02-29"),
    ("Europe/Berlin", "2026-03-29"),
    ("Europe/Berlin", "2026-10-25"),
    ("Europe/Berlin", "2025-12-31"),
    ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("America/Sao_Paulo", "2018-02-18"),
    ("America/Sao_Paulo", "2018-11-04"),
    ("Asia/Tehran", "2022-03-22"),
    ("Pacific/Apia", "2011-12-30"),
)
MINUTE = 60_000_000
WEEKLY: list[tuple[dict[str, list[str]], bool]] = [
    ({"mon-fri": ["09:00-17:00"]}, False),
    ({"mon-sun": ["00:00-24:00"]}, False),
    ({"mon-sun": ["08:00-12:00", "12:30-18:00"]}, False),
    ({"mon-sun": ["00:30-02:30", "10:00-24:00"]}, False),
    ({"sat-mon": ["02:00-03:00", "09:00-10:00", "09:30-11:00"], "wed": ["07:00-08:00"]}, False),
    ({"mon": []}, False),
    ({"mon-sun": ["20:00-04:00"]}, True),
    ({"mon-sun": ["23:30-00:30", "00:00-02:00"], "tue": ["22:00-22:00"]}, True),
]
STATUSES = {
    "waiting": {"clock": "pauses", "reason": "customer"},
    "asked": {"clock": "runs", "reason": "customer"},
    "vendor": {"clock": "pauses", "reason": "supplier"},
    "work": {"clock": "runs"},
}


@dataclass(frozen=True)
class Story:
    """What is put to both: the agreement's text, the lines in their order of arrival, the instant, the period."""

    seed: int
    versions: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    as_of: str
    period: str | None

    @property
    def text(self) -> str:
        return "\n---\n".join(json.dumps(one) for one in self.versions)


class Pool:
    """The instants of a story."""

    def __init__(self, rnd: Random, zone: str, day: date) -> None:
        self.rnd, self.zone, self.day = rnd, zone, day
        places = [(n, minute) for n in (-1, 0, 1) for minute in (0, 120, 540, 600, 1020, 1200, 1320)]
        chosen = rnd.sample(places, rnd.choice([5, 8, 12]))
        whole = [wall(zone, day + timedelta(n), minute * MINUTE) for n, minute in [*chosen, (0, 0), (1, 0)]]
        self.instants = whole + [one + rnd.choice([-1, 1, 15 * MINUTE, 30 * MINUTE]) for one in whole]

    def beside(self, rnd: Random) -> "Pool":
        """The same instants, drawn by other chance."""
        other = copy(self)
        other.rnd = rnd
        return other

    def at(self) -> int:
        if self.rnd.random() < 0.9:
            return self.rnd.choice(self.instants)
        return self.rnd.randint(min(self.instants), max(self.instants))

    def after(self, start: int) -> int:
        """An instant that lies after one, mostly near."""
        later = [one for one in self.instants if one > start]
        steps = [start + n * MINUTE for n in (15, 30, 60, 120)]
        return self.rnd.choice([*steps, self.rnd.choice(later)] if later else [*steps, start + 1])

    def text(self) -> str:
        return format_instant(self.at())


def story(seed: int) -> Story:
    rnd = Random(seed)
    zone, named = rnd.choice(PLACES)
    pool = Pool(rnd, zone, date.fromisoformat(named))
    versions = [_version(rnd, pool, 1)]
    for number in range(2, rnd.choice([2, 2, 2, 2, 3, 4])):
        versions.append(_next_version(rnd, pool, versions[-1], number))
    lines = [dict(line) for line in told(rnd, pool)]
    lines += rnd.sample(lines, len(lines) // 6)
    rnd.shuffle(lines)
    last, day = max(pool.instants), 86_400_000_000
    as_of = rnd.choice([pool.at(), pool.at(), last, last, last + 120 * MINUTE, last + day, last + day])
    as_of += rnd.choice([1, 7 * day, 40 * day]) if rnd.random() < 0.1 else 0
    found = Story(seed, versions, lines, format_instant(as_of), _period(rnd, pool))
    _sample(found, Random(f"samples of {seed}"), pool)
    _misplace(found, Random(f"misplaced of {seed}"), pool)
    return found


def _sample(story: Story, rnd: Random, pool: Pool) -> None:
    """Answers and samples, and objectives on them; in half of the stories."""
    if rnd.random() < 0.5:
        return
    for index, version in enumerate(story.versions):
        kept = [one for one in story.versions[index - 1]["objectives"] if one["id"].startswith("s")]
        if not index or rnd.random() < 0.3:
            kept = [sampled.objective(rnd, f"s{n}") for n in range(rnd.choice([1, 2]))]
        version["objectives"] = [*version["objectives"], *kept]
    drawn = enumerate(sampled.told(rnd, pool.beside(rnd)))
    lines = [dict(event(rnd, f"s{number:03}", *one)) for number, one in drawn]
    story.lines.extend(lines + rnd.sample(lines, len(lines) // 6))
    rnd.shuffle(story.lines)


def _misplace(story: Story, rnd: Random, pool: Pool) -> None:
    """Words of who has no say, and of changes under another subject."""
    drawn = enumerate(misplaced(rnd, pool.beside(rnd)))
    story.lines.extend(dict(event(rnd, f"m{number:03}", *one)) for number, one in drawn)


def _period(rnd: Random, pool: Pool) -> str | None:
    day = pool.day
    week = day.isocalendar()
    start = pool.at()
    forms = [
        day.isoformat(),
        day.isoformat()[:7],
        day.isoformat()[:4],
        f"{day.year}-Q{(day.month + 2) // 3}",
        f"{week.year}-W{week.week:02}",
        f"{day - timedelta(1)}/{day + timedelta(1)}",
        f"{format_instant(start)}/{format_instant(pool.after(start))}",
    ]
    if pool.zone == "Pacific/Apia":
        forms.pop(0)  # the day that clocks skip; a period without time is refused
    return rnd.choice(forms) if rnd.random() < 0.4 else None


def _version(rnd: Random, pool: Pool, number: int) -> dict[str, Any]:
    begins = pool.day - timedelta(rnd.choice([1, 1, 2, 3]))
    hours = {name: _hours(rnd, pool) for name in ("one", "two")}
    ends = [(pool.day + timedelta(1)).isoformat(), format_instant(max(pool.instants))]
    force: dict[str, Any] = {"from": rnd.choice([begins.isoformat()] * 5 + [pool.text()])}
    if rnd.random() < 0.2:
        until = rnd.choice(ends)
        if force["from"] == begins.isoformat():
            force["until"] = until
    found: dict[str, Any] = {
        "apiVersion": "eyelevel/v1",
        "kind": "Agreement",
        "metadata": {"id": "story", "title": "Story", "version": number},
        "parties": {
            "provider": {"id": "prov", "name": "P"},
            "customer": {"id": "cust", "name": "C"},
            "suppliers": [{"id": "sup", "name": "S"}],
        },
        "in_force": force,
        "time_zone": pool.zone,
        "service_hours": {name: clause for name, (clause, _) in hours.items()},
        "services": _services(rnd),
        "objectives": [objective(rnd, f"o{n}", hours) for n in range(rnd.choice([1, 2, 3]))],
    }
    if rnd.random() < 0.8:
        found["incidents"] = {"statuses": STATUSES}
    if rnd.random() < 0.8:
        found["maintenance"] = _maintenance(rnd)
    if rnd.random() < 0.8:
        found["corrections"] = {
            "decide_within": rnd.choice(["PT1H", "P1D", "P14D"]),
            "if_silent": rnd.choice(["declined", "accepted"]),
        }
    if rnd.random() < 0.5:
        found["closing"] = {"grace": rnd.choice(["PT0S", "P1D", "P7D"])}
    if rnd.random() < 0.5:
        found["late_facts"] = {"older_than": rnd.choice(["P1D", "PT2H"])}
    return found


def _next_version(rnd: Random, pool: Pool, before: dict[str, Any], number: int) -> dict[str, Any]:
    found = _version(rnd, pool, number)
    found["in_force"] = {"from": pool.text() if rnd.random() < 0.7 else pool.day.isoformat()}
    found["in_force"]["takes_effect"] = rnd.choice(["at_once", "next_period"])
    if rnd.random() < 0.7:
        for name in ("service_hours", "objectives", "services"):
            found[name] = before[name]
    return found


def _hours(rnd: Random, pool: Pool) -> tuple[dict[str, Any], bool]:
    weekly, crosses = rnd.choice(WEEKLY)
    found: dict[str, Any] = {"weekly": weekly}
    day = pool.day
    if rnd.random() < 0.2:
        found["time_zone"] = rnd.choice(["UTC", "America/New_York"])
    if rnd.random() < 0.3:
        dates = [
            day.isoformat(),
            (day + timedelta(1)).isoformat()[5:],
            f"{day - timedelta(2)}..{day}",
            "12-24..01-06",
        ]
        found["holidays"] = {"dates": rnd.sample(dates, rnd.choice([1, 2]))}
    if rnd.random() < 0.15:
        found["holidays"] = {**found.get("holidays", {}), "country": "DE", "subdivision": "BY"}
    if rnd.random() < 0.3:
        on = (day + timedelta(rnd.choice([-1, 0, 1]))).isoformat()
        found["on"] = {on: rnd.choice([[], ["10:00-11:00"], ["00:00-24:00"], ["02:00-02:30", "09:00-10:00"]])}
    return found, crosses


def _services(rnd: Random) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name in ("web", "api", "db"):
        one: dict[str, Any] = {"id": name, "name": name}
        if rnd.random() < 0.5:
            one["stale_after"] = rnd.choice(["never", "PT30M", "PT2H", "PT1H"])
        if rnd.random() < 0.5:
            one["before_first_fact"] = rnd.choice(["unknown", "up"])
        if rnd.random() < 0.6:
            sources = rnd.choice([["a"], ["a", "b"], ["a", "b", "c"]])
            rule = rnd.choice(["any", "all", "majority", {"authoritative": "a"}])
            one["evidence"] = {"sources": sources, "rule": rule}
        found.append(one)
    made = rnd.choice(
        [
            {"all": ["web", "api"]},
            {"any": ["web", "api"]},
            {"at_least": 2, "of": ["web", "api", "db"]},
            {"all": ["web", {"any": ["api", "db"]}]},
            {"at_least": 1, "of": ["db", {"all": ["web", "api"]}]},
        ]
    )
    return [*found, {"id": "shop", "name": "Shop", "made_of": made}]


def _maintenance(rnd: Random) -> dict[str, Any]:
    found: dict[str, Any] = {
        "notice": rnd.choice(["PT0S", "PT0S", "PT30M", "PT1H"]),
        "acknowledged_by": rnd.choice(["nobody", "nobody", "customer", "provider"]),
    }
    if rnd.random() < 0.3:
        found["within"] = rnd.choice(["one", "always"])
    if rnd.random() < 0.4:
        quota: dict[str, Any] = {"per": rnd.choice(["month", "quarter", "year"])}
        if rnd.random() < 0.6:
            quota["count"] = rnd.choice([0, 1, 2])
        if rnd.random() < 0.6 or "count" not in quota:
            quota["total"] = rnd.choice(["PT30M", "PT1H", "PT3H"])
        found["at_most"] = quota
    return found
