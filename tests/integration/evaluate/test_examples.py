"""The worked examples: each is equal in every field that it gives, 27 of them with the fact that was meant."""

import random
from dataclasses import replace

import pytest

from tests.integration.evaluate.examples import SAMPLES, Example, Outcome, examples, outcome

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the project")


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[Example, Outcome]]:
    return {example.name: (example, outcome(example)) for example in examples()}


def test_every_example_is_equal_in_every_field_that_it_gives(
    outcomes: dict[str, tuple[Example, Outcome]],
) -> None:
    wrong = {name: found.differences[:3] for name, (_, found) in outcomes.items() if found.differences}
    refused = {name: found.refused for name, (_, found) in outcomes.items() if found.refused}
    assert (wrong, refused, len(outcomes)) == ({}, {}, 506)


def test_the_order_of_the_lines_does_not_matter(outcomes: dict[str, tuple[Example, Outcome]]) -> None:
    shuffler = random.Random(7)
    for example, found in list(outcomes.values())[::7]:
        facts = shuffler.sample(example.facts, len(example.facts))
        assert outcome(replace(example, facts=tuple(facts))) == found
