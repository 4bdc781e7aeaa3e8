"""The page of an objective: every number is the calculus's, said as people say it."""

import re

import pytest

from tests.unit.portal import month
from tests.unit.portal.documents import WEBSHOP, small
from tests.unit.portal.views import fact, plain, view

JANUARY = small().replace("unknown: excluded", "unknown: down")


def test_the_drawn_month_is_said_in_one_sentence() -> None:
    assert plain(view().lead) == (
        "Web shop has been available 99.7736 % of the time that counts so far; 99.9 % is agreed. The budget ran out on "
        "Saturday 17 January at 03:05:18, in an outage at Carrier One, so January can no longer be met."
    )


def test_and_in_german() -> None:
    assert plain(view(language="de").lead) == (
        "Web shop war bisher 99,7736 % der zählenden Zeit verfügbar; vereinbart sind 99,9 %. Das Budget war am "
        "Samstag, 17. Januar, 03:05:18 aufgebraucht, in einem Ausfall bei Carrier One; das Ziel für Januar ist damit "
        "nicht mehr zu erreichen."
    )


def test_the_instant_in_the_sentence_has_utc_and_microseconds_in_its_title() -> None:
    assert 'title="2026-01-17T02:05:18.200000Z"' in str(view().lead)


def test_four_figures_each_with_what_it_is_measured_against() -> None:
    said = [(plain(f.label), plain(f"{f.value} {f.unit}").strip(), plain(f.note)) for f in view().figures]

    assert said == [
        ("Available so far", "99.7736 %", "target 99.9 %, day and night"),
        ("Budget left", "−31 min 40 s", "of 44 min 23 s; used 1 h 16 min 3 s"),
        ("Best that January can still reach", "99.8286 %", "at the pace of the last 7 days 99.8105 %"),
        ("Credit, certain", "10 % of the monthly fee", "below 99.9 % it is 10 %, below 99 % 25 %"),
    ]


def test_the_rows_of_the_ledger_sum_to_the_last_one() -> None:
    ledger = view().time.ledger

    assert [(row.kind, plain(row.time), plain(row.share), row.counts) for row in ledger.rows] == [
        ("up", "23 d 5 h 14 min 21 s", "99.1528 %", "good"),
        ("tolerated", "36 s", "0.0017 %", "good"),
        ("down", "1 h 3 s", "0.1780 %", "bad"),
        ("degraded", "1 h 30 min", "0.2669 %", "bad by 0.1"),
        ("unknown", "7 min", "0.0207 %", "bad"),
        ("maintenance", "2 h", "0.3558 %", "no"),
        ("excused", "8 min", "0.0237 %", "no"),
    ]
    assert sum(_seconds(plain(row.time)) for row in ledger.rows) == _seconds(plain(ledger.whole)) == 2_023_200


def test_each_row_says_what_it_is_made_of_and_how_that_counts() -> None:
    why = {row.kind: [plain(one) for one in row.why] for row in view().time.ledger.rows}

    assert why["up"] == []
    assert "41 minutes and 15 seconds down, caused by Carrier One: counts as bad." in why["down"]
    assert len(why["down"]) == 3
    assert why["degraded"] == ["1 hour and 30 minutes degraded (minor): 10 % of it bad."]
    assert why["maintenance"] == ["2 hours maintenance (CHG-118): not counted."]


def test_the_calculation_can_be_retyped_into_a_calculator() -> None:
    explaining = view().explaining

    assert explaining is not None
    steps = {
        step.name: (plain(step.words), plain(step.numbers), plain(step.result)) for step in explaining.steps
    }
    assert steps["share reached"] == ("good time ÷ counted time", "2,010,957 s ÷ 2,015,520 s", "99.7736 %")
    assert steps["left"][1:] == ("2,663.52 s − 4,563 s", "−31 min 39.48 s")
    assert "does not hold" in plain(explaining.compared)
    assert any(line.startswith("10 percent") for line in explaining.credit)


def test_the_clauses_that_had_a_part_in_it_stand_beside_the_calculation() -> None:
    clauses = {language: view(language=language).explaining.clauses for language in ("en", "de")}

    assert "Maintenance counts as such if it was announced at least 3 days before." in clauses["en"]
    assert len(clauses["en"]) == len(clauses["de"])
    assert set(clauses["en"]).isdisjoint(clauses["de"])


def test_outages_are_listed_latest_first_with_their_cause() -> None:
    said = [
        (plain(row.start), plain(row.end), plain(row.counted), plain(row.cause))
        for row in view().time.outages
    ]

    assert said == [
        ("22 Jan, 16:05:00", "16:12:30", "7 min 30 s", "open"),
        ("17 Jan, 02:48:05", "03:29:20", "41 min 15 s", "Carrier One"),
        ("11 Jan, 04:00:00", "04:07:00", "7 min", "unknown"),
        ("6 Jan, 09:41:12", "09:52:30", "11 min 18 s", "Northwind Hosting"),
    ]


def test_both_sides_are_shown_what_they_were_told_and_how_it_was_received() -> None:
    provider, customer = view().sides

    assert [(plain(one.at), one.how) for one in provider.told] == [
        ("17 Jan, 03:05:23.9", "webhook at hooks.northwind.example, answered 204 after 0.3 s, first attempt")
    ]
    assert [one.how for one in customer.told] == [
        "webhook at hooks.acme.example, answered 200 after 0.5 s, second attempt"
    ]
    assert provider.told[0].sentence == customer.told[0].sentence
    assert provider.told[0].sentence.startswith("The budget ran out on Saturday 17 January")


def test_twelve_months_say_where_their_bars_begin() -> None:
    months = view().months

    assert months.heading == "Twelve months"
    assert plain(months.about) == "Met in ten of eleven. Bars begin at 99.7 %, not at zero."
    assert [plain(row.value) for row in months.rows][-3:] == ["99.9468 %", "99.9215 %", "99.7736 %"]
    assert [row.state for row in months.rows].count("breached") == 2


def test_a_month_that_is_over_is_told_in_the_past_and_has_no_best() -> None:
    may = view(start="2025-04-30T22:00:00Z")

    assert plain(may.lead) == (
        "Web shop was available 99.8713 % of the time that counted; 99.9 % was agreed. The budget ran out on Saturday "
        "10 May at 12:44:38, in an outage whose cause is still open; May was not met."
    )
    assert [plain(f.label) for f in may.figures] == ["Available", "Budget left", "Outages", "Credit"]


@pytest.mark.parametrize(
    ("document", "told", "as_of", "state", "second"),
    [
        (JANUARY, [fact("2026-01-01T00:00:00Z", "up")], "2026-01-11T00:00:00Z", "met",
         "7 h 26 min 24 s of the budget are left until 1 Feb."),
        (JANUARY, [fact("2026-01-01T00:00:00Z", "up"), fact("2026-01-02T00:00:00Z", "down"),
                   fact("2026-01-02T06:00:00Z", "up")], "2026-01-11T00:00:00Z", "at_risk",
         "80 % of the budget is used; 1 h 26 min 24 s are left until 1 Feb."),
        (JANUARY, [fact("2026-01-02T00:00:00Z", "up")], "2026-01-11T00:00:00Z", "breached",
         ("The budget ran out on Thursday 1 January at 07:26:24, while no word came from its sources, so January can no"
         " longer be met.")),
        (JANUARY.replace("99 %", "100 %"), [fact("2026-01-01T00:00:00Z", "up")], "2026-01-11T00:00:00Z", "met",
         "Nothing may fail, and nothing has."),
        (small().replace("calendar: month", "rolling: P7D"), [fact("2026-01-01T00:00:00Z", "up")],
         "2026-01-11T00:00:00Z", "met", "1 h 40 min 48 s of the budget are left."),
        (small(), [], "2026-01-11T00:00:00Z", "no_data", None),
        (JANUARY.replace("    counts:", "    not_assessable_above: {unknown: 5 %}\n    counts:"),
         [fact("2026-01-02T00:00:00Z", "up")], "2026-01-11T00:00:00Z", "not_assessable",
         "10.0000 % of the time is unknown. Above 5 %, so it is agreed, January cannot be assessed."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_state_has_its_sentence(document, told, as_of, state, second, language) -> None:
    page = view(document, told, as_of, language)

    assert page.state == state
    if second is None:
        assert "so there is no figure" in page.lead or "noch keinen Wert" in page.lead
    elif language == "en":
        assert plain(page.lead).endswith(second)
    assert "{" not in plain(page.lead)


def test_microseconds_are_shown_where_the_sum_needs_them() -> None:
    told = [
        fact("2026-01-01T00:00:00Z", "up"),
        fact("2026-01-01T01:00:00.25Z", "down"),
        fact("2026-01-01T01:01:00Z", "up"),
    ]
    ledger = view(JANUARY, told, "2026-01-02T00:00:00Z").time.ledger

    assert [plain(row.time) for row in ledger.rows] == ["23 h 59 min 0.25 s", "59.75 s"]
    assert plain(ledger.whole) == "1 d"


def test_maintenance_that_falls_short_says_why_in_the_table_of_hours() -> None:
    told = [
        fact("2026-01-01T00:00:00Z", "up"),
        {**fact("2026-01-05T00:00:00Z", "x"), "type": "dev.eyelevel.change.announced",
         "data": {"change": "CHG-1", "from": "2026-01-06T00:00:00Z", "until": "2026-01-06T02:00:00Z"}},
        fact("2026-01-06T00:30:00Z", "down"), fact("2026-01-06T01:00:00Z", "up"),
    ]  # fmt: skip
    document = small().replace("objectives:", "maintenance: {notice: P3D}\nobjectives:")

    why = [row.why for row in view(document, told, "2026-01-11T00:00:00Z").time.hours.rows]

    assert "open; maintenance CHG-1 was announced too late to count" in why


def test_nothing_that_people_wrote_becomes_markup() -> None:
    document = WEBSHOP.replace("name: Web shop,", 'name: "<i>Shop & Co</i>",').replace(
        "name: Carrier One}", 'name: "<script>"}'
    )
    page = view(document)

    assert "&lt;i&gt;Shop &amp; Co&lt;/i&gt;" in str(page.lead)
    assert "&lt;script&gt;" in str(page.lead)
    assert "<script>" not in str(page.time.hours.picture)


def _seconds(said: str) -> int:
    units = {"d": 86_400, "h": 3_600, "min": 60, "s": 1}
    return sum(int(count) * units[unit] for count, unit in re.findall(r"(\d+) (d|h|min|s)\b", said))


PROPOSED = [
    fact("2026-01-01T00:00:00Z", "up"),
    fact("2026-01-02T00:00:00Z", "down"),
    fact("2026-01-02T08:00:00Z", "up"),
    {**fact("2026-01-03T00:00:00Z", "x"), "type": "dev.eyelevel.correction.proposed",
     "data": {"correction": "C-1", "service": "shop", "from": "2026-01-02T00:00:00Z", "until": "2026-01-02T06:00:00Z",
              "to": "excused", "by": "north", "reason": "Acme asked for it."}},
]  # fmt: skip


def test_a_correction_that_is_open_shows_both_values_and_who_decides_until_when() -> None:
    proposed = view(JANUARY, PROPOSED, "2026-01-11T00:00:00Z").ahead.proposed

    assert proposed is not None
    row = proposed.cards[0]
    assert (row.heading, plain(row.before)) == ("Waits for acme", "17 Jan, 00:00:00")
    assert plain(row.said) == (
        "north proposes to count 2 Jan, 00:00:00 to 06:00:00 (6 h) as excused, so that it does not count."
    )
    assert row.notes == ("“Acme asked for it.”",)
    assert row.form is None
    assert row.commands == ("eyelevel correction accept shop C-1", "eyelevel correction decline shop C-1")
    assert plain(proposed.change) == (
        "As reported the figure is 96.6666 %; if what is open were accepted, it would be 99.1452 %, and met."
    )
    assert view(JANUARY, PROPOSED[:3], "2026-01-11T00:00:00Z").ahead.proposed is None


def test_what_comes_next_tells_when_the_budget_runs_out_if_the_present_state_lasts() -> None:
    told = [fact("2026-01-01T00:00:00Z", "up"), fact("2026-01-10T23:00:00Z", "down")]
    coming = [
        (plain(one.at), plain(one.said)) for one in view(JANUARY, told, "2026-01-11T00:00:00Z").ahead.coming
    ]

    assert coming[0] == ("11 Jan, 06:26:24", "the budget runs out if the present state lasts")


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("maintenance: {notice: P3D}", ""),
        ("maintenance: {notice: P7D}", "; not all of it is as agreed and counts as such"),
        ("maintenance: {notice: P3D, acknowledged_by: customer}",
         "; it counts as such once ACME Retail acknowledges it"),
    ],
)  # fmt: skip
def test_what_comes_next_tells_of_announced_maintenance(clause: str, said: str) -> None:
    page = view(WEBSHOP.replace("maintenance: {notice: P3D}", clause), list(month.events()))

    first = page.ahead.coming[0]
    assert plain(first.at) == "28 Jan, 02:00:00"
    assert plain(first.said) == f"Maintenance begins: CHG-121, until 04:00:00{said}"


def test_how_fast_the_budget_goes_is_told_over_pairs_of_windows() -> None:
    told = [fact("2026-01-01T00:00:00Z", "up"), fact("2026-01-10T23:00:00Z", "down")]
    rows = view(JANUARY, told, "2026-01-11T00:00:00Z").ahead.burn

    assert [(row.bound, row.exceeded) for row in rows] == [
        ("14.4", True), ("6", True), ("3", True), ("1", True),
    ]  # fmt: skip
    assert view(JANUARY, told, "2026-02-11T00:00:00Z", start="2026-01-01T00:00:00Z").ahead.burn == ()


def test_what_is_open_now_is_listed_with_its_source_and_since_when() -> None:
    told = [
        fact("2026-01-01T00:00:00Z", "up"),
        fact("2026-01-05T00:00:00Z", "degraded", condition="latency", severity="minor"),
        fact("2026-01-06T00:00:00Z", "down", condition="http", cause="north"),
        fact("2026-01-06T01:00:00Z", "up", condition="http"),
    ]
    rows = view(JANUARY, told, "2026-01-11T00:00:00Z").ahead.open

    assert [(row.kind, row.what, row.source, plain(row.since)) for row in rows] == [
        ("degraded", "latency, minor", "probe", "5 Jan, 00:00:00")
    ]
    assert view(JANUARY, told[:1], "2026-01-11T00:00:00Z").ahead.open == ()


def test_an_outage_in_which_no_word_came_for_a_while_says_both() -> None:
    document = JANUARY.replace("name: shop}", "name: shop, stale_after: PT1H}")
    told = [
        fact("2026-01-01T00:00:00Z", "up"),
        fact("2026-01-01T00:30:00Z", "down", cause="north"),
        fact("2026-01-01T03:00:00Z", "up"),
    ]
    outages = view(document, told, "2026-01-01T03:10:00Z").time.outages

    assert [plain(row.cause) for row in outages] == ["north; no word for a part of it"]
