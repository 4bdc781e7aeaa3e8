"""What a story reaches, by name: every value of every clause it has, and every branch its answer shows.

A clause counts where the agreement says it, a branch only where its outcome is in the answer or in what the
oracle made of the facts (an accepted correction that overlaps another, maintenance cut by a quota).
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from tests.oracle.evaluation import Evaluation
from tests.oracle.states import Facts
from tests.oracle.stories import Story

CLAUSES = {
    "takes_effect",
    "before_first_fact",
    "acknowledged_by",
    "if_silent",
    "owed_by",
    "indicator",
    "unknown",
    "maintenance",
    "on_priority_change",
    "on_reopen",
    "counted_in",
    "stops",
    "per",
    "calendar",
    "rolling",
    "stale_after",
    "time_zone",
    "kind",
    "take",
}
PRESENT = {
    "until",
    "warn_at",
    "not_assessable_above",
    "expected_total",
    "outages_shorter_than",
    "pause_while",
    "where",
    "services",
    "credits",
    "cap",
    "at_most",
    "at_least",
    "at_least_answers",
    "each",
    "unit",
    "count",
    "total",
    "decide_within",
    "grace",
    "older_than",
    "on",
    "country",
    "authoritative",
    "all",
    "any",
    "of",
    "notice",
}


def reached(story: Story, answer: dict[str, Any]) -> set[str]:
    """The names of all that one story reaches."""
    found = {f"fact {line['type'].removeprefix('dev.eyelevel.')}" for line in story.lines}
    found |= {
        f"fact with {name}" for line in story.lines for name in line if name in ("sequence", "recordedtime")
    }
    for version in story.versions:
        found |= set(_clauses(version))
    found |= set(_of_lines(story, answer))
    for entry in answer["objectives"]:
        found |= set(_of_entry(entry, story))
    found |= set(_of_facts(Evaluation(story.text, story.lines, story.as_of, story.period)))
    found.add(f"versions {len(story.versions)}")
    return found


def _clauses(node: Any) -> Iterator[str]:
    for name, value in node.items():
        if name in CLAUSES and isinstance(value, str) and "%" not in value and value != "Agreement":
            yield f"{name}: {value}"
        if name in PRESENT:
            yield f"{name} said"
        if name == "rule":
            yield f"rule: {value if isinstance(value, str) else 'authoritative'}"
        if name == "within":
            yield from _within(value)
        if name == "dates":
            yield from (_holiday(one) for one in value)
        if name == "weekly":
            spans = [span for day in value.values() for span in day]
            yield from ("hours across midnight" for span in spans if span[:5] >= span[6:])
            yield from ("hours to 24:00" for span in spans if span.endswith("24:00"))
        if name == "degraded":
            yield f"degraded {'by severity' if isinstance(value, dict) else 'by one weight'}"
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from _clauses(one)


def _holiday(text: str) -> str:
    first, dots, _ = text.partition("..")
    return f"holidays {'range' if dots else 'date'} {'of a year' if len(first) == 10 else 'every year'}"


def _within(value: Any) -> Iterator[str]:
    if isinstance(value, dict) and "working_days" not in value:
        yield "within by priority"
        for one in value.values():
            yield from _within(one)
    elif isinstance(value, dict):
        yield f"within working days{' by close' if 'by' in value else ''}"
        if value["working_days"] == 0:
            yield "within no working day by close"
    elif value in ("one", "two", "always"):
        yield "maintenance within hours"
    else:
        yield "within nothing" if value == "PT0S" else "within a duration"


def _of_lines(story: Story, answer: dict[str, Any]) -> Iterator[str]:
    facts = answer["facts"]
    yield from (f"lines {name}" for name in ("repeated", "later", "used") if facts[name])
    if facts["set_aside"]:
        yield "lines set aside"
    period = story.period or ""
    form = "none" if not period else "span" if "/" in period else f"of {len(period)} characters"
    yield f"period {form}"


def _of_entry(entry: dict[str, Any], story: Story) -> Iterator[str]:
    indicator = entry["indicator"]
    if indicator == "measurement":
        indicator += " of each" if entry["budget"] is not None else " of one value"
    yield f"{indicator} {entry['state']}"
    yield f"period {entry['period']['status']}"
    rolls = entry["period"]["until"] == story.as_of and not story.period
    if entry["breached_at"] is not None:
        at_end = entry["breached_at"] == entry["period"]["until"]
        where = "in a rolling window" if rolls else "at the end" if at_end else "at an instant"
        yield f"{indicator} breached {where}"
    yield from (f"class {kind}" for kind, time in (entry["ledger_us"] or {}).items() if time)
    if entry["credit_percent"] not in (None, "0"):
        yield f"{indicator} credit"
        yield "credit at its cap" if entry["credit_percent"] == "30" else "credit of a tier"
    for outage in entry["outages"] or ():
        yield f"outage {'lasting' if outage['until'] is None else 'over'}"
        yield f"outage of cause {outage['cause']}"
        named = min(len(outage["conditions"]), 2)
        yield f"outage of {('no condition', 'one condition', 'several conditions')[named]}"
    if isinstance(entry.get("good_us"), str):
        yield "good that is not whole"
    for clock in entry["clocks"]:
        yield from _of_clock(clock, entry)
    if entry["value"] is not None and entry["indicator"] in ("satisfaction", "measurement"):
        yield f"{indicator} with a value that {'no decimal says' if '/' in entry['value'] else 'is exact'}"


def _of_clock(clock: dict[str, Any], entry: dict[str, Any]) -> Iterator[str]:
    yield f"{clock['clock']} {clock['state']}"
    if clock["paused_us"]:
        yield "clock with a pause"
    if clock["remaining_us"] is not None and clock["remaining_us"] < 0:
        yield "clock with negative remaining"
    if clock["breached_at"] is not None:
        late = clock["breached_at"] != clock["deadline"]
        yield f"clock breached {'elsewhere than at its deadline' if late else 'at its deadline'}"
        if clock["stopped_at"] is not None:
            yield "clock stopped late"
    if clock["deadline"] is None and clock["state"] != "released":
        yield "clock never due"
    if clock["deadline"] is not None and clock["deadline"] == entry["period"]["from"]:
        yield "clock due as the period begins"
    if clock["stopped_at"] is not None and clock["stopped_at"] == clock["deadline"]:
        yield "clock stopped at its deadline"
    if clock["remaining_us"] == 0:
        yield "clock with nothing remaining"


def _of_facts(evaluation: Evaluation) -> Iterator[str]:
    for facts in evaluation.by_version.values():
        yield from _of_corrections(facts)
        yield from _of_maintenance(facts)
        for service in ("web", "api", "db"):
            told = facts.told(service)
            for source in {fact.source for fact in told}:
                if any(a < b for a, b in facts.dated_back([f for f in told if f.source == source])):
                    yield "outage dated back"
        yield from (f"refused for its {why}" for fact in evaluation.told if (why := facts.refusal(fact)))
    times = [fact.at for fact in evaluation.told]
    if len(set(times)) < len(times):
        yield "facts of one instant"
    if evaluation.as_of in times:
        yield "fact exactly at as-of"
    yield from ("span without time" for fact in evaluation.told if fact.is_empty)
    yield from _of_lives(evaluation)


def _of_corrections(facts: Facts) -> Iterator[str]:
    proposed = {fact.data["correction"] for fact in facts.all if fact.kind == "correction.proposed"}
    rulings = [proposal for _, _, proposal in facts.accepted]
    yield from (f"correction to {one.data['to']}" for one in rulings if "service" in one.data)
    yield from ("correction of an incident" for one in rulings if "incident" in one.data)
    if len(rulings) < len(proposed):
        yield "correction not accepted"
    spoken = {fact.order for fact in facts.all}
    yield from ("correction accepted by silence" for order, _, _ in facts.accepted if order not in spoken)
    for one, other in combinations(rulings, 2):
        about = one.data.get("service", one), other.data.get("service", other)
        starts = max(one.instant("from"), other.instant("from"))
        if about[0] == about[1] and starts < min(one.instant("until"), other.instant("until")):
            yield "corrections that overlap"


def _of_maintenance(facts: Facts) -> Iterator[str]:
    announced = {fact.data["change"]: fact for fact in facts.all if fact.kind == "change.announced"}
    kept = [spans for _, spans, _ in facts.changes]
    if kept:
        yield "maintenance valid"
    if len([spans for spans in kept if spans]) < len(announced):
        yield "maintenance that falls short wholly"
    whole = {(one.instant("from"), one.instant("until")) for one in announced.values()}
    if any(spans and (spans[0][0], spans[-1][1]) not in whole for spans in kept):
        yield "maintenance that falls short in part"
    if any(not spans for spans in kept):
        yield "maintenance that a quota leaves nothing of"


def _of_lives(evaluation: Evaluation) -> Iterator[str]:
    known = [
        fact for fact in evaluation.told if fact.at <= evaluation.as_of and fact.kind.startswith("incident.")
    ]
    for name in {fact.data["incident"] for fact in known}:
        told = [fact for fact in known if fact.data["incident"] == name]
        openings = [fact for fact in told if fact.kind == "incident.opened"]
        if not openings:
            yield "incident never opened"
            continue
        if len(openings) > 1:
            yield "incident opened twice"
        if told[0] is not openings[0]:
            yield "incident told of before its opening"
        if openings[0].data.get("status") == "waiting":
            yield "incident opened in a pausing status"
        kinds = [fact.kind.removeprefix("incident.") for fact in told]
        for one in ("resolved", "closed", "responded"):
            if one in kinds and "reopened" in kinds[kinds.index(one) :]:
                yield f"incident reopened after {one}"
