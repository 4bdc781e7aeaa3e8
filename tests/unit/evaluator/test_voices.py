"""What is a sign of life, and what is news."""

import pytest

from services.evaluator.verdicts.voices import Voices
from shared.agreements.evidence import fact_of
from shared.contracts.facts import read_fact
from tests.unit.evaluator.builders import change, document, terms, told

STALE = terms(document(services="[{id: webshop, name: Web shop, stale_after: PT5M}]"))
NEVER_STALE = terms(document())


def heard(*events, versions=(STALE,)) -> list[bool]:
    voices = Voices()
    return [voices.hear(fact_of(read_fact(event)), versions) for event in events]


def at(minute: int, state: str = "up", **said):
    return told(f"2026-01-01T10:{minute:02d}:00Z", state, **said)


def test_the_first_word_is_news_and_the_same_again_is_not():
    assert heard(at(0), at(1), at(2)) == [False, True, True]


@pytest.mark.parametrize(("minute", "quiet"), [(5, True), (6, False)])
def test_a_word_is_quiet_while_its_source_is_believed(minute: int, quiet: bool):
    assert heard(at(0), at(minute))[1] is quiet


def test_a_source_that_is_never_stale_may_be_silent_for_long():
    assert heard(at(0), at(50), versions=(NEVER_STALE,)) == [False, True]


def test_the_shortest_patience_of_all_versions_counts():
    assert heard(at(0), at(6), versions=(NEVER_STALE, STALE)) == [False, False]


@pytest.mark.parametrize(
    "second",
    [
        at(1, "down"),
        at(1, "down", condition="http"),
        at(1, source="other"),
        at(1, service="cellar"),
    ],
    ids=["state", "condition", "source", "service"],
)
def test_another_word_is_news(second):
    assert heard(at(0), second) == [False, False]


@pytest.mark.parametrize("said", [{"severity": "major"}, {"cause": "provider"}], ids=["severity", "cause"])
def test_the_same_state_with_more_to_it_is_news(said: dict[str, str]):
    assert heard(at(0, "degraded"), at(1, "degraded", **said)) == [False, False]


def test_a_late_word_is_news_and_does_not_replace_the_last():
    assert heard(at(0), at(4), at(2), at(5)) == [False, True, False, True]


def test_a_word_that_dates_an_outage_back_is_news():
    observed = at(
        2, "down", kind="availability.observed", first_failed_at="2026-01-01T10:01:00Z", identity="dated"
    )
    assert heard(at(0, "down"), observed) == [False, False]


def test_what_is_told_of_a_change_is_news():
    assert heard(change("started", "2026-01-01T10:00:00Z")) == [False]
