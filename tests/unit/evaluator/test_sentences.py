"""The sentence of each verdict, as a manager would quote it."""

import pytest

from services.evaluator.saying import verdict_event
from services.evaluator.told import Telling
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
            "Carrier One; 34 min 29 s is left."
        ),
        (
            f"12,5{N}% des Budgets für Januar 2026 waren am Samstag, 17. Januar, um 03:10:00 Uhr verbraucht, bei "
            "einem Ausfall bei Carrier One; es bleiben 34 min 29 s."
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
            "Nach später eingegangenen Fakten liegt der Bruch für Januar 2026 nicht am Samstag, 17. Januar, um "
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
            f"January 2026 is closed: 99.8654{N}% against 99.9{N}% promised, not met.",
            f"Abgeschlossen für Januar 2026: 99,8654{N}% gegenüber zugesagten 99,9{N}%, nicht eingehalten.",
        ),
        (
            [UP],
            f"January 2026 is closed: 100{N}% against 99.9{N}% promised, met.",
            f"Abgeschlossen für Januar 2026: 100{N}% gegenüber zugesagten 99,9{N}%, eingehalten.",
        ),
        ([], "January 2026 is closed: no data.", "Abgeschlossen für Januar 2026: keine Daten."),
    ],
    ids=["not met", "met", "no data"],
)
def test_a_closing_says_the_final_figure(facts: list[CloudEvent], english: str, german: str):
    what = telling("period.closed", "2026-02-07T23:00:00Z")
    context, evidence = scene(MONTHLY, facts, "2026-01-31T23:00:00Z")
    sentence = verdict_event(context, what, evidence).data["sentence"]
    assert (sentence["en"], sentence["de"]) == (f"Web shop: {english}", f"Web shop: {german}")


@pytest.mark.parametrize(
    ("indicator", "bound", "english", "german"),
    [
        ("outage_count", {"at_most": "0"}, "1 against at most 0 agreed", "1 gegenüber höchstens 0"),
        (
            "longest_outage",
            {"at_most": "PT30M"},
            "1 h against at most 30 min agreed",
            "1 h gegenüber höchstens 30 min",
        ),
        (
            "mean_time_to_restore",
            {"at_most": "PT30M"},
            "1 h against at most 30 min agreed",
            "1 h gegenüber höchstens 30 min",
        ),
        (
            "mean_time_between_failures",
            {"at_least": "P60D"},
            "30 d 22 h against at least 60 d agreed",
            "30 d 22 h gegenüber mindestens 60 d",
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
    assert closed.data["sentence"]["en"] == f"Web shop: January 2026 is closed: {english}, not met."
    assert closed.data["sentence"]["de"] == (
        f"Web shop: Abgeschlossen für Januar 2026: {german}, nicht eingehalten."
    )
    passed = verdict_event(context, telling("objective.breached", "2026-01-16T02:30:00Z"), evidence)
    assert passed.data["sentence"]["en"] == (
        "Web shop: the agreed bound was passed on Friday 16 January at 03:30:00, "
        "so January 2026 can no longer be met."
    )


def test_a_breach_that_only_the_end_shows_says_how_it_ended():
    what = telling("objective.breached", "2026-01-31T23:00:00Z")
    english, german = said(MONTHLY, what, as_of="2026-01-31T23:00:00Z")
    assert english == f"January 2026 ended with 51.9515{N}% against 99.9{N}% promised, not met."
    assert german == (
        f"Für Januar 2026 ergaben sich am Ende 51,9515{N}% gegenüber zugesagten 99,9{N}%, nicht eingehalten."
    )


def test_no_outage_is_a_result_too():
    text = document(
        objective(title="Web shop", indicator="mean_time_to_restore", at_most="PT1H"), time_zone="UTC"
    ).replace("target: 99.9 %, ", "")
    context, evidence = scene(text, [UP], "2026-02-01T00:00:00Z")
    closed = verdict_event(context, telling("period.closed", "2026-02-08T00:00:00Z"), evidence)
    assert closed.data["sentence"]["en"] == (
        "Web shop: January 2026 is closed: no outage against at most 1 h agreed, met."
    )
