"""Every figure of the stories can be followed by hand from its explanation, and is told in whole sentences."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from shared.agreements.explanation_json import explanation_json
from tests.oracle.explained import Explained, explained, faults
from tests.oracle.stories import story

STORIES = 150
NAMED = {
    *("allowed", "bad", "certain", "good", "remaining", "sli", "total"),
    *("longest_outage", "mean_time_between_failures", "mean_time_to_restore", "outage_count"),
    *("paused", "stopped", "excused", "tolerated", "maintenance"),
}
UNFIT = re.compile(r"None|Fraction|  |\{|\}|\d %|\d[.,]? ?us\b|_|\( | \)|\.\.")
"""What no sentence holds: names of the code, gaps, a percent sign after a plain space."""
ZONE = re.compile(r"\b[A-Z]\w+/[A-Z]\w+")


@cache
def told() -> list[Explained]:
    return [one for seed in range(STORIES) for one in explained(story(seed))]


def sentences(answer: Any) -> Iterator[tuple[str, str]]:
    """Every pair of sentences in both languages."""
    if isinstance(answer, dict):
        if answer.keys() == {"en", "de"} and isinstance(answer["en"], str):
            yield answer["en"], answer["de"]
        for value in answer.values():
            yield from sentences(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from sentences(value)


def test_each_step_computed_again_gives_its_value_and_the_rows_sum() -> None:
    wrong: dict[str, list[str]] = {}
    reached: Counter[str] = Counter()
    for at, found in enumerate(told()):
        one = found.explanation
        fault = list(faults(one))
        if fault:
            wrong[f"{at} {one.figure.objective}"] = fault
        reached.update(step.name for step in one.formula)
        reached.update([one.credit.share.name] if one.credit is not None else [])
        reached.update(row.kind for row in one.rows)
        reached.update(off.reason.value for clock in one.clocks for off in clock.off)
    assert wrong == {}
    assert set(reached) >= NAMED


def test_every_part_is_said_in_both_languages_in_whole_words() -> None:
    odd: dict[tuple[str, str], str] = {}
    for found in told():
        answer = explanation_json(found.explanation, found.objective, found.document)
        json.dumps(answer)
        for pair in sentences(answer):
            if any(not said or UNFIT.search(ZONE.sub("", said)) for said in pair):
                odd[pair] = found.objective.indicator_name
    assert odd == {}


def test_every_clause_that_had_a_part_is_said_with_its_value() -> None:
    for found in told():
        answer = explanation_json(found.explanation, found.objective, found.document)
        named = {clause["clause"] for clause in answer["clauses"]}
        for field in found.explanation.clauses:
            assert any(one == field or one.endswith(f".{field}") for one in named), field
        assert all(clause["value"] for clause in answer["clauses"])
