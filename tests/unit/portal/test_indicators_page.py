"""The page of every indicator: its sentence, its figures, its sections; what does not apply is absent."""

from functools import lru_cache

import pytest

from services.portal.documents import agreement_in
from services.portal.page.clocks_view import clock_lines
from services.portal.page.objective import ObjectiveView
from services.portal.page.reading import read_detail
from tests.unit.portal.evaluators import FakeEvaluator
from tests.unit.portal.lively import AS_OF, LIVELY, events
from tests.unit.portal.views import fact, page_of, plain, taught, view

JANUARY = "2025-12-31T23:00:00Z"
OBJECTIVES = [one.id for one in agreement_in(LIVELY).objectives]


def page(objective: str, language="en", start: str = "current", as_of: str = AS_OF) -> ObjectiveView:
    return page_of(_taught(as_of), LIVELY, objective, language, start)


@lru_cache
def _taught(as_of: str) -> FakeEvaluator:
    return taught(LIVELY, [event for event in events() if event["time"] <= as_of], as_of)


@pytest.mark.parametrize(
    ("objective", "english", "german"),
    [
        ("checkout",
         "Good so far: 77,614 of 77,820, which is 99.7352 %, against 99.5 % agreed. 206 failed, out of 389 that may.",
         ("In Ordnung bisher: 77.614 von 77.820, das sind 99,7352 %; vereinbart sind 99,5 %. Fehlschläge: 206 von 389"
         " erlaubten.")),
        ("any-week",
         ("Good in the last 7 days: 27,296 of 27,352, which is 99.7952 %, against 99.9 % agreed. It has not been as"
         " agreed since Thursday 1 January at 13:00:00."),
         ("In Ordnung in den letzten 7 Tagen: 27.296 von 27.352, das sind 99,7952 %; vereinbart sind 99,9 %. Nicht wie"
         " vereinbart seit Donnerstag, 1. Januar, 13:00:00.")),
        ("answered",
         ("Answered in time so far: 4 of 5, which is 80 %, against 80 % agreed. One more is running, due Thursday 19"
         " February at 17:55:00."),
         ("Rechtzeitig beantwortet bisher: 4 von 5, das sind 80 %; vereinbart sind 80 %. Eine weitere läuft, fällig am"
         " Donnerstag, 19. Februar, 17:55:00.")),
        ("resolved",
         ("Resolved in time so far: 2 of 3, which is 66.6666 %, against 90 % agreed. Two more are running, the next is"
         " due Friday 20 February at 12:40:00. That is less than agreed; February can still be met."),
         ("Rechtzeitig gelöst bisher: 2 von 3, das sind 66,6666 %; vereinbart sind 90 %. Zwei weitere laufen, die"
         " nächste ist fällig am Freitag, 20. Februar, 12:40:00. Das ist weniger als vereinbart; das Ziel für Februar"
         " ist noch zu erreichen.")),
        ("questions",
         ("Questions answered in time so far: 2 of 3, which is 66.6666 %, against 75 % agreed. One is late and not"
         " ended yet. That is less than agreed; February can still be met."),
         ("Rückfragen rechtzeitig beantwortet bisher: 2 von 3, das sind 66,6666 %; vereinbart sind 75 %. Eine ist"
         " verspätet und noch nicht beendet. Das ist weniger als vereinbart; das Ziel für Februar ist noch zu"
         " erreichen.")),
        ("count", "3 outages so far, against at most 3 agreed.", "3 Ausfälle bisher; vereinbart sind höchstens 3."),
        ("longest", "The longest outage so far counts 41 min, against at most 1 h agreed.",
         "Der längste Ausfall bisher zählt 41 min; vereinbart sind höchstens 1 h."),
        ("restore", "On average an outage lasted 22 min so far, against at most 30 min agreed.",
         "Im Mittel dauerte ein Ausfall bisher 22 min; vereinbart sind höchstens 30 min."),
        ("between",
         ("On average there is one outage in 6 d 5 h 4 min 40 s of good time so far, against at least 10 d agreed."
         " Since Tuesday 17 February at 14:00:00 February can no longer be met."),
         ("Auf einen Ausfall kommen bisher im Mittel 6 d 5 h 4 min 40 s gute Zeit; vereinbart sind mindestens 10 d."
         " Seit Dienstag, 17. Februar, 14:00:00 ist das Ziel für Februar nicht mehr zu erreichen.")),
        ("satisfaction",
         "People rate Order platform 4.16 of 5 on average so far, in 6 answers, against at least 4 of 5 agreed.",
         "Order platform: im Mittel 4,16 von 5 bisher, aus 6 Antworten; vereinbart sind mindestens 4 von 5."),
        ("recommend",
         ("Those who would recommend Order platform outweigh those who would not by 14.28 so far, in 14 answers,"
         " against at least 30 agreed. That is less than agreed; quarter 1 can still be met."),
         ("Order platform: Fürsprecher überwiegen Kritiker um 14,28 bisher, aus 14 Antworten; vereinbart sind"
         " mindestens 30. Das ist weniger als vereinbart; das Ziel für das 1. Quartal ist noch zu erreichen.")),
        ("latency",
         ("95th percentile of latency so far: 1,129 ms, of 19 samples, against at most 800 ms agreed. That is more"
         " than agreed; February can still be met."),
         ("95. Perzentil von latency bisher: 1.129 ms, aus 19 Messwerten; vereinbart sind höchstens 800 ms. Das ist"
         " mehr als vereinbart; das Ziel für Februar ist noch zu erreichen.")),
        ("backups",
         ("Within bounds so far: 18 of 19 values of backup_age, which is 94.7368 %, against 95 % agreed. That is less"
         " than agreed; February can still be met."),
         ("Im Rahmen bisher: 18 von 19 Werten von backup_age, das sind 94,7368 %; vereinbart sind 95 %. Das ist"
         " weniger als vereinbart; das Ziel für Februar ist noch zu erreichen.")),
    ],
)  # fmt: skip
def test_each_indicator_is_said_in_sentences(objective, english, german) -> None:
    assert plain(page(objective).lead) == english
    assert plain(page(objective, "de").lead) == german


@pytest.mark.parametrize("objective", [name for name in OBJECTIVES if name != "any-week"])
def test_a_period_that_is_over_is_told_as_met_or_not(objective: str) -> None:
    past = page(objective, start=JANUARY, as_of="2026-04-20T00:00:00Z")

    assert "so far" not in plain(past.lead)
    assert ("not met" in plain(past.lead)) == (past.state == "breached")
    assert past.state in {"met", "breached", "no_data"}


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("as_of", ["2026-01-01T00:00:00Z", "2026-02-01T12:00:00Z"])
def test_a_period_without_figures_says_so(objective: str, as_of: str) -> None:
    found = page(objective, as_of=as_of)

    for language in ("en", "de"):
        assert plain(page(objective, language, as_of=as_of).lead).endswith((".", "%"))
    assert all(figure.label and figure.value for figure in found.figures)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_there_are_no_empty_sections(objective: str) -> None:
    found = page(objective)

    clocks = {"answered", "resolved", "closed", "questions"}
    timed = {"availability", "count", "longest", "restore", "between"}
    assert (found.clocks is not None) == (objective in clocks)
    assert (found.time is not None) == (objective in timed)
    assert bool(found.budget.picture) == (objective in {"availability", "checkout", "any-week", "backups"})
    assert 2 <= len(found.figures) <= 4


def test_what_goes_on_is_listed_first_and_the_overdue_before_all() -> None:
    resolved, questions = page("resolved").clocks, page("questions").clocks

    assert resolved is not None
    assert questions is not None
    assert [(row.incident, row.state) for row in resolved.rows] == [
        ("INC-109", "running"),
        ("INC-110", "running"),
        ("INC-108", "paused"),
        ("INC-107", "fulfilled"),
        ("INC-105", "breached"),
        ("INC-104", "fulfilled"),
    ]
    assert next((row.incident, row.note) for row in questions.rows) == ("INC-108", "not ended yet")


def test_a_clock_says_how_much_of_its_time_is_left_in_hours_of_service() -> None:
    clocks = page("closed").clocks

    assert clocks is not None
    first = clocks.rows[0]
    assert [plain(part) for part in (first.start, first.deadline, first.elapsed, first.remaining)] == [
        "19 Feb, 14:40:00", "26 Feb, 14:40:00", "1 h 40 min", "48 h 20 min",
    ]  # fmt: skip


def test_a_deadline_at_closing_time_says_until_when_a_stop_is_in_time() -> None:
    opened = {
        "specversion": "1.0", "id": "x", "source": "desk", "type": "dev.eyelevel.incident.opened", "subject": "orders",
        "time": "2026-02-19T15:00:00Z", "data": {"incident": "INC-111", "priority": "P2"},
    }  # fmt: skip
    found = view(LIVELY, [opened], "2026-02-19T15:20:00Z", objective="answered").clocks

    assert found is not None
    assert plain(found.rows[0].deadline) == "19 Feb, 18:00:00"
    assert plain(found.rows[0].note) == "closing time; in time until 20 Feb, 08:00:00"


def test_what_comes_next_is_told_in_order() -> None:
    assert [(plain(one.at), plain(one.said)) for one in page("resolved").ahead.coming] == [
        ("20 Feb, 12:40:00", "INC-109 (P1) is due; 6 h 20 min of service time are left"),
        ("20 Feb, 13:55:00", "INC-110 (P2) is due; 7 h 35 min of service time are left"),
        ("1 Mar, 00:00:00", "The month ends"),
        ("8 Mar, 00:00:00", "The month is closed; what is told later restates it in the open"),
    ]


def test_a_long_list_of_clocks_is_folded_and_the_file_has_all_of_them() -> None:
    told = [
        {"specversion": "1.0", "id": f"{number} {kind}", "source": "desk", "type": f"dev.eyelevel.incident.{kind}",
         "subject": "orders", "time": f"2026-02-{number // 20 + 2:02d}T09:{number % 20 * 2 + later:02d}:00Z",
         "data": {"incident": f"INC-{number}", **({"priority": "P2"} if not later else {})}}
        for number in range(60) for later, kind in enumerate(("opened", "responded"))
    ]  # fmt: skip
    evaluator = taught(LIVELY, told, AS_OF)
    clocks = page_of(evaluator, LIVELY, "answered").clocks
    lines = clock_lines(read_detail(evaluator.details["lively", "answered", "current"]).figure.clocks)

    assert clocks is not None
    assert (len(clocks.rows), len(clocks.folded), clocks.more) == (12, 48, "")
    assert len(lines) == 60
    assert lines[0][2:6] == ["2026-02-04T09:38:00Z", "2026-02-04T11:38:00Z", "fulfilled", "60000000"]


def test_bars_of_numbers_begin_at_zero_and_stand_against_the_bound() -> None:
    months = page("longest").months

    assert months.about == "Bars begin at zero."
    assert [(plain(row.value), plain(row.target), row.state) for row in months.rows] == [
        ("1 h 35 min", "at most 1 h", "breached"),
        ("41 min", "at most 1 h", "met"),
    ]
    assert "at most 1" in str(months.picture)


def test_whoever_owes_it_is_named_alike() -> None:
    assert page("questions").customer.role == "receives, owes this objective"
    assert page("questions").provider.role == "provides"
    assert "owed by Carrier One" in page("longest").between


@pytest.mark.parametrize(
    ("objective", "kind", "data"),
    [
        ("availability", "availability.changed", '{"state": "up"}'),
        ("answered", "incident.opened", '{"incident": "INC-1", "priority": "P1"}'),
        ("satisfaction", "feedback.given", '{"score": 4, "scale": {"from": 1, "to": 5}, "kind": "csat"}'),
        ("latency", "measurement.taken", '{"metric": "latency", "value": "1", "unit": "ms"}'),
    ],
)
def test_an_empty_page_shows_the_fact_that_moves_its_number(objective: str, kind: str, data: str) -> None:
    first = page_of(taught(LIVELY, [], AS_OF), LIVELY, objective).first_fact

    assert first is not None
    assert (first.type, first.data) == (f"dev.eyelevel.{kind}", data)
    assert page(objective).first_fact is None


HOUR_LONG = """\
apiVersion: eyelevel/v1
kind: Agreement
metadata: {id: hour, title: Hour, version: 1}
parties: {provider: {id: north, name: North}, customer: {id: acme, name: ACME}}
in_force: {from: 2026-01-01}
time_zone: UTC
services: [{id: shop, name: Shop}]
objectives:
  - {id: longest, owed_by: provider, indicator: longest_outage, service: shop, window: {calendar: month}, at_most: PT1H,
     counts: {unknown: excluded}}
"""


@pytest.mark.parametrize(
    ("end", "english", "german"),
    [
        ("2026-01-05T11:00:00Z", "1 h", "1 h"),
        ("2026-01-05T11:00:00.25Z", "1 h 0.25 s", "1 h 0,25 s"),
        ("2026-01-05T11:00:01.25Z", "1 h 1 s", "1 h 1 s"),
    ],
)
def test_an_outage_that_is_a_moment_too_long_shows_the_moment(end: str, english: str, german: str) -> None:
    told = [
        fact("2026-01-01T00:00:00Z", "up"),
        fact("2026-01-05T10:00:00Z", "down"),
        fact(end, "up"),
    ]
    for language, said in (("en", english), ("de", german)):
        seen = view(HOUR_LONG, told, "2026-01-20T00:00:00Z", language, objective="longest")
        assert plain(seen.figures[0].value) == said
