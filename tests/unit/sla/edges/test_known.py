"""What is known at an instant, whenever told and asked; what was first; what a resumed history goes on from."""

from dataclasses import replace
from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import Composite, Evidence, Quorum, Service
from shared.sla.agreed.objectives import (
    Clock,
    ClockKind,
    Measurement,
    Objective,
    OutageCount,
    Ratio,
    Satisfaction,
    Weights,
)
from shared.sla.agreed.terms import Terms
from shared.sla.facts import Fact
from shared.sla.figures import Repeated, SetAside
from shared.sla.history import History
from shared.sla.spans import DAY, HOUR
from shared.sla.told.before import Forgotten
from shared.sla.told.told import TwoContentsError
from tests.unit.sla.answering import answers, with_all
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability, counts, history

RATIO = Ratio("ok", "all", Fraction("0.9"))


def late(story: Story) -> list[Fact]:
    return [replace(fact, id=f"late{fact.id}") for fact in story.facts]


# as of an instant


def test_a_fact_of_the_very_instant_that_was_asked_about_is_known_when_it_is_asked_again():
    known = history(agreement(RATIO), Story().counted("09:00", 9, 10))
    assert known.figure("o", 1, MONDAY, at("10:00")).total == 10
    known.add(*late(Story().counted("10:00", 5, 5)))
    assert known.figure("o", 1, MONDAY, at("10:00")).total == 15
    assert known.figure("o", 1, MONDAY, at("09:59:59.999999")).total == 10


def test_facts_from_before_and_after_the_instant_asked_about_are_each_taken_once():
    known = history(
        agreement(RATIO), Story().counted("09:00", 1, 1).counted("10:00", 2, 2).counted("14:00", 4, 4)
    )
    assert known.figure("o", 1, MONDAY, at("12:00")).total == 3
    for fact in late(Story().counted("11:00", 8, 8).counted("08:00", 16, 16).counted("13:00", 32, 32)):
        known.add(fact)
    totals = [
        known.figure("o", 1, MONDAY, at(as_of)).total
        for as_of in ("12:00", "15:00", "13:30", "09:30", "15:00")
    ]
    assert totals == [27, 63, 59, 17, 63]


@pytest.mark.parametrize(("as_of", "aside"), [("09:59:59.999999", 0), ("10:00", 1)])
def test_what_was_set_aside_is_told_from_its_instant_on(as_of, aside):
    known = History([agreement()])
    [fact] = Story().told("10:00", "down").facts
    assert isinstance(known.add(replace(fact, service="elsewhere")), SetAside)
    assert len(known.set_aside(at(as_of))) == aside


def test_counts_of_another_service_are_none_of_this_one():
    first = replace(agreement(RATIO).objectives[0], id="o")
    other = replace(first, id="p", services=("t",))
    known = History([agreement(objectives=(first, other), services=(Service("s"), Service("t")))])
    for asked_before in (False, True):
        [fact] = Story().counted("10:00" if asked_before else "09:00", 1, 1).facts
        known.add(replace(fact, id=f"{asked_before}"))
        totals = [known.figure(name, 1, MONDAY, at("12:00")).total for name in ("o", "p")]
        assert totals == [1 + asked_before, 0]


# what was first


def first(*facts: Fact, terms: Terms | None = None, service: str = "s") -> int | None:
    told = terms or agreement()
    return with_all([told], facts).known(at("2026-01-06")).first_fact(told, service)


def test_the_earliest_fact_is_the_first_in_any_order():
    facts = Story().told("10:00", "up").told("09:00", "up").told("11:00", "up").facts
    assert first(*facts) == first(*reversed(facts)) == at("09:00")


def test_what_is_told_of_an_incident_counts_as_soon_as_that_is_opened():
    before = Story().incident("08:00", "updated", priority="P1")
    assert first(*before.facts) is None
    opened = before.incident("09:00", "opened").incident("10:00", "resolved")
    for facts in (opened.facts, opened.facts[::-1], [opened.facts[1], opened.facts[0]]):
        assert first(*facts) == at("08:00")
    assert first(*opened.facts[1:]) == at("09:00")
    known = with_all([agreement()], opened.facts[1:])
    assert known.known(at("12:00")).first_fact(agreement(), "s") == at("09:00")
    known.add(opened.facts[0])
    assert known.known(at("12:00")).first_fact(agreement(), "s") == at("08:00")


def test_what_was_announced_and_proposed_is_no_first_fact_and_what_was_answered_is():
    story = Story().announced("07:00", "12:00", "13:00").proposed("08:00", "07:00", "07:10", "up")
    assert first(*story.facts) is None
    assert first(*story.answered("09:00", "4").facts) == at("09:00")


MADE = (Service("s", made_of=Composite(Quorum.ALL, ("t", "u"))), Service("t"), Service("u"))


def of_service(service: str, story: Story) -> list[Fact]:
    return [replace(fact, id=f"{service}{fact.id}", service=service) for fact in story.facts]


def test_the_first_fact_of_a_composite_is_that_of_its_parts():
    told = of_service("u", Story().told("09:00", "up"))
    assert first(*told, terms=agreement(services=MADE)) == at("09:00")
    assert first(*told, terms=agreement(services=MADE), service="t") is None


# what is open


def open_at(known: History, as_of: str = "12:00") -> list[tuple[str, str | None, int]]:
    return [(one.service, one.condition, one.since) for one in known.open_conditions("o", 1, at(as_of))]


def test_the_open_conditions_of_an_objective_are_those_of_its_service_and_its_parts_alone():
    story = Story().told("10:00", "down", condition="disk")
    facts = [fact for service in "stuv" for fact in of_service(service, story)]
    terms = agreement(services=(*MADE, Service("v")))
    assert open_at(with_all([terms], facts)) == [(name, "disk", at("10:00")) for name in "stu"]
    assert with_all([terms], facts).open_conditions("elsewhere", 1, at("12:00")) == []


def test_late_words_and_those_of_sources_that_are_not_listed_open_nothing():
    terms = agreement(services=(Service("s", evidence=Evidence(frozenset("p"))),), late_after=HOUR)
    story = (
        Story()
        .told("10:00", "down", "q")
        .told("10:00", "down", condition="late", recorded_at=at("11:00") + 1)
    )
    story.told("10:00", "down", condition="disk", recorded_at=at("11:00"))
    assert open_at(history(terms, story)) == [("s", "disk", at("10:00"))]
    again = replace(terms, version=2, late_after=2 * HOUR)
    assert open_at(with_all([terms, again], story.facts)) == [("s", "disk", at("10:00"))]


# forgotten, and resumed


def objective(name: str, indicator: object, service: str = "s") -> Objective:
    return replace(agreement(indicator).objectives[0], id=name, services=(service,))


WEIGHTED = counts(degraded=Weights({"lame": Fraction(3, 4)}, Fraction(1, 2)))
OBJECTIVES = (
    objective("time", availability("0.9")),
    objective("outages", OutageCount(1, WEIGHTED), "t"),
    objective("ratio", RATIO),
    objective("clock", Clock(ClockKind.RESOLUTION, Fraction(1), HOUR)),
    objective("answers", Satisfaction(Fraction(3), Fraction(5))),
    objective("samples", Measurement("m", "ms", Fraction(5), take="mean")),
    objective("whole", availability("0.9"), "w"),
)
SERVICES = (
    Service("s", stale_after=3 * HOUR),
    Service("t"),
    Service("w", made_of=Composite(Quorum.ANY, ("s", "t"))),
)


def two_versions() -> list[Terms]:
    old = agreement(objectives=OBJECTIVES, services=SERVICES, late_after=HOUR, force_until=at("2026-01-06"))
    return [old, replace(old, version=2, force_from=at("2026-01-06"), force_until=None, late_after=DAY)]


def of_all_kinds() -> list[Fact]:
    story = Story().told("07:00", "up").told("08:00", "down", condition="disk").told("08:30", "degraded")
    story.told("09:00", "up", condition="disk").counted("09:00", 8, 10).answered("09:10", "4").measured(
        "09:20", "7"
    )
    story.incident("08:00", "opened").announced("07:00", "12:00", "13:00").proposed(
        "09:00", "08:00", "08:10", "up"
    )
    story.told("09:30", "down", condition="net", recorded_at=at("11:00"))
    story.incident("10:30", "resolved").decided("10:40", "accepted").told("11:30", "down").told("12:30", "up")
    elsewhere = replace(Story().told("08:00", "down").facts[0], id="elsewhere", service="x")
    other = (
        Story()
        .told("08:15", "down")
        .told("09:30", "down", "q", first_failed_at="09:00")
        .told("09:45", "up", "q")
    )
    other.told("11:00", "degraded", severity="slow").told(
        "11:00", "degraded", condition="net", severity="lame"
    )
    other.told("11:20", "down", "q", first_failed_at="10:00").told("11:40", "up", "q")
    return [*story.facts, *of_service("t", other), elsewhere]


def forgetful() -> History:
    found = with_all(two_versions(), of_all_kinds())
    assert found.forget(at("10:00")) == at("10:00")
    return found


def again(live: History, block: int = 4) -> History:
    return History.resumed(two_versions(), live.checkpoint(), spans_a_block=block)


@pytest.mark.parametrize("resumed", [False, True])
@pytest.mark.parametrize("asked_before", [False, True])
def test_what_forgot_and_what_was_resumed_answer_like_the_history_with_every_fact(resumed, asked_before):
    whole, live = with_all(two_versions(), of_all_kinds()), with_all(two_versions(), of_all_kinds())
    if asked_before:
        live.figure("time", 1, MONDAY, at("12:00"))
    live.forget(at("10:00"))
    live = again(live, 1) if resumed else live
    for as_of in ("12:00", "10:30", "10:00", "2026-01-06 01:00"):
        assert list(answers(live, at(as_of))) == list(answers(whole, at(as_of)))
    later = of_service("s", Story().told("11:10", "down", first_failed_at="10:00").counted("09:30", 1, 5))
    for fact in later:
        assert live.add(fact) == whole.add(fact)
    assert list(answers(live, at("14:00"))) == list(answers(whole, at("14:00")))


@pytest.mark.parametrize("made", [forgetful, lambda: again(forgetful())])
def test_it_still_knows_what_it_did_not_forget_by_name(made):
    live, facts = made(), {fact.id: fact for fact in of_all_kinds()}
    kept = [fact for fact in facts.values() if fact.at >= at("10:00") or fact.id == "elsewhere"]
    assert [live.add(fact) for fact in kept] == [Repeated()] * len(kept)
    with pytest.raises(TwoContentsError):
        live.add(replace(kept[0], service="t"))
    with pytest.raises(Forgotten, match="event 'early' of source 'p' reaches before the horizon"):
        live.add(replace(facts["e000"], id="early"))
    assert isinstance(live.add(replace(facts["elsewhere"], id="other")), SetAside)
    assert live.known(at("12:00")).first_fact(live.versions[0], "s") == at("07:00")
    assert [one.id for one, _ in live.set_aside(at("12:00"))] == ["elsewhere", "other"]


def test_a_horizon_moves_on_and_never_back():
    live = forgetful()
    assert live.forget(at("09:00")) == live.forget(at("10:00")) == at("10:00")
    assert again(live).forget(at("11:21")) == at("11:21")
    # one that is told at 11:20 dates an outage back
    assert live.forget(at("11:00")) == at("10:00")
    assert live.forget(at("11:30")) == at("11:30")
    left = [fact.at for fact in live.checkpoint().facts.availability if fact.id != "elsewhere"]
    assert left == [at("11:30"), at("11:40"), at("12:30")]


def test_what_was_forgotten_part_by_part_leaves_the_same_behind():
    whole, live = with_all(two_versions(), of_all_kinds()), forgetful()
    live.forget(at("11:30"))
    for found in (live, again(live)):
        assert list(answers(found, at("12:00"))) == list(answers(whole, at("12:00")))


@pytest.mark.parametrize(
    "more",
    [
        {
            "objectives": (
                *OBJECTIVES,
                objective("further", availability("0.9", degraded=Weights(other=Fraction(1, 3)))),
            )
        },
        {"services": (*SERVICES, Service("further"))},
    ],
    ids=["another timeline", "another service"],
)
def test_a_checkpoint_is_good_for_the_versions_that_it_was_made_under_and_no_others(more):
    kept, others = forgetful().checkpoint(), [replace(one, **more) for one in two_versions()]
    with pytest.raises(ValueError, match="zip"):
        History.resumed(others, kept)


def test_a_version_that_is_put_later_judges_every_fact_in_order():
    facts = Story().told("10:00", "down").told("09:00", "up").counted("11:00", 1, 1).facts
    known = with_all([], facts)
    assert known.set_aside(at("12:00")) == []
    known.put(agreement())
    assert known.figure("o", 1, MONDAY, at("12:00")) == with_all([agreement()], facts).figure(
        "o", 1, MONDAY, at("12:00")
    )


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (
            lambda live: live.known(at("09:59")),
            f"what was known at {at('09:59')} needs facts from before {at('10:00')}",
        ),
        (
            lambda live: live.put(replace(two_versions()[1], version=3)),
            "version 3 has to judge facts that are gone",
        ),
        (
            lambda live: live.evidence("time", 1, MONDAY, at("12:00")),
            f"what was told of service 's' before {at('10:00')} is gone",
        ),
        (
            lambda live: live.known(at("12:00")).timeline(
                live.versions[0], "s", Weights(other=Fraction(1, 3))
            ),
            "what was told of service 's' was never folded in this way",
        ),
    ],
)
def test_what_needs_a_forgotten_fact_is_refused_with_a_sentence(ask, sentence):
    with pytest.raises(Forgotten, match=sentence):
        ask(forgetful())


def test_nothing_is_kept_of_a_history_that_forgot_nothing():
    with pytest.raises(LookupError, match=r"^a history is kept at a horizon, and this one has none$"):
        history(agreement(), Story()).checkpoint()
