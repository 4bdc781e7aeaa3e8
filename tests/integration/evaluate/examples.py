"""The worked examples beside the project, and what it takes to put one through the evaluation."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from services.cli.fact_lines import read_lines
from shared.agreements.evaluation import evaluate
from shared.agreements.faults import BadAgreement
from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from shared.contracts.instants import parse_instant

SAMPLES: Final = Path(__file__).resolve().parents[4] / "shared" / "samples" / "evaluate"

# Examples that contradict themselves, since a fact was changed after an answer had been written down: the index of that
# fact, and what it must have been. `contradictions` proves of each that its answer cannot follow from what is given;
# with the fact that was meant the letter gives each answer.
MEANT: Final[dict[str, tuple[int, dict[str, Any]]]] = {
    **{
        f"an announcement tips it without any outage at the time-{n}": (3, {"until": "2026-01-05T22:00:00Z"})
        for n in (2, 3, 4)
    },
    **{
        f"an announcement tips it without any outage at the time-{n}": (3, {"until": "2026-01-05T20:50:00Z"})
        for n in (5, 6)
    },
    **{f"several announcements-{n}": (4, {"time": "2026-01-05T10:05:00Z"}) for n in (1, 2, 3)},
    **{f"several announcements-{n}": (4, {"time": "2026-01-05T10:13:00Z"}) for n in (4, 5, 6)},
    **{f"unknown time-{n}": (2, {"time": "2026-01-05T00:50:00Z"}) for n in range(1, 7)},
    **{f"budget of 60 seconds-{n}": (2, {"time": "2026-01-05T12:01:00Z"}) for n in (2, 3)},
    "repeats and contradictions-1": (1, {"time": "2026-01-01T00:00:00Z"}),
    **{
        f"a pause that begins at the deadline keeps it undecided-{n}": (1, {"time": "2026-01-05T14:00:00Z"})
        for n in (1, 2, 3)
    },
    "leaving and coming in-1": (1, {"time": "2026-01-05T13:00:00Z"}),
    **{f"never stopped-{n}": (2, {"time": "2026-01-05T12:00:00Z"}) for n in (2, 3)},
    "priority from start-2": (1, {"time": "2026-01-05T10:00:00Z"}),
}


@dataclass(frozen=True, slots=True)
class Example:
    """One story: an agreement, facts, an instant, perhaps a period, and the answer."""

    name: str
    agreement: str
    facts: tuple[dict[str, Any], ...]
    as_of: str
    period: str | None
    expected: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an example: the fields that differ, or the sentences that refuse the agreement."""

    differences: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def given() -> Iterator[Example]:
    """Every example as it is; none where the samples are not there."""
    for name in ("by-rule.jsonl", "random.jsonl"):
        path = SAMPLES / name
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            story = json.loads(line)
            yield Example(**{**story, "facts": tuple(story["facts"])})


def examples() -> Iterator[Example]:
    """Every example, with the fact that was meant where it contradicts itself."""
    for example in given():
        yield replace(example, facts=_meant(example)) if example.name in MEANT else example


def _meant(example: Example) -> tuple[dict[str, Any], ...]:
    index, changes = MEANT[example.name]
    meant = deepcopy(example.facts)
    for field, value in changes.items():
        place = meant[index] if field == "time" else meant[index]["data"]
        place[field] = value
    return meant


def outcome(example: Example) -> Outcome:
    """The example, evaluated as the command does."""
    try:
        documents = read_agreement(example.agreement)
    except BadAgreement as error:
        return Outcome(refused=tuple(fault.sentence for fault in error.faults))
    as_of = parse_instant(example.as_of)
    lines = read_lines((json.dumps(fact).encode() for fact in example.facts), as_of, lambda _: None)
    if lines.faults:
        return Outcome(tuple(fault.sentence for fault in lines.faults))
    terms = [terms_of(document) for document in documents]
    answer = evaluate(terms, lines, as_of, example.period).json()
    return Outcome(tuple(_differences("", example.expected, answer)))


def _differences(path: str, expected: Any, answer: Any) -> Iterator[str]:
    """The fields given in the expected answer that the answer does not have, by path."""
    if isinstance(expected, dict) and isinstance(answer, dict):
        for name, value in expected.items():
            yield from _differences(f"{path}.{name}", value, answer.get(name, "absent"))
    elif isinstance(expected, list) and isinstance(answer, list) and len(expected) == len(answer):
        for index, (one, other) in enumerate(zip(expected, answer, strict=True)):
            yield from _differences(f"{path}[{index}]", one, other)
    elif expected != answer or type(expected) is not type(answer):
        yield f"{path}: expected {expected!r}, got {answer!r}"
