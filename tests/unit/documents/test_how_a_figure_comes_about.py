"""The page for people who sign: each number on it is what the calculus gives for its own agreement and facts."""

import re

import pytest

from tests.unit.documents.month import PAGE, read_month
from tests.unit.documents.numbers import MARKED, values, written


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_every_number_on_the_page_is_computed_from_its_agreement_and_facts(page: str) -> None:
    assert written(page) == page, "run python -m tests.unit.documents.numbers"


def test_no_number_stands_on_the_page_that_is_not_computed(page: str) -> None:
    rest = re.sub(r"```.*?```", "", MARKED.sub("", page), flags=re.DOTALL)
    told = re.sub(r"^\| \d{4}-.*\|$", "", rest, flags=re.MULTILINE)
    clauses = re.sub(r"`[^`]*`", "", told)
    assert re.findall(r".*\d.*", clauses) == []


def test_every_number_that_is_computed_stands_on_the_page(page: str) -> None:
    assert {match[1] for match in MARKED.finditer(page)} == set(values(read_month(page)))


def test_another_fact_makes_other_numbers(page: str) -> None:
    changed = page.replace(
        "| 2026-03-26 17:30 | probe | the shop is up |", "| 2026-03-26 17:31 | probe | the shop is up |"
    )
    assert written(changed) != changed
    assert "1 h 18 min 41.749583 s" in written(changed)


def test_a_fact_that_is_not_understood_is_named(page: str) -> None:
    with pytest.raises(ValueError, match="not understood: the shop sleeps"):
        read_month(page.replace("nobody knows how the shop is", "the shop sleeps"))
