"""Which examples contradict themselves: exactly those that are unequal as given, each with a proof."""

import sys
from pathlib import Path

import pytest

from tests.integration.evaluate.contradictions import PROOFS, Proof, asked_alike
from tests.integration.evaluate.examples import MEANT, SAMPLES, Example, given, outcome

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the project")

DOCUMENTS = Path(__file__).resolve().parents[3] / "docs"


@pytest.fixture(scope="module")
def as_given() -> dict[str, Example]:
    return {example.name: example for example in given()}


@pytest.fixture(scope="module")
def equal(as_given: dict[str, Example]) -> set[str]:
    outcomes = {name: outcome(example) for name, example in as_given.items()}
    return {name for name, found in outcomes.items() if not found.differences and not found.refused}


def test_479_are_equal_as_given_and_27_with_the_fact_that_was_meant(
    as_given: dict[str, Example], equal: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert set(as_given) - equal == set(MEANT)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(equal)} as given, {len(MEANT)} with the fact that was meant\n")
    assert (len(equal), len(MEANT)) == (479, 27)


def test_each_of_the_27_asks_what_one_with_another_answer_asks_or_is_proved_by_itself_to_be_wrong(
    as_given: dict[str, Example], equal: set[str]
) -> None:
    alike = {name for group in asked_alike(as_given.values()) if group & equal for name in group}
    by_itself = {name for name in MEANT for proof in PROOFS if proof.convicts(as_given[name])}

    assert set(MEANT) - alike - by_itself == set()


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.name)
def test_a_proof_convicts_somebody_and_nobody_whose_answer_is_right(
    proof: Proof, as_given: dict[str, Example]
) -> None:
    convicted = {name for name, example in as_given.items() if proof.convicts(example)}

    assert convicted
    assert convicted <= set(MEANT)


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.name)
def test_the_letter_of_a_proof_stands_in_its_document(proof: Proof) -> None:
    assert proof.letter in (DOCUMENTS / proof.document).read_text(encoding="utf-8")
