"""Facts of the wire become facts of the calculus, field by field."""

from fractions import Fraction

from shared.agreements.evidence import fact_of
from shared.contracts.facts import DATA, Fact
from shared.contracts.facts import read_fact as read
from shared.sla import facts as sla
from shared.sla.told.acceptance import services_named
from tests.unit.contracts.test_facts import RIGHT, event

AT = 1_768_474_800_250_000
NEW_YEAR = 1_767_225_600_000_000
DAY = 86_400_000_000


def wire(kind: str) -> Fact:
    return read(event(kind, RIGHT[kind], extensions={"sequence": 4, "recordedtime": "2026-01-15T11:00:01Z"}))


def test_every_type_has_its_fact() -> None:
    for name in DATA:
        found = fact_of(wire(name.removeprefix("dev.eyelevel.")))
        assert (found.id, found.source, found.service, found.at, found.sequence) == (
            "e1",
            "probe",
            "shop",
            AT,
            4,
        )
        assert found.recorded_at == 1_768_474_801_000_000


def test_availability_changed_and_observed() -> None:
    changed, observed = fact_of(wire("availability.changed")), fact_of(wire("availability.observed"))
    assert isinstance(changed, sla.AvailabilityTold)
    assert isinstance(observed, sla.AvailabilityTold)
    assert (changed.state, changed.condition, changed.severity, changed.cause) == (
        sla.State.DOWN,
        "disk",
        "major",
        "provider",
    )
    assert (observed.condition, observed.first_failed_at) == (None, NEW_YEAR)


def test_a_change_without_services_is_about_its_subject() -> None:
    data = {name: value for name, value in RIGHT["change.announced"].items() if name != "services"}
    found = fact_of(read(event("change.announced", data)))
    assert isinstance(found, sla.ChangeAnnounced)
    assert (found.services, found.start, found.end) == (("shop",), NEW_YEAR, NEW_YEAR + DAY)


def test_steps_are_named_by_the_type() -> None:
    reopened, declined = fact_of(wire("incident.reopened")), fact_of(wire("change.declined"))
    withdrawn = fact_of(wire("correction.withdrawn"))
    assert isinstance(reopened, sla.IncidentTold)
    assert isinstance(declined, sla.ChangeTold)
    assert isinstance(withdrawn, sla.CorrectionTold)
    assert (reopened.step, reopened.status) == (sla.IncidentStep.REOPENED, "open")
    assert (declined.step, declined.by) == (sla.ChangeStep.DECLINED, "acme")
    assert (withdrawn.step, withdrawn.by) == (sla.CorrectionStep.WITHDRAWN, "northwind")


def test_a_step_of_a_change_is_about_the_services_that_it_names() -> None:
    named = fact_of(read(event("change.cancelled", {"change": "c", "services": ["db", "mail"]})))
    plain = fact_of(read(event("change.cancelled", {"change": "c"})))
    assert (services_named(named), services_named(plain)) == (("db", "mail"), ("shop",))


def test_an_opening_without_a_status_leaves_it_open_to_the_calculus() -> None:
    opened = fact_of(read(event("incident.opened", {"incident": "INC-1"})))
    assert isinstance(opened, sla.IncidentTold)
    assert (opened.status, opened.priority) == (None, None)


def test_measurements_and_scores_are_exact() -> None:
    taken, given = fact_of(wire("measurement.taken")), fact_of(wire("feedback.given"))
    assert isinstance(taken, sla.MeasurementTaken)
    assert isinstance(given, sla.FeedbackGiven)
    assert (taken.value, given.score, given.scale_from, given.scale_to) == (Fraction(25, 2), 4, 1, 5)


def test_a_correction_is_for_a_service_or_an_incident() -> None:
    proposed = fact_of(wire("correction.proposed"))
    assert isinstance(proposed, sla.CorrectionProposed)
    assert (proposed.of_service, proposed.incident, proposed.to) == ("shop", None, sla.CorrectedTo.UP)
