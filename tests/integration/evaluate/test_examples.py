"""The worked examples: each is equal in every field that it gives, or refused for a rule that is named as missing."""

import json
import random
import re
import sys
from collections import Counter
from dataclasses import replace

import pytest

from shared.agreements.faults import Kind
from tests.integration.evaluate.examples import MEANT, SAMPLES, Example, Outcome, examples, outcome

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the project")

EQUAL_SO_FAR = 506
"""How many were equal when this was last raised; it only goes up."""


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[Example, Outcome]]:
    return {example.name: (example, outcome(example)) for example in examples()}


def test_every_example_is_equal_or_refused_for_a_named_missing_rule(
    outcomes: dict[str, tuple[Example, Outcome]],
) -> None:
    wrong = {name: found.differences[:3] for name, (_, found) in outcomes.items() if found.differences}
    misread = {
        name: sentence
        for name, (_, found) in outcomes.items()
        for kind, sentence in found.refused
        if kind is not Kind.MISSING
    }
    assert (wrong, misread) == ({}, {})
    missing = Counter(
        re.sub(r"^\w+ \S+: ", "", sentence)
        for _, found in outcomes.values()
        for sentence in {sentence for _, sentence in found.refused}
    )
    equal = sum(not found.refused for _, found in outcomes.values())
    listed = [f"{count:4} {sentence}" for sentence, count in missing.most_common()]
    sys.stdout.write("\n".join([f"{equal} of {len(outcomes)} examples are equal; refused:", *listed, ""]))
    assert len(outcomes) == 506
    assert equal >= EQUAL_SO_FAR


def test_the_order_of_the_lines_does_not_matter(outcomes: dict[str, tuple[Example, Outcome]]) -> None:
    shuffler = random.Random(7)
    for example, found in list(outcomes.values())[::7]:
        if not found.refused:
            facts = shuffler.sample(example.facts, len(example.facts))
            assert outcome(replace(example, facts=tuple(facts))).differences == ()


def test_examples_that_contradict_themselves_are_the_named_ones() -> None:
    by_question: dict[str, set[str]] = {}
    for path in (SAMPLES / "by-rule.jsonl", SAMPLES / "random.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            story = json.loads(line)
            question = json.dumps([story[name] for name in ("agreement", "facts", "as_of", "period")])
            by_question.setdefault(question, set()).add(story["name"])
    contradicting = {name for names in by_question.values() if len(names) > 1 for name in names}
    named_and_asked_alike = {name for name in MEANT if name in contradicting}
    assert len(named_and_asked_alike) >= 10
