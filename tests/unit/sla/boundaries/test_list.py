"""docs/boundaries.md names each boundary's example: the sentence is in the letter, and the test is there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
LIST = ROOT / "docs" / "boundaries.md"
LETTER = " ".join((ROOT / "docs" / "SEMANTICS.md").read_text().replace("**", "").split())
ROWS = re.findall(r"^\| (?!the letter|---)(.+?) \| (`test_.+`) \|$", LIST.read_text(), re.MULTILINE)


def names_in(folder: Path) -> list[str]:
    return [
        name
        for path in folder.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)
    ]


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in ROWS])
def test_each_boundary_is_a_sentence_of_the_letter(sentence):
    assert sentence in LETTER


def test_each_boundary_names_an_example_that_is_there_once():
    there = Counter(names_in(ROOT / "tests" / "unit"))
    named = {name for _, names in ROWS for name in re.findall(r"`(test_\w+)`", names)}
    assert len(ROWS) > 100
    assert {name: there[name] for name in named if there[name] != 1} == {}


def test_each_example_of_a_boundary_is_in_the_list():
    named = set(re.findall(r"`(test_\w+)`", LIST.read_text()))
    own = set(names_in(Path(__file__).parent)) - set(names_here())
    assert own - named == set()


def names_here() -> list[str]:
    return re.findall(r"^def (test_\w+)", Path(__file__).read_text(), re.MULTILINE)
