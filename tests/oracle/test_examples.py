"""The oracle itself gives the answers of the worked examples, all 506, in every field that they give."""

import pytest

from tests.integration.evaluate.examples import SAMPLES, _differences, examples
from tests.oracle.evaluation import evaluate

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the project")


def test_the_oracle_answers_every_worked_example() -> None:
    wrong = {}
    count = 0
    for example in examples():
        count += 1
        expected = example.expected
        for aside in expected["facts"]["set_aside"]:
            aside.pop("reason", None)
        answer = evaluate(example.agreement, example.facts, example.as_of, example.period)
        found = list(_differences("", expected, answer))
        if found:
            wrong[example.name] = found[:3]
    assert wrong == {}
    assert count == 506
