"""A refusal as problem details: the first sentences in one text, each with its own end."""

import pytest

from services.cli.refusals import Refusal, problem


@pytest.mark.parametrize(
    ("sentences", "detail"),
    [
        (["it is wrong"], "it is wrong."),
        (["it is wrong.", "did you mean up?"], "it is wrong. did you mean up?"),
        (["one", "two", "three", "four"], "one. two. three."),
    ],
)
def test_each_sentence_ends_once(sentences: list[str], detail: str) -> None:
    refusal = Refusal("Refused", tuple({"detail": sentence} for sentence in sentences))
    assert problem(refusal)["detail"] == detail
