"""The sentence of each verdict, as a manager would quote it."""

from dataclasses import replace

import pytest

from services.evaluator.told import Telling
from services.evaluator.verdicts.saying import figures_said, verdict_event
from shared.contracts.envelope import CloudEvent
from tests.unit.evaluator.builders import document, objective, told
from tests.unit.evaluator.scenes import scene, telling

N = "\u202f"
MONTHLY = document(objective(title="Web shop"), time_zone="Europe/Berlin")
STRICT = document(objective(title="Web shop", target="100 %"), time_zone="Europe/Berlin")
ROLLING = document(objective(title="Web shop", window="{rolling: P30D}"), time_zone="Europe/Berlin")
UP = told("2026-01-01T00:00:00Z", "up")


def said(
    text: str, what: Telling, cause: str | None = None, as_of: str = "2026-01-17T05:00:00Z"
) -> tuple[str, str]:
    data = {} if cause is None else {"cause": cause}
    facts: list[CloudEvent] = [UP, told("2026-01-17T02:00:00Z", "down", **data)]
    event = verdict_event(*_with(what, text, facts, as_of))
    sentence = event.data["sentence"]
    assert sentence["en"].startswith("Web shop: ")
    assert sentence["de"].startswith("Web shop: ")
    return sentence["en"].removeprefix("Web shop: "), sentence["de"].removeprefix("Web shop: ")


def _with(what: Telling, text: str, facts: list[CloudEvent], as_of: str):
    context, evidence = scene(text, facts, as_of)
    return context, what, evidence


@pytest.mark.parametrize(
    ("cause", "english", "german"),
    [
        ("carrier-one", "in an outage at Carrier One", "bei einem Ausfall bei Carrier One"),
        ("provider", "in an outage at Northwind Hosting", "bei einem Ausfall bei Northwind Hosting"),
        ("customer", "in an outage at ACME Retail", "bei einem Ausfall bei ACME Retail"),
        ("third_party", "in an outage at a third party", "bei einem Ausfall bei einem Dritten"),
        ("force_majeure", "in an outage by force majeure", "bei einem Ausfall durch höhere Gewalt"),
        (None, "in an outage whose cause is open", "bei einem Ausfall, dessen Ursache offen ist"),
    ],
)
def test_a_breach_says_when_where_and_what_it_means(cause: str | None, english: str, german: str):
    what = telling("objective.breached", "2026-01-17T02:44:38.4Z")
    assert said(MONTHLY, what, cause) == (
        f"the budget ran out on Saturday 17 January at 03:44:38, {english}, so January 2026 can no longer be met.",
        (
            f"Das Budget war am Samstag, 17. Januar, um 03:44:38 Uhr aufgebraucht, {german}; "
            "die Zusage für Januar 2026 ist damit nicht mehr einzuhalten."
        ),
    )


def test_a_breach_outside_an_outage_names_none():
    what = telling("objective.breached", "2026-01-16T02:00:00Z")
    assert said(MONTHLY, what)[0] == (
        "the budget ran out on Friday 16 January at 03:00:00, so January 2026 can no longer be met."
    )


def test_a_promise_of_everything_has_no_budget_to_speak_of():
    what = telling("objective.breached", "2026-01-17T02:00:00Z")
    assert said(STRICT, what, "provider") == (
        (
            f"100{N}% was promised and missed on Saturday 17 January at 03:00:00, in an outage at Northwind Hosting, "
            "so January 2026 can no longer be met."
        ),
        (
            f"Zugesagt sind 100{N}%, verfehlt am Samstag, 17. Januar, um 03:00:00 Uhr, bei einem Ausfall bei "
            "Northwind Hosting; die Zusage für Januar 2026 ist damit nicht mehr einzuhalten."
        ),
    )


def test_a_rolling_window_falls_below_its_target_and_is_back():
    fell = said(ROLLING, telling("objective.breached", "2026-01-17T02:20:00Z"), "carrier-one")
    assert fell == (
        f"the last 30 days fell below 99.9{N}% on Saturday 17 January at 03:20:00, in an outage at Carrier One.",
        (
            f"Die letzten 30 Tage liegen seit Samstag, 17. Januar, um 03:20:00 Uhr unter 99,9{N}%, "
            "bei einem Ausfall bei Carrier One."
        ),
    )
    back = said(ROLLING, telling("objective.recovered", "2026-02-16T02:20:00Z"))
    assert back == (
        f"since Monday 16 February at 03:20:00 the last 30 days have again been at 99.9{N}% or above.",
        f"Die letzten 30 Tage liegen seit Montag, 16. Februar, um 03:20:00 Uhr wieder bei 99,9{N}% oder darüber.",
    )


def test_a_share_says_what_is_left():
    what = telling("objective.at_risk", "2026-01-17T02:10:00Z", share="12.5 %")
    assert said(MONTHLY, what, "carrier-one", as_of="2026-01-17T02:10:05Z") == (
        (
            f"12.5{N}% of the budget for January 2026 was spent on Saturday 17 January at 03:10:00, in an outage at "
            "Carrier One; 34 minutes and 29 seconds is left."
        ),
        (
            f"12,5{N}% des Budgets für Januar 2026 waren am Samstag, 17. Januar, um 03:10:00 Uhr verbraucht, bei "
            "einem Ausfall bei Carrier One; übrig: 34 Minuten und 29 Sekunden."
        ),
    )


def test_a_share_of_what_is_used_up_says_nothing_of_a_rest():
    what = telling("objective.at_risk", "2026-01-17T02:10:00Z", share="75 %")
    assert "left" not in said(MONTHLY, what)[0]


def test_an_amendment_names_both_instants():
    what = telling("breach.amended", "2026-01-17T02:30:00Z", was="2026-01-17T02:44:38Z", amends="v0")
    assert said(MONTHLY, what) == (
        (
            "by facts that came later, the breach for January 2026 lies not on Saturday 17 January at 03:44:38 but on "
            "Saturday 17 January at 03:30:00."
        ),
        (
            "Nach später eingegangenen Meldungen liegt der Bruch für Januar 2026 nicht am Samstag, 17. Januar, um "
            "03:44:38 Uhr, sondern am Samstag, 17. Januar, um 03:30:00 Uhr."
        ),
    )


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        (
            MONTHLY,
            "January 2026 is within its target so far",
            "nach heutigem Stand wird die Zusage für Januar 2026 bisher eingehalten",
        ),
        (
            ROLLING,
            "the last 30 days are within the target",
            "nach heutigem Stand wird die Zusage für die letzten 30 Tage bisher eingehalten",
        ),
    ],
)
def test_a_withdrawal_says_what_holds_now(text: str, english: str, german: str):
    what = telling("breach.withdrawn", "2026-01-17T02:44:38Z", was="2026-01-17T02:44:38Z", amends="v0")
    assert said(text, what, as_of="2026-01-17T02:01:00Z") == (
        f"the breach told for Saturday 17 January at 03:44:38 no longer holds; by what is known now, {english}.",
        f"Der für Samstag, 17. Januar, um 03:44:38 Uhr gemeldete Bruch besteht nicht mehr; {german}.",
    )


def test_a_withdrawal_because_too_much_is_unknown_says_so():
    text = document(
        objective(title="Web shop", not_assessable_above="{unknown: 5 %}"), time_zone="Europe/Berlin"
    )
    what = telling("breach.withdrawn", "2026-01-17T02:44:38Z", was="2026-01-17T02:44:38Z")
    facts = [told("2026-01-16T00:00:00Z", "up")]
    event = verdict_event(*_with(what, text, facts, "2026-01-17T05:00:00Z"))
    assert event.data["sentence"]["en"].endswith("by what is known now, January 2026 cannot be assessed.")
    assert event.data["sentence"]["de"].endswith("Januar 2026 lässt sich nicht beurteilen.")


@pytest.mark.parametrize(
    ("facts", "english", "german"),
    [
        (
            [UP, told("2026-01-17T02:00:00Z", "down"), told("2026-01-17T03:00:00Z", "up")],
            (
                f"Web shop was up for 99.8654{N}% of the counted time in January 2026 (promised: at least 99.9{N}%). "
                "The promise was not kept; after Saturday 17 January at 03:44:34 it could no longer be."
            ),
            (
                f"Web shop war im Januar 2026 zu 99,8654{N}% der gezählten Zeit verfügbar "
                f"(zugesagt: mindestens 99,9{N}%). "
                "Die Zusage wurde nicht eingehalten; seit Samstag, 17. Januar, um 03:44:34 Uhr war sie nicht mehr "
                "einzuhalten."
            ),
        ),
        (
            [UP],
            (
                f"Web shop was up for 100{N}% of the counted time in January 2026 (promised: at least 99.9{N}%). "
                "The promise was kept."
            ),
            (
                f"Web shop war im Januar 2026 zu 100{N}% der gezählten Zeit verfügbar (zugesagt: mindestens 99,9{N}%). "
                "Die Zusage wurde eingehalten."
            ),
        ),
        (
            [],
            "There is nothing to judge: in January 2026, no time was counted.",
            "Es gibt nichts zu beurteilen, da im Januar 2026 keine Zeit gezählt wurde.",
        ),
    ],
    ids=["not met", "met", "no data"],
)
def test_a_closing_says_the_final_figure(facts: list[CloudEvent], english: str, german: str):
    what = telling("period.closed", "2026-02-07T23:00:00Z")
    context, evidence = scene(MONTHLY, facts, "2026-01-31T23:00:00Z")
    sentence = verdict_event(context, what, evidence).data["sentence"]
    assert sentence["en"] == f"Web shop: the period is closed. {english}"
    assert sentence["de"] == f"Web shop: Der Zeitraum ist abgeschlossen. {german}"


@pytest.mark.parametrize(
    ("indicator", "bound", "english", "german"),
    [
        (
            "outage_count",
            {"at_most": "0"},
            "Web shop had 1 outage in January 2026 (promised: at most 0).",
            "Web shop hatte im Januar 2026 1 Ausfall (zugesagt: höchstens 0).",
        ),
        (
            "longest_outage",
            {"at_most": "PT30M"},
            "The longest outage of Web shop in January 2026 lasted 1 hour (promised: at most 30 minutes).",
            "Der längste Ausfall von Web shop dauerte im Januar 2026 1 Stunde (zugesagt: höchstens 30 Minuten).",
        ),
        (
            "mean_time_between_failures",
            {"at_least": "P60D"},
            (
                "Between the failures of Web shop in January 2026 lay 30 days and 22 hours of good time on average "
                "(promised: at least 60 days)."
            ),
            (
                "Zwischen den Ausfällen von Web shop lagen im Januar 2026 im Mittel 30 Tage und 22 Stunden guter Zeit "
                "(zugesagt: mindestens 60 Tage)."
            ),
        ),
    ],
)
def test_a_bound_that_is_no_share_is_said_with_its_side(
    indicator: str, bound: dict[str, str], english: str, german: str
):
    text = document(
        objective(title="Web shop", indicator=indicator, **bound), time_zone="Europe/Berlin"
    ).replace("target: 99.9 %, ", "")
    facts = [UP, told("2026-01-17T02:00:00Z", "down"), told("2026-01-17T03:00:00Z", "up")]
    context, evidence = scene(text, facts, "2026-01-31T23:00:00Z")
    closed = verdict_event(context, telling("period.closed", "2026-02-07T23:00:00Z"), evidence)
    assert english in closed.data["sentence"]["en"]
    assert german in closed.data["sentence"]["de"]
    passed = verdict_event(context, telling("objective.breached", "2026-01-16T02:30:00Z"), evidence)
    promise = english.partition("(promised: ")[2].removesuffix(").")
    assert passed.data["sentence"]["en"] == (
        f"Web shop: what was promised ({promise}) was missed on Friday 16 January at 03:30:00, "
        "so January 2026 can no longer be met."
    )


def test_a_breach_that_only_the_end_shows_says_how_it_ended():
    what = telling("objective.breached", "2026-01-31T23:00:00Z")
    english, german = said(MONTHLY, what, as_of="2026-01-31T23:00:00Z")
    assert english.startswith(
        f"Web shop was up for 51.9515{N}% of the counted time in January 2026 (promised: at least 99.9{N}%)."
    )
    assert german.startswith(
        f"Web shop war im Januar 2026 zu 51,9515{N}% der gezählten Zeit verfügbar (zugesagt: mindestens 99,9{N}%)."
    )


def test_a_restatement_says_what_moved():
    before, _ = scene(MONTHLY, [UP], "2026-01-31T23:00:00Z")
    facts = [UP, told("2026-01-17T02:00:00Z", "down"), told("2026-01-17T03:00:00Z", "up")]
    context, evidence = scene(MONTHLY, facts, "2026-01-31T23:00:00Z")
    was = figures_said(before.figure, before.objective)
    what = replace(telling("period.restated", "2026-02-20T00:00:00Z"), number=2)
    sentence = verdict_event(replace(context, was=was), what, evidence).data["sentence"]
    assert sentence["en"] == (
        f"Web shop: restatement 2 for January 2026: not met instead of met; 99.8654{N}% instead of 100{N}%; "
        "broken after Saturday 17 January at 03:44:34."
    )
    assert sentence["de"] == (
        f"Web shop: Neufassung 2 für Januar 2026: nicht eingehalten statt eingehalten; 99,8654{N}% statt 100{N}%; "
        "Bruch am Samstag, 17. Januar, um 03:44:34 Uhr."
    )


def test_no_outage_is_a_result_too():
    text = document(
        objective(title="Web shop", indicator="mean_time_to_restore", at_most="PT1H"), time_zone="UTC"
    ).replace("target: 99.9 %, ", "")
    context, evidence = scene(text, [UP], "2026-02-01T00:00:00Z")
    closed = verdict_event(context, telling("period.closed", "2026-02-08T00:00:00Z"), evidence)
    assert closed.data["sentence"]["en"] == (
        "Web shop: the period is closed. Web shop had no outage in January 2026 (promised: at most 1 hour). "
        "The promise was kept."
    )
