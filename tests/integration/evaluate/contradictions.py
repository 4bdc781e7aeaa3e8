"""Proofs that an example's answer cannot follow from its facts, by the letter and without our calculus.

The examples' facts were changed here and there after an answer had been written down, so a given answer may speak of
facts that are not the given ones. Each proof below looks at one example, as given, and names the sentence of the
documents that its answer is at odds with. A proof that cannot tell says nothing: it convicts only where the sentence
leaves no way out, so it looks away from clauses and kinds of facts that would open one.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from shared.contracts.instants import DAY, parse_instant
from shared.sla.agreed.objectives import Availability, CalendarWindow, UnknownCounts
from shared.sla.agreed.terms import Terms
from tests.integration.evaluate.examples import Example

SEMANTICS: Final = "SEMANTICS.md"
CONTRACT: Final = "CONTRACT.md"


@dataclass(frozen=True, slots=True)
class Proof:
    """`letter` stands so in `document`; `convicts` says that the example's answer is at odds with it."""

    name: str
    document: str
    letter: str
    convicts: Callable[[Example], bool]


def asked_alike(examples: Iterable[Example]) -> frozenset[frozenset[str]]:
    """Names of examples that ask the very same and have different answers: at most one of each set is right."""
    groups: dict[str, dict[str, list[str]]] = {}
    for example in examples:
        question = _text([example.agreement, example.facts, example.as_of, example.period])
        groups.setdefault(question, {}).setdefault(_text(example.expected), []).append(example.name)
    return frozenset(
        frozenset(name for names in answers.values() for name in names)
        for answers in groups.values()
        if len(answers) > 1
    )


def _counted_as_known(example: Example) -> bool:
    as_of = parse_instant(example.as_of)
    distinct = {(fact["source"], fact["id"]): parse_instant(fact["time"]) for fact in example.facts}
    later = sum(time > as_of for time in distinct.values())
    return bool(later != example.expected["facts"]["later"])


def _two_contents(example: Example) -> bool:
    contents = {_text(fact) for fact in example.facts}
    return len(contents) > len({(fact["source"], fact["id"]) for fact in example.facts})


def _outage_without_a_fact(example: Example) -> bool:
    """Looks away where silence, unknown time or a correction may begin or end an outage."""
    terms = _terms(example)
    silent = any(service.stale_after is not None for service in terms.services)
    counts = [getattr(objective.indicator, "counts", None) for objective in terms.objectives]
    unknown_too = any(clause is not None and clause.unknown is UnknownCounts.DOWN for clause in counts)
    if silent or unknown_too or not _only_states_and_changes(example):
        return False
    told = set(_instants(example))
    return any(
        bound is not None and parse_instant(bound) not in told
        for figure in example.expected["objectives"]
        for outage in figure["outages"] or ()
        for bound in (outage["from"], outage["until"])
    )


def _pause_without_its_bounds(example: Example) -> bool:
    """Looks at one stay on one day alone, where service time is time."""
    known = {*(parse_instant(fact["time"]) for fact in example.facts), parse_instant(example.as_of)}
    stays = sum(fact["type"].endswith(".incident.updated") for fact in example.facts)
    if stays > 2 or len({instant // DAY for instant in known}) > 1:
        return False
    lengths = {one - other for one in known for other in known}
    clocks = (clock for figure in example.expected["objectives"] for clock in figure["clocks"] or ())
    return any(clock["paused_us"] not in lengths for clock in clocks)


def _more_left_out_than_announced(example: Example) -> bool:
    announced = sum(length for _, length in _announced(example))
    return any(
        _left_out(figure, share, example) > announced
        for figure, share in _plainly_budgeted(example)
        if figure["period"]["status"] == "open"
    )


def _breached_within_the_budget(example: Example) -> bool:
    """At most what its own outages had taken, against at least what was left of the period by what was announced."""
    return any(
        _taken(figure, at) <= share * (_length(figure["period"]) - _announced_by(example, at))
        for figure, share in _plainly_budgeted(example)
        if figure["breached_at"] is not None
        for at in [parse_instant(figure["breached_at"]) + 1]
    )


def _plainly_budgeted(example: Example) -> Iterator[tuple[dict[str, Any], Fraction]]:
    """Figures whose budget nothing but outages and maintenance moves, in all hours and all force, and 1 - target."""
    terms = _terms(example)
    asked = {objective.id: objective for objective in terms.objectives}
    for figure in example.expected["objectives"] if _only_states_and_changes(example) else ():
        objective = asked[figure["objective"]]
        plain = objective.hours is None and isinstance(objective.window, CalendarWindow)
        held = terms.force_until is None or terms.force_until >= parse_instant(figure["period"]["until"])
        judged = figure["state"] not in {"no_data", "not_assessable"}
        indicator = objective.indicator
        if plain and held and judged and isinstance(indicator, Availability) and indicator.target < 1:
            yield figure, 1 - indicator.target


def _taken(figure: dict[str, Any], at: int) -> int:
    """What outages have taken of the period before an instant, µs; never if anything else may be bad time."""
    ledger, begun = figure["ledger_us"], parse_instant(figure["period"]["from"])
    if any(ledger[name] for name in ("unknown", "degraded", "not_in_force")):
        return at  # more than any budget
    spans = [(parse_instant(each["from"]), each["until"]) for each in figure["outages"]]
    ends = [(start, at if until is None else min(at, parse_instant(until))) for start, until in spans]
    return sum(max(0, end - max(start, begun)) for start, end in ends)


def _announced_by(example: Example, at: int) -> int:
    return sum(length for time, length in _announced(example) if time <= at)


def _announced(example: Example) -> list[tuple[int, int]]:
    """When each maintenance was announced, and how long it is at the most."""
    told = [fact for fact in example.facts if fact["type"].endswith(".change.announced")]
    return [(parse_instant(fact["time"]), _length(fact["data"])) for fact in told]


def _left_out(figure: dict[str, Any], share: Fraction, example: Example) -> Fraction:
    """The time ahead that the answer's budget does not plan with, µs: solved for in the rule of the budget."""
    allowed, total = Fraction(figure["budget_us"]["allowed"]), Fraction(figure["total_us"])
    planned = allowed / share - total
    return parse_instant(figure["period"]["until"]) - parse_instant(example.as_of) - planned


PROOFS: Final = (
    Proof(
        "a fact later than as-of is counted as known",
        SEMANTICS,
        "What has a time later than `as-of` is not known yet, and is left out (counted as `later`).",
        _counted_as_known,
    ),
    Proof(
        "one (source, id) has two contents",
        CONTRACT,
        "Refused is a bad agreement, an unreadable line, one (`source`, `id`) with two contents.",
        _two_contents,
    ),
    Proof(
        "an outage begins or ends where no fact does",
        SEMANTICS,
        "A condition has one state, that of its last fact, also across a silence; `up` closes it",
        _outage_without_a_fact,
    ),
    Proof(
        "a pause is as long as no two facts are apart",
        CONTRACT,
        "`paused_us` service time in pauses.",
        _pause_without_its_bounds,
    ),
    Proof(
        "the budget leaves out more than was announced",
        SEMANTICS,
        "`planned` = service time in force from `as-of` to the end of the period, "
        "less valid maintenance there that will be excluded.",
        _more_left_out_than_announced,
    ),
    Proof(
        "it is breached within its budget",
        SEMANTICS,
        "From the first t with bad(t) > (1 - target) x (total(t) + planned(t)) the period can no longer be met",
        _breached_within_the_budget,
    ),
)


def _terms(example: Example) -> Terms:
    return terms_of(read_agreement(example.agreement)[-1])


def _only_states_and_changes(example: Example) -> bool:
    return all(".availability." in fact["type"] or ".change." in fact["type"] for fact in example.facts)


def _instants(example: Example) -> Iterator[int]:
    for fact in example.facts:
        told = (fact["time"], *(fact["data"].get(name) for name in ("first_failed_at", "from", "until")))
        yield from (parse_instant(text) for text in told if text is not None)


def _length(span: dict[str, Any]) -> int:
    return parse_instant(span["until"]) - parse_instant(span["from"])


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
