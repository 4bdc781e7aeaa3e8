"""Each clause has one plain sentence in English and in German, made from the document."""

from typing import Any

import pytest

from shared.agreements.sentences import Clause, clauses_of
from tests.unit.agreements.documents import AVAILABILITY, CLOCK, objective, read

THIN = "\N{NARROW NO-BREAK SPACE}"


def said(clauses: list[Clause], field: str) -> list[tuple[str, str]]:
    return [(one.en.replace(THIN, " "), one.de.replace(THIN, " ")) for one in clauses if one.field == field]


def of(changes: dict[str, Any], **document: Any) -> list[Clause]:
    base = {**AVAILABILITY, **changes}
    return clauses_of(read(objectives=objective(base), **document), base["id"])


def test_the_promise_names_who_owes_what() -> None:
    assert said(of({}), "target") == [
        (
            "Northwind Hosting owes: Web shop is up for at least 99.9 % of the counted time.",
            "Northwind Hosting schuldet: Web shop ist mindestens 99,9 % der gezählten Zeit verfügbar.",
        )
    ]
    assert said(of({"owed_by": "carrier-one"}), "target")[0][0].startswith("Carrier One owes")
    assert said(of({"owed_by": "customer"}), "target")[0][1].startswith("ACME Retail schuldet")


CLAUSES: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"window": {"calendar": "quarter"}},
        "window",
        "Each quarter is judged on its own, by the clocks of Europe/Berlin.",
        "Beurteilt wird jedes Quartal für sich, nach den Uhren von Europe/Berlin.",
    ),
    (
        {"window": {"rolling": "P30D"}},
        "window",
        "At every moment, the last 30 days are judged.",
        "Beurteilt werden zu jedem Zeitpunkt die letzten 30 Tage.",
    ),
    (
        {"service_hours": "office"},
        "service_hours",
        "Only the service hours “office” count: Monday to Friday 09:00–17:00.",
        "Nur die Servicezeit „office“ zählt: Montag bis Freitag 09:00–17:00.",
    ),
    (
        {"counts": {"unknown": "down", "maintenance": "counts_as_up"}},
        "counts.maintenance",
        "Valid maintenance counts as up.",
        "Gültige Wartung zählt als verfügbar.",
    ),
    (
        {"counts": {"unknown": "excluded"}},
        "counts.unknown",
        "Unknown time is not counted.",
        "Unbekannte Zeit wird nicht gezählt.",
    ),
    (
        {"counts": {"unknown": "down", "degraded": 0.5}},
        "counts.degraded",
        "Degraded time counts as down by 50 %.",
        "Beeinträchtigte Zeit zählt zu 50 % als Ausfall.",
    ),
    (
        {"counts": {"unknown": "down", "outages_shorter_than": "PT1M"}},
        "counts.outages_shorter_than",
        "An outage shorter than 1 minute is tolerated and counts as up.",
        "Ein Ausfall, der kürzer ist als 1 Minute, wird geduldet und zählt als verfügbar.",
    ),
    (
        {"not_assessable_above": {"unknown": "2.5 %"}},
        "not_assessable_above",
        "Where more than 2.5 % of the time is unknown, nothing is decided.",
        "Ist mehr als 2,5 % der Zeit unbekannt, so wird nichts entschieden.",
    ),
    (
        {"warn_at": ["50 %", "90 %"]},
        "warn_at",
        "Both parties are warned at 50 % and 90 % of the budget.",
        "Beide Seiten werden bei 50 % und 90 % des Budgets gewarnt.",
    ),
    (
        {"window": {"calendar": "week"}},
        "window",
        "Each calendar week, from Monday, is judged on its own, by the clocks of Europe/Berlin.",
        "Beurteilt wird jede Kalenderwoche ab Montag für sich, nach den Uhren von Europe/Berlin.",
    ),
    (
        {"credits": {"tiers": [{"below": "99 %", "percent": 1}]}},
        "credits",
        "Below 99 %, 1 percent of the monthly fee is credited.",
        "Unter 99 % wird 1 Prozent der Monatsgebühr gutgeschrieben.",
    ),
    (
        {"credits": {"tiers": [{"below": "99.9 %", "percent": 12.5}]}},
        "credits",
        "Below 99.9 %, 12.5 percent of the monthly fee is credited.",
        "Unter 99,9 % werden 12,5 Prozent der Monatsgebühr gutgeschrieben.",
    ),
    (
        {"counts": {"unknown": "down", "degraded": "0.000005"}},
        "counts.degraded",
        "Degraded time counts as down by 0.0005 %.",
        "Beeinträchtigte Zeit zählt zu 0,0005 % als Ausfall.",
    ),
    (
        {"credits": {"tiers": [{"below": "99.99999 %", "percent": "0.00001"}]}},
        "credits",
        "Below 99.99999 %, 0.00001 percent of the monthly fee is credited.",
        "Unter 99,99999 % werden 0,00001 Prozent der Monatsgebühr gutgeschrieben.",
    ),
]


@pytest.mark.parametrize(("changes", "field", "en", "de"), CLAUSES)
def test_a_clause_is_said_in_both_languages(changes: dict[str, Any], field: str, en: str, de: str) -> None:
    assert said(of(changes), field) == [(en, de)]


@pytest.mark.parametrize(
    ("made_of", "en", "de"),
    [
        (
            {"at_least": 2, "of": ["pay", "db", "dns"]},
            (
                "Web shop is up while at least 2 of Payment, Database and dns are up; "
                "else it is as the worst of the 2 best."
            ),
            (
                "Web shop ist verfügbar, solange mindestens 2 von Payment, Database und dns es sind; "
                "sonst so wie der schlechteste der 2 besten."
            ),
        ),
        (
            {"all": ["pay", {"any": ["db", "dns"]}]},
            (
                "Web shop is up while all of Payment and (any of Database and dns) are up; "
                "else it is as the worst of them."
            ),
            (
                "Web shop ist verfügbar, solange alle von Payment und (mindestens einer von Database und dns) es sind; "
                "sonst so wie der schlechteste von ihnen."
            ),
        ),
        (
            {"any": ["pay", "db"]},
            "Web shop is up while any of Payment and Database is up; else it is as the best of them.",
            (
                "Web shop ist verfügbar, solange mindestens einer von Payment und Database es ist; "
                "sonst so wie der beste von ihnen."
            ),
        ),
        (
            {"at_least": 1, "of": ["pay", "db"]},
            "Web shop is up while at least 1 of Payment and Database is up; else it is as the best of them.",
            (
                "Web shop ist verfügbar, solange mindestens einer von Payment und Database es ist; "
                "sonst so wie der beste von ihnen."
            ),
        ),
        ({"all": ["pay"]}, "Web shop is as Payment is.", "Web shop ist so wie Payment."),
    ],
)
def test_a_composite_names_its_parts_and_their_rule(made_of: dict[str, Any], en: str, de: str) -> None:
    services = [
        {"id": "shop", "name": "Web shop", "made_of": made_of},
        {"id": "pay", "name": "Payment"},
        {"id": "db", "name": "Database"},
        {"id": "dns"},
    ]
    assert said(of({}, services=services), "made_of") == [(en, de)]


def test_maintenance_with_notice_and_acknowledgement() -> None:
    clauses = of({}, maintenance={"notice": "P3D", "acknowledged_by": "customer"})
    assert said(clauses, "maintenance.notice")[0][1] == (
        "Wartung gilt als solche, wenn sie mindestens 3 Tage vorher angekündigt wurde."
    )
    assert said(clauses, "maintenance.acknowledged_by")[0][0] == (
        "The customer must have acknowledged it before it begins."
    )


SHARES = "Both parties are warned at 75 % of the time allowed for an incident, and of the budget."
WHERE_SO_MUCH = ", where at least so much is allowed", ", sofern mindestens so viel erlaubt ist"
ANTEILE = (
    "Beide Seiten werden bei 75 % der für eine Störung erlaubten Zeit gewarnt, ebenso bei 75 % des Budgets."
)


@pytest.mark.parametrize(
    ("within", "before"),
    [
        ("PT1H", [("", "")]),
        ("PT59M59.999999S", []),
        ({"P1": "PT30M", "P2": "PT8H"}, [WHERE_SO_MUCH]),
        ({"working_days": 1, "by": "close"}, [WHERE_SO_MUCH]),
    ],
)
def test_of_a_clock_those_warnings_are_named_that_can_come(
    within: Any, before: list[tuple[str, str]]
) -> None:
    spoken = said(of({**CLOCK, "counts": None, "within": within}), "warn_at")
    assert spoken == [
        (SHARES, ANTEILE),
        *(
            (
                f"Both parties are warned 1 hour of service time before a deadline{en}.",
                f"Beide Seiten werden 1 Stunde Servicezeit vor einer Frist gewarnt{de}.",
            )
            for en, de in before
        ),
    ]


def test_of_priorities_that_do_not_count_nothing_is_said() -> None:
    clock = {**CLOCK, "counts": None, "within": {"P1": "PT30M", "P2": "PT8H"}, "where": {"priority": ["P1"]}}
    assert said(of(clock), "warn_at") == [(SHARES, ANTEILE)]


@pytest.mark.parametrize(
    "indicator",
    [
        {"indicator": "outage_count", "at_most": 2},
        {"indicator": "longest_outage", "at_most": "PT1H"},
        {"indicator": "mean_time_to_restore", "at_most": "PT1H"},
        {"indicator": "mean_time_between_failures", "at_least": "P1D"},
        {"indicator": "satisfaction", "target": "4 of 5", "counts": None},
        {"indicator": "measurement", "metric": "m", "take": "p95", "at_most": 300, "counts": None},
    ],
)
def test_where_there_is_no_budget_nobody_is_warned(indicator: dict[str, Any]) -> None:
    assert said(of({"target": None, **indicator}), "warn_at") == []


def test_of_customers_the_questions_to_them_count_and_not_incidents() -> None:
    clock = {**CLOCK, "indicator": "customer_response_time", "counts": None, "owed_by": "customer"}
    spoken = of({**clock, "counted_in": "opened"})
    assert said(spoken, "target") == [
        (
            (
                "ACME Retail owes: at least 95 % of the questions to the customer about Web shop are answered "
                "within 4 hours of service time."
            ),
            (
                "ACME Retail schuldet: mindestens 95 % der Rückfragen an den Kunden zu Web shop werden "
                "innerhalb von 4 Stunden Servicezeit beantwortet."
            ),
        )
    ]
    assert said(spoken, "counted_in") == [
        (
            "A question counts in the period in which its incident was opened.",
            "Eine Rückfrage zählt in dem Zeitraum, in dem ihre Störung gemeldet wurde.",
        )
    ]


def test_a_clock_that_begins_anew_counts_for_itself() -> None:
    assert said(of({**CLOCK, "counts": None, "on_reopen": "restart"}), "on_reopen") == [
        (
            "Where an incident is reopened a new clock begins, which counts for itself.",
            "Wird eine Störung wieder eröffnet, beginnt eine neue Frist, die für sich zählt.",
        )
    ]


@pytest.mark.parametrize(
    ("at_most", "en", "de"),
    [
        (
            {"total": "PT1H", "per": "month"},
            "At most 1 hour a month counts as maintenance.",
            "Im Monat gilt höchstens 1 Stunde als Wartung.",
        ),
        (
            {"total": "PT1H30M", "per": "quarter"},
            "At most 1 hour and 30 minutes a quarter count as maintenance.",
            "Im Quartal gelten höchstens 1 Stunde und 30 Minuten als Wartung.",
        ),
        (
            {"count": 1, "per": "year"},
            "At most 1 change a year counts as maintenance.",
            "Im Jahr gilt höchstens 1 Wartung als solche.",
        ),
        (
            {"count": 2, "total": "PT4H", "per": "month"},
            "At most 2 changes a month, of at most 4 hours together, count as maintenance.",
            "Im Monat gelten höchstens 2 Wartungen von zusammen höchstens 4 Stunden als solche.",
        ),
    ],
)
def test_a_quota_of_maintenance_is_said_with_its_verb(at_most: dict[str, Any], en: str, de: str) -> None:
    assert said(of({}, maintenance={"at_most": at_most}), "maintenance.at_most") == [(en, de)]


def test_every_indicator_has_a_promise_in_both_languages() -> None:
    down = {"counts": {"unknown": "down"}, "target": None}
    none = {"counts": None, "target": None}
    for changes in (
        {"indicator": "ratio", "good": "ok", "total": "all", "counts": None},
        {"indicator": "outage_count", "at_most": 2, **down},
        {"indicator": "longest_outage", "at_most": "PT1H", **down},
        {"indicator": "mean_time_to_restore", "at_most": "PT1H", **down},
        {"indicator": "mean_time_between_failures", "at_least": "P7D", **down},
        {"indicator": "satisfaction", **none, "target": "4.0 of 5"},
        {"indicator": "measurement", **none, "metric": "m", "unit": "ms", "take": "p95", "at_most": 200},
    ):
        ((en, de),) = said(of(changes), "target")
        assert (en.endswith("."), de.endswith("."), en != de) == (True, True, True)


@pytest.mark.parametrize(
    ("within", "en", "de"),
    [
        (
            "PT4H",
            "resolved within 4 hours of service time.",
            "werden innerhalb von 4 Stunden Servicezeit gelöst.",
        ),
        (
            {"working_days": 2},
            "resolved within 2 working days.",
            "werden innerhalb von 2 Arbeitstagen gelöst.",
        ),
        (
            {"working_days": 0, "by": "close"},
            "resolved on the same day by the close of hours.",
            "werden am selben Tag bis zum Ende der Servicezeit gelöst.",
        ),
        (
            {"P1": "PT1H", "P2": "P1D"},
            "resolved (P1 within 1 hour of service time; P2 within 24 hours of service time).",
            "werden gelöst (P1 innerhalb von 1 Stunde Servicezeit; P2 innerhalb von 24 Stunden Servicezeit).",
        ),
    ],
)
def test_how_long_an_incident_may_take(within: Any, en: str, de: str) -> None:
    document = read(objectives=objective(CLOCK, within=within))
    ((english, german),) = said(clauses_of(document, "resolution"), "target")
    assert english.endswith(en)
    assert german.endswith(de)


def test_no_objective_no_clauses() -> None:
    with pytest.raises(KeyError):
        clauses_of(read(), "unknown")
