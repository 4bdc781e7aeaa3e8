"""The cause and the conditions of an outage, as far as they are known: what was told of it last, and what is down."""

from shared.sla.agreed.clauses import Evidence, EvidenceRule, Service
from shared.sla.figures import Outage
from tests.unit.sla.examples import Story, agreement, at, figure


def outage(story: Story, as_of: str = "12:00", **service) -> Outage:
    found = figure(agreement(services=(Service("s", **service),)), story, as_of).outages
    assert found is not None
    return found[0]


def test_the_cause_is_the_last_that_was_told_in_the_outage():
    story = Story().told("09:00", "down", cause="provider").told("10:00", "down", cause="third_party")
    assert outage(story).cause == "third_party"


def test_a_word_that_says_the_same_state_without_a_cause_leaves_the_cause():
    story = Story().told("09:00", "down", cause="provider").told("10:00", "down")
    assert outage(story).cause == "provider"


def test_an_outage_of_which_nobody_told_a_cause_is_open():
    assert outage(Story().told("09:00", "down")).cause == "open"


def test_of_causes_told_at_one_time_the_first_by_name_stands():
    story = Story().told("09:00", "down", source="a", cause="third_party")
    story.told("09:00", "down", source="b", cause="customer")
    assert outage(story).cause == "customer"


def test_conditions_are_those_that_are_down_and_a_source_s_own_goes_by_its_id():
    story = Story().told("09:00", "down", condition="disk").told("10:00", "up", condition="disk")
    story.told("10:00", "down").told("10:30", "degraded", condition="slow")
    assert outage(story).conditions == ("disk", "p")


def test_only_the_source_whose_word_counts_names_conditions():
    evidence = Evidence(rule=EvidenceRule.AUTHORITATIVE, authoritative="a")
    story = Story().told("09:00", "down", source="a").told("09:00", "down", source="b")
    assert outage(story, evidence=evidence).conditions == ("a",)


def test_a_correction_to_down_gives_its_cause_and_no_condition():
    story = Story().told("09:00", "up")
    story.proposed("10:00", "09:30", "10:00", "down", cause="customer").decided("10:30", "accepted")
    assert outage(story) == Outage(at("09:30"), at("10:00"), at("10:00") - at("09:30"), "customer", ())


def test_what_is_dated_back_tells_the_cause_of_time_that_was_not_down():
    story = Story().told("10:00", "down", cause="customer", first_failed_at="09:00")
    assert outage(story, as_of="10:00").cause == "customer"


def test_what_is_dated_back_leaves_the_cause_of_time_that_was_down_already():
    story = Story().told("09:30", "down", cause="provider")
    story.told("11:00", "down", cause="customer", first_failed_at="09:00")
    assert outage(story, as_of="11:00").cause == "provider"
    assert outage(story, as_of="11:00:00.000001").cause == "customer"


def test_a_condition_that_was_down_before_is_named_also_where_an_outage_is_dated_back_past_it():
    story = Story().told("09:30", "down", condition="disk").told("09:45", "up", condition="disk")
    story.told("10:00", "down", first_failed_at="09:00")
    assert outage(story).conditions == ("disk", "p")
