"""Which events are accepted, and with which reason the others are refused."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from services.ingest.acceptance import Accepted, Arrival, arrived, brought, decide
from services.ingest.refusals import Rejected
from shared.security.principal import Principal
from tests.unit.ingest.world import (
    CUSTOMER,
    NOON,
    OBSERVER,
    OPERATOR,
    PROVIDER,
    SECOND,
    SOURCE,
    directory,
    event,
)

KNOWN = directory()
AT_NOON = arrived(NOON)
WINDOW = {"from": "2026-03-12T00:00:00Z", "until": "2026-03-12T02:00:00Z"}


def taken(sender: Principal | None = None, arrival: Arrival = AT_NOON, **changes: Any) -> Accepted:
    outcome = decide(event(**changes), sender, KNOWN, arrival, 64_000)
    assert isinstance(outcome, Accepted), outcome
    return outcome


def refused(sender: Principal | None = None, arrival: Arrival = AT_NOON, **changes: Any) -> Rejected:
    outcome = decide(event(**changes), sender, KNOWN, arrival, 64_000)
    assert isinstance(outcome, Rejected), outcome
    return outcome


def test_a_fact_goes_to_every_agreement_that_names_its_service() -> None:
    assert taken(subject="webshop").agreements == ("acme-webshop",)
    assert taken(subject="mail").agreements == ("acme-webshop", "globex-mail")


def test_the_arrival_is_stamped_over_what_the_sender_says() -> None:
    written = msgspec.json.decode(taken(recordedtime="1999-01-01T00:00:00Z").value)
    assert written["recordedtime"] == "2026-03-10T12:00:00Z"


def test_an_arrival_that_the_sender_cannot_write_does_no_harm() -> None:
    written = msgspec.json.decode(taken(recordedtime="yesterday").value)
    assert written["recordedtime"] == "2026-03-10T12:00:00Z"


def test_history_carries_no_arrival() -> None:
    written = msgspec.json.decode(taken(arrival=brought(NOON), recordedtime="1999-01-01T00:00:00Z").value)
    assert "recordedtime" not in written


def test_two_events_that_differ_in_their_arrival_alone_have_one_digest() -> None:
    later = arrived(NOON + SECOND)
    assert taken(recordedtime="1999-01-01T00:00:00Z").digest == taken(arrival=later).digest


@pytest.mark.parametrize(
    ("ahead", "accepted"),
    [
        pytest.param(0, True, id="now"),
        pytest.param(120 * SECOND, True, id="two minutes ahead exactly"),
        pytest.param(120 * SECOND + 1, False, id="a microsecond more"),
    ],
)
@pytest.mark.parametrize("coming", [arrived, brought], ids=["an event", "history"])
def test_a_fact_lies_at_most_two_minutes_ahead_of_its_arrival(
    ahead: int, accepted: bool, coming: Callable[[int], Arrival]
) -> None:
    outcome = decide(event(), OPERATOR, KNOWN, coming(NOON - ahead), 64_000)
    assert isinstance(outcome, Accepted) == accepted
    if isinstance(outcome, Rejected):
        assert (outcome.reason, outcome.field, outcome.status) == ("future", "time", 422)
        assert "2026-03-10T12:00:00Z" in outcome.sentence


@pytest.mark.parametrize(
    ("changes", "reason", "field", "said"),
    [
        ({"type": "availability.change"}, "unknown_type", "type", "dev.eyelevel.availability.changed"),
        ({"type": "clock.ticked"}, "unknown_type", "type", "Eyelevel itself writes"),
        ({"type": "agreement.put"}, "unknown_type", "type", "Eyelevel itself writes"),
        ({"subject": None}, "malformed", "subject", "the id of the service"),
        ({"time": None}, "malformed", "time", "when this happened"),
        ({"subject": "web-shop"}, "unknown_service", "subject", "did you mean 'webshop'?"),
        ({"subject": "zzz"}, "unknown_service", "subject", "put in an agreement"),
        ({"data": {"state": "broken"}}, "malformed", "data.state", "up, degraded, down, unknown"),
        ({"data": {"state": "down", "reason": "a\x00b"}}, "malformed", "data", "NUL"),
        ({"data": {"state": "down", "x\x00": 1}}, "malformed", "data", "NUL"),
    ],
)
def test_what_is_refused_says_where_and_why(
    changes: dict[str, Any], reason: str, field: str, said: str
) -> None:
    refusal = refused(OPERATOR, **changes)
    assert (refusal.reason, refusal.field) == (reason, field)
    assert said in refusal.sentence


def test_a_backslash_before_u0000_is_no_nul() -> None:
    assert taken(data={"state": "down", "reason": r"the text \u0000"})


def nested(levels: int) -> dict[str, Any]:
    data: Any = 0
    for _ in range(levels - 1):
        data = [data]
    return {"state": "down", "more": data}


def test_data_may_be_nested_so_far_and_no_further() -> None:
    assert taken(data=nested(32))
    refusal = refused(data=nested(33))
    assert (refusal.reason, refusal.field) == ("malformed", "data")


def test_many_values_side_by_side_are_not_deep() -> None:
    assert taken(data={"state": "down", "more": [[] for _ in range(100)]})


def test_an_event_may_be_so_large_and_no_larger() -> None:
    size = len(taken().value)
    assert isinstance(decide(event(), OPERATOR, KNOWN, AT_NOON, size), Accepted)
    outcome = decide(event(), OPERATOR, KNOWN, AT_NOON, size - 1)
    assert isinstance(outcome, Rejected)
    assert (outcome.reason, outcome.status) == ("too_large", 413)


@pytest.mark.parametrize(
    "sender",
    [None, OPERATOR, SOURCE, PROVIDER, CUSTOMER],
    ids=["raw", "operator", "source", "prov.", "cust."],
)
@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("change.acknowledged", {"change": "c", "by": "acme"}),
        ("change.declined", {"change": "c", "by": "acme"}),
        (
            "correction.proposed",
            {"correction": "c", "service": "webshop", **WINDOW, "to": "up", "by": "acme"},
        ),
        ("correction.accepted", {"correction": "c", "by": "acme"}),
        ("correction.declined", {"correction": "c", "by": "acme"}),
        ("correction.withdrawn", {"correction": "c", "by": "acme"}),
    ],
)
def test_what_parties_decide_comes_through_the_portal_alone(
    sender: Principal | None, kind: str, data: dict[str, Any]
) -> None:
    refusal = refused(sender, type=kind, data=data)
    assert (refusal.reason, refusal.field, refusal.status) == ("decision", "type", 403)
    assert "portal" in refusal.sentence


def test_a_source_learns_nothing_of_services_that_are_not_its_own() -> None:
    there, nowhere = refused(SOURCE, subject="globex-portal"), refused(SOURCE, subject="globex-nowhere")
    assert there.sentence.replace("globex-portal", "globex-nowhere") == nowhere.sentence
    assert (there.reason, there.status) == (nowhere.reason, nowhere.status)


def test_a_party_learns_nothing_of_services_of_others() -> None:
    report = {"type": "problem.reported", "source": "acme", "data": {"text": "slow", "by": "acme"}}
    there = refused(CUSTOMER, **{**report, "subject": "globex-portal"})
    nowhere = refused(CUSTOMER, **{**report, "subject": "globex-nowhere"})
    assert there.sentence.replace("globex-portal", "globex-nowhere") == nowhere.sentence


def test_a_near_name_is_told_only_of_services_that_the_sender_may_know() -> None:
    assert "globex-portal" in refused(OPERATOR, subject="globex-porta").sentence
    assert "globex-portal" not in refused(SOURCE, subject="globex-porta").sentence


def test_a_source_speaks_under_its_own_name() -> None:
    refusal = refused(SOURCE, source="probe-south")
    assert (refusal.reason, refusal.field, refusal.status) == ("not_allowed", "source", 403)
    assert "probe-north" in refusal.sentence


def test_a_source_key_that_names_no_source_may_use_any() -> None:
    anything = Principal(role="source", key_id="s", services=frozenset({"webshop"}))
    assert taken(anything, source="probe-south")


def test_what_a_customer_reports_goes_to_its_own_agreement_alone() -> None:
    report = {
        "type": "problem.reported",
        "source": "acme",
        "subject": "mail",
        "data": {"text": "slow", "by": "acme"},
    }
    assert taken(CUSTOMER, **report).agreements == ("acme-webshop",)
    assert taken(OPERATOR, **report).agreements == ("acme-webshop", "globex-mail")


@pytest.mark.parametrize(
    ("by", "said"), [("northwind", "'northwind'"), (None, "missing")], ids=["the other party", "nobody"]
)
@pytest.mark.parametrize("kind", ["problem.reported", "feedback.given"])
def test_a_party_speaks_for_itself_alone(kind: str, by: str | None, said: str) -> None:
    data = {"text": "slow"} if kind == "problem.reported" else {"score": 4, "scale": {"from": 1, "to": 5}}
    refusal = refused(CUSTOMER, type=kind, source="acme/desk", data={**data, **({"by": by} if by else {})})
    assert (refusal.reason, refusal.field) == ("not_allowed", "data.by")
    assert said in refusal.sentence
    assert "'acme'" in refusal.sentence


def test_a_party_does_not_speak_as_anothers_tool() -> None:
    refusal = refused(CUSTOMER, type="problem.reported", data={"text": "slow", "by": "acme"})
    assert (refusal.reason, refusal.field) == ("not_allowed", "source")
    assert "acme/" in refusal.sentence


def test_a_party_measures_nothing() -> None:
    refusal = refused(CUSTOMER, source="acme")
    assert (refusal.reason, refusal.field) == ("not_allowed", "type")


def test_an_observer_says_nothing() -> None:
    refusal = refused(
        OBSERVER, type="problem.reported", source="auditor", data={"text": "slow", "by": "auditor"}
    )
    assert refusal.reason == "unknown_service"


@pytest.mark.parametrize(
    ("step", "data"),
    [
        ("announced", {"change": "c", **WINDOW}),
        ("started", {"change": "c"}),
        ("finished", {"change": "c"}),
        ("cancelled", {"change": "c"}),
    ],
)
def test_changes_are_said_by_the_provider(step: str, data: dict[str, Any]) -> None:
    change = {"type": f"change.{step}", "data": data}
    assert taken(PROVIDER, **change, source="northwind").agreements == ("acme-webshop",)
    refusal = refused(CUSTOMER, **change, source="acme")
    assert (refusal.reason, refusal.field) == ("not_allowed", "type")


def test_a_provider_is_a_customer_in_another_agreement() -> None:
    refusal = refused(
        PROVIDER, type="change.started", source="northwind", subject="line", data={"change": "c"}
    )
    assert (refusal.reason, refusal.field) == ("not_allowed", "type")
    assert "'northwind' is the customer" in refusal.sentence


def announced(*services: str) -> dict[str, Any]:
    return {
        "type": "change.announced",
        "source": "northwind",
        "data": {"change": "c", **WINDOW, "services": list(services)},
    }


def test_a_change_goes_to_the_agreements_of_all_its_services_once() -> None:
    assert taken(PROVIDER, **announced("webshop", "mail")).agreements == ("acme-webshop", "globex-mail")


@pytest.mark.parametrize("step", ["started", "finished", "cancelled"])
def test_a_step_of_a_change_goes_where_its_announcement_went(step: str) -> None:
    told = {
        "type": f"change.{step}",
        "source": "northwind",
        "data": {"change": "c", "services": ["webshop", "mail"]},
    }
    assert taken(PROVIDER, **told).agreements == ("acme-webshop", "globex-mail")


def test_an_operator_may_announce_a_change_that_touches_services_without_agreement() -> None:
    assert taken(OPERATOR, **announced("webshop", "database")).agreements == ("acme-webshop",)


@pytest.mark.parametrize("sender", [SOURCE, PROVIDER], ids=["source", "party"])
def test_others_name_only_services_that_are_theirs(sender: Principal) -> None:
    source = "probe-north" if sender is SOURCE else "northwind"
    refusal = refused(sender, **{**announced("webshop", "database"), "source": source})
    assert (refusal.reason, refusal.field) == ("unknown_service", "data.services")
    assert "database" in refusal.sentence
