"""One story put to the calculus and to the oracle: where they differ, by field."""

import json
from collections.abc import Iterator
from typing import Any

from services.cli.fact_lines import read_lines
from shared.agreements.evaluation import evaluate as calculated
from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from shared.contracts.instants import parse_instant
from tests.oracle.evaluation import evaluate
from tests.oracle.stories import Story

NOT_TOLD = ("engine", "tzdata", "holidays")
"""What the oracle does not say."""


def answers(story: Story) -> tuple[dict[str, Any], dict[str, Any]]:
    """The calculus' answer and the oracle's, in the same form."""
    return answer_calculated(story), evaluate(story.text, story.lines, story.as_of, story.period)


def answer_calculated(story: Story) -> dict[str, Any]:
    """What the calculus answers, without what the oracle does not say."""
    as_of = parse_instant(story.as_of)
    lines = read_lines((json.dumps(line).encode() for line in story.lines), as_of, lambda _: None)
    assert lines.faults == []
    terms = [terms_of(document) for document in read_agreement(story.text)]
    found: dict[str, Any] = calculated(terms, lines, as_of, story.period).json()
    for name in NOT_TOLD:
        del found[name]
    for aside in found["facts"]["set_aside"]:
        del aside["reason"]
    return found


def differences(path: str, one: Any, other: Any) -> Iterator[str]:
    """Every field in which two answers are not the same, also where only one of them has it."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(one.keys() | other.keys()):
            yield from differences(f"{path}.{name}", one.get(name, "absent"), other.get(name, "absent"))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from differences(f"{path}[{index}]", a, b)
    elif one != other or type(one) is not type(other):
        yield f"{path}: calculated {one!r}, walked {other!r}"
