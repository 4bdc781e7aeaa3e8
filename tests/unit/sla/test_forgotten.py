"""What a history forgets and what it does not: where the horizon lies, and what needs a fact that is gone."""

from dataclasses import replace

import pytest

from shared.sla.facts import AvailabilityTold
from shared.sla.history import History
from shared.sla.spans import HOUR, MICROSECOND
from shared.sla.told.before import Forgotten
from tests.unit.sla.answering import answers, with_all
from tests.unit.sla.examples import MONDAY, agreement, at, availability
from tests.unit.sla.examples import Story as Told


def probing() -> list[AvailabilityTold]:
    told = Told()
    for minute in range(600):
        told.told(f"{minute // 60:02}:{minute % 60:02}", "up")
    return [fact for fact in told.facts if isinstance(fact, AvailabilityTold)]


def test_a_probe_that_says_up_each_minute_leaves_nothing_behind() -> None:
    history = with_all([agreement(availability("0.9"))], probing())
    assert history.horizon is None, "all are there"
    horizon = history.forget(at("09:00"))
    assert horizon == history.horizon == at("09:00")
    kept = history.checkpoint()
    assert len(kept.facts.availability) == 60
    assert len(kept.folds) == 1
    assert len(kept.folds[0].times) == 2
    assert kept.size == 60 + 2


@pytest.mark.parametrize(
    ("told", "gone"),
    [
        (Told().told("08:59:59", "up"), True),
        (Told().told("09:00", "up"), False),
        (Told().told("09:30", "down", first_failed_at="08:59:59"), True),
        (Told().told("09:30", "down", first_failed_at="09:00"), False),
        (Told().told("09:30", "down", first_failed_at="08:00", condition="disk"), False),
        (Told().announced("08:00", "09:10", "09:20"), False),
        (Told().proposed("08:00", "07:00", "08:00", "down"), False),
    ],
)
def test_only_availability_from_before_the_horizon_needs_what_was_forgotten(told: Told, gone: bool) -> None:
    terms = agreement(availability("0.9"))
    history = with_all([terms], probing())
    history.forget(at("09:00"))
    facts = [replace(fact, id=f"further{n}") for n, fact in enumerate(told.facts)]
    if gone:
        with pytest.raises(Forgotten):
            history.add(facts[0])
        facts = []
    for fact in facts:
        history.add(fact)
    whole = with_all([terms], [*probing(), *facts])
    assert list(answers(history, at("12:00"))) == list(answers(whole, at("12:00")))


@pytest.mark.parametrize("told", ["09:00", "09:30"])
def test_an_outage_dated_back_over_the_instant_draws_the_horizon_back_to_its_beginning(told: str) -> None:
    late = Told().told(told, "down", id="late", source="q", first_failed_at="07:30").facts
    history = with_all([agreement(availability("0.9"))], [*probing(), *late])
    assert history.forget(at("09:00")) == at("07:30")
    assert history.forget(at("07:00")) == at("07:30")


def test_a_question_about_the_horizon_is_answered_and_one_of_a_microsecond_before_is_not() -> None:
    history = with_all([agreement(availability("0.9"))], probing())
    history.forget(at("09:00"))
    assert history.figure("o", 1, MONDAY, at("09:00")).good == 9 * HOUR
    with pytest.raises(Forgotten):
        history.figure("o", 1, MONDAY, at("09:00") - MICROSECOND)


def test_a_version_has_to_be_put_on_every_fact() -> None:
    history = with_all([agreement(availability("0.9"))], probing())
    history.forget(at("09:00"))
    with pytest.raises(Forgotten):
        history.put(replace(agreement(availability("0.8")), version=2))


def test_a_history_without_a_horizon_is_not_kept_and_one_of_other_versions_not_resumed() -> None:
    history = with_all([agreement(availability("0.9"))], probing())
    with pytest.raises(LookupError):
        history.checkpoint()
    history.forget(at("09:00"))
    with pytest.raises(ValueError, match="zip"):
        History.resumed([], history.checkpoint())
