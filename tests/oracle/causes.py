"""Who says that a service is down, and by whose cause: the conditions and the cause of an outage.

Asked anew for each stretch of an outage in which the service is down. The words of those count that know and say
that it is down, each condition by its name, a source's own by the source's id. Of causes told at one time the first
by name stands; of an outage the last that was told in it, `open` where none was.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tests.oracle.ledger import Ledger
from tests.oracle.reading import Fact, duration
from tests.oracle.states import Facts, Weights

Said = tuple[str, str | None]
"""The name of a condition that is down, and its cause."""


def cause_and_conditions(ledger: Ledger, start: int, end: int) -> dict[str, Any]:
    cause, names = "open", set()
    points = [start, *(edge for edge in ledger.edges if start < edge < end), end]
    for a, _ in pairwise(points):
        if ledger.judge(a)[0] != "down":
            continue
        corrected = ledger.facts.correction_at(ledger.service, a)
        if corrected is not None and corrected[1].data["to"] == "down":
            said: list[Said] = []
            causes = {corrected[1].data.get("cause")}
        else:
            said = list(_service(ledger.facts, ledger.service, ledger.weights, a))
            causes = {one for _, one in said}
        names |= {name for name, _ in said}
        cause = min(causes - {None}, default=cause)
    return {"cause": cause, "conditions": sorted(names)}


def _service(facts: Facts, service: str, weights: Weights, t: int) -> Iterator[Said]:
    """What is down of a service that is down."""
    clause = facts.services[service]
    if "made_of" in clause:
        yield from _composite(facts, clause["made_of"], weights, t)
        return
    told, rule = facts.told(service), clause.get("evidence", {}).get("rule", "any")
    stale_after = duration(clause.get("stale_after", "never"))
    for source in sorted({fact.source for fact in told}):
        own = [fact for fact in told if fact.source == source]
        state = facts.source_at(own, stale_after, weights, t)
        if isinstance(rule, dict) and rule["authoritative"] != source:
            continue
        if state is not None and state[0] == "down":
            yield from _source(facts, own, stale_after, t)


def _composite(facts: Facts, made: dict[str, Any], weights: Weights, t: int) -> Iterator[Said]:
    for one in made.get("of") or made.get("all") or made.get("any"):
        if isinstance(one, str) and facts.state_at(one, weights, t)[0] == "down":
            yield from _service(facts, one, weights, t)
        if isinstance(one, dict) and facts.composite_at(one, weights, t)[0] == "down":
            yield from _composite(facts, one, weights, t)


def _source(facts: Facts, own: list[Fact], stale_after: int | None, t: int) -> Iterator[Said]:
    """The conditions of a source that are down; its own where it is down only as it was dated back."""
    said = [fact for fact in own if fact.at <= t]
    is_stale = bool(said) and stale_after is not None and t >= said[-1].at + stale_after
    down: dict[str, str | None] = {}
    before: dict[str, Fact] = {}
    causes: dict[str, str | None] = {}
    for fact in said:
        name = fact.data.get("condition", fact.source)
        again = name in before and before[name].data["state"] == fact.data["state"]
        causes[name] = fact.data.get("cause", causes.get(name) if again else None)
        before[name] = fact
    if not is_stale:
        down = {name: causes[name] for name, fact in before.items() if fact.data["state"] == "down"}
    dated = [
        fact.data.get("cause")
        for (a, b), fact in zip(facts.dated_back(own), _dating(own), strict=True)
        if a <= t < b
    ]
    if dated and not down:
        down = {own[0].source: dated[-1]}
    yield from down.items()


def _dating(own: list[Fact]) -> list[Fact]:
    return [fact for fact in own if fact.data.get("state") == "down" and "first_failed_at" in fact.data]
