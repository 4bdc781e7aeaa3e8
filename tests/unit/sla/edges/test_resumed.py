"""What a history that forgot, and one that was resumed, go on from: answers, names, and what they refuse."""

from dataclasses import replace
from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import Composite, Quorum, Service
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


def of_service(service: str, story: Story) -> list[Fact]:
    return [replace(fact, id=f"{service}{fact.id}", service=service) for fact in story.facts]


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
