"""A timeline that goes on from what another had folded before a horizon says what that one would say."""

from dataclasses import replace

import pytest

from shared.sla.agreed.clauses import Evidence, EvidenceRule, Service
from shared.sla.agreed.objectives import Weights
from shared.sla.facts import State
from shared.sla.states.timeline import ServiceTimeline
from tests.unit.sla.edges.test_timeline import everything, told

SERVICE = Service("s", 40, evidence=Evidence(None, EvidenceRule.MAJORITY))
FACTS = [told(number) for number in range(60)]
CUTS = [5, 12, 23, 34, 45, 59]
"""Where no later fact dates an outage back to before."""


def made_of(facts, service: Service = SERVICE) -> ServiceTimeline:
    made = ServiceTimeline(service, Weights())
    for fact in facts:
        made.add(fact)
    return made


def resumed_at(cut: int, service: Service = SERVICE) -> ServiceTimeline:
    kept = made_of(FACTS[:cut], service).folded()
    return ServiceTimeline(service, Weights(), kept, FACTS[cut].at)


@pytest.mark.parametrize("cut", CUTS)
def test_what_is_told_after_the_horizon_is_taken_as_if_nothing_had_been_left_out(cut):
    resumed = resumed_at(cut)
    for fact in FACTS[cut:]:
        resumed.add(fact)
    whole = made_of(FACTS)
    assert everything(resumed) == everything(whole)
    assert resumed.folded() == whole.folded()
    assert resumed.dated_back() == whole.dated_back()


@pytest.mark.parametrize("cut", CUTS)
def test_without_a_further_fact_it_stands_where_the_other_stood(cut):
    resumed, whole = resumed_at(cut), made_of(FACTS[:cut])
    assert everything(resumed) == everything(whole)
    assert resumed.folded() == whole.folded()


@pytest.mark.parametrize("cut", CUTS)
def test_a_fact_of_the_horizon_itself_may_come_late(cut):
    resumed, late = resumed_at(cut), FACTS[cut]
    for fact in FACTS[cut + 1 :]:
        resumed.add(fact)
        everything(resumed)
    resumed.add(late)
    assert everything(resumed) == everything(made_of(FACTS))


def test_an_outage_that_is_dated_back_to_the_horizon_itself_leaves_what_was_before_it():
    plain = Service("s")
    up = replace(FACTS[0], state=State.UP, condition=None, first_failed_at=None)
    before = ServiceTimeline(plain, Weights())
    before.add(replace(up, id="b", at=50))
    resumed = ServiceTimeline(plain, Weights(), before.folded(), 100)
    resumed.add(replace(up, id="c", at=120, state=State.DOWN, first_failed_at=100))
    assert [(one.start, one.reading.state) for one in resumed.between(0, 200)] == [
        (0, State.UNKNOWN),
        (50, State.UP),
        (100, State.DOWN),
    ]


def test_of_nothing_nothing_is_kept_and_nothing_is_known():
    plain = Service("s")
    kept = made_of([], plain).folded()
    assert (kept.first, kept.last) == (None, None)
    resumed = ServiceTimeline(plain, Weights(), kept, FACTS[0].at)
    assert resumed.first_known() is None
    for fact in FACTS:
        resumed.add(fact)
    assert everything(resumed) == everything(made_of(FACTS, plain))
