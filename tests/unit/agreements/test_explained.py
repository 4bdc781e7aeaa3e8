"""An explanation in words: why a figure is what it is, for each indicator and state, in English and German."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from shared.agreements.explained.clocks import clock_sentence
from shared.agreements.explained.credit import credit_lines
from shared.agreements.explained.explained import explained_sentence
from shared.agreements.explained.formula import comparison_line, formula_line
from shared.agreements.explained.proposed import proposed_sentences
from shared.agreements.explained.rows import row_sentence
from shared.agreements.explained.state import state_sentence
from shared.agreements.explained.voice import Naming, Voice
from shared.agreements.words import LANGUAGES
from shared.sla.agreed.clauses import StatusRule
from shared.sla.agreed.objectives import (
    Clock,
    ClockKind,
    Credits,
    Indicator,
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OnReopen,
    OutageCount,
    Ratio,
    RollingWindow,
    Satisfaction,
    Tier,
    UnknownCounts,
    WarnAt,
    Weights,
    WorkingDays,
)
from shared.sla.agreed.terms import Terms
from shared.sla.spans import DAY, HOUR, MINUTE, Span
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, availability, counts, history

N = "\u202f"
NAMING = Naming(
    {"prov": "Northwind", "provider": "Northwind", "cust": "ACME", "customer": "ACME"}, {"s": "Shop"}, "UTC"
)
CLOSED = "2026-01-20 00:00"
UP = ("2026-01-04 00:00", "up")
HALF = Fraction(1, 2)


BETWEEN = (
    Story().told(*UP).told("10:00", "down").told("11:00", "up").told("20:00", "down").told("21:00", "up")
)


def voices(terms: Terms) -> list[Voice]:
    return [Voice(language, NAMING, terms.objectives[0]) for language in LANGUAGES]


def said(terms: Terms, story: Story, as_of: str = CLOSED, period: Span = MONDAY) -> tuple[str, ...]:
    figure = history(terms, story).figure("o", 1, period, at(as_of))
    return tuple(state_sentence(voice, figure) for voice in voices(terms))


def down(start: str, end: str, **data: Any) -> Story:
    return Story().told(*UP).told(start, "down", **data).told(end, "up")


@pytest.mark.parametrize(
    ("terms", "story", "as_of", "en", "de"),
    [
        (
            agreement(availability("0.9")),
            down("10:00", "11:00"),
            CLOSED,
            (
                f"Shop was up for 95.8333{N}% of the counted time on 5 January 2026 (promised: at least 90{N}%). "
                "The promise was kept."
            ),
            (
                f"Shop war am 5. Januar 2026 zu 95,8333{N}% der gezählten Zeit verfügbar "
                f"(zugesagt: mindestens 90{N}%). "
                "Die Zusage wurde eingehalten."
            ),
        ),
        (
            agreement(availability("0.9")),
            down("10:00", "11:00"),
            "12:00",
            (
                f"Shop was up for 91.6666{N}% of the counted time on 5 January 2026 so far "
                f"(promised: at least 90{N}%). "
                "The promise is kept so far. Of the 2 hours and 24 minutes that may fail, 1 hour is used."
            ),
            (
                f"Shop war am 5. Januar 2026 bisher zu 91,6666{N}% der gezählten Zeit verfügbar "
                f"(zugesagt: mindestens 90{N}%). Die Zusage wird bisher eingehalten. "
                "Verbraucht: 1 Stunde von 2 Stunden und 24 Minuten, die ausfallen dürfen."
            ),
        ),
        (
            agreement(availability("0.99")),
            down("10:00", "11:00"),
            "12:00",
            (
                f"Shop was up for 91.6666{N}% of the counted time on 5 January 2026 so far "
                f"(promised: at least 99{N}%). "
                "After Monday 5 January at 10:14:24 the promise can no longer be kept."
            ),
            (
                f"Shop war am 5. Januar 2026 bisher zu 91,6666{N}% der gezählten Zeit verfügbar "
                f"(zugesagt: mindestens 99{N}%). "
                "Seit Montag, 5. Januar, um 10:14:24 Uhr ist die Zusage nicht mehr einzuhalten."
            ),
        ),
        (
            agreement(availability("0.95"), objective={"warn_at": WarnAt((HALF,))}),
            down("10:00", "11:00"),
            "11:00",
            (
                f"Shop was up for 90.909{N}% of the counted time on 5 January 2026 so far (promised: at least 95{N}%). "
                f"The promise can still be kept, but 83.33{N}% of what may fail is used."
            ),
            (
                f"Shop war am 5. Januar 2026 bisher zu 90,909{N}% der gezählten Zeit verfügbar "
                f"(zugesagt: mindestens 95{N}%). "
                f"Die Zusage ist noch einzuhalten, doch 83,33{N}% dessen, was ausfallen darf, sind verbraucht."
            ),
        ),
        (
            agreement(availability("0.9", not_assessable_above=Fraction(5, 100))),
            Story().told("12:00", "up"),
            CLOSED,
            (
                f"Shop was up for 100{N}% of the counted time on 5 January 2026 (promised: at least 90{N}%). "
                f"Nothing is decided on this, since 50{N}% of the time is unknown, more than the 5{N}% agreed."
            ),
            (
                f"Shop war am 5. Januar 2026 zu 100{N}% der gezählten Zeit verfügbar (zugesagt: mindestens 90{N}%). "
                f"Darüber wird nichts entschieden, denn 50{N}% der Zeit sind unbekannt, "
                f"mehr als die vereinbarten 5{N}%."
            ),
        ),
        (
            agreement(availability("0.9", not_assessable_above=Fraction(5, 100))),
            Story().told("2026-01-04 00:00", "unknown"),
            "12:00",
            (
                f"No time of Shop was counted on 5 January 2026 so far (promised: at least 90{N}%). "
                f"Nothing is decided on this, since 100{N}% of the time is unknown, more than the 5{N}% agreed."
            ),
            (
                f"Von Shop wurde am 5. Januar 2026 bisher keine Zeit gezählt (zugesagt: mindestens 90{N}%). "
                f"Darüber wird nichts entschieden, denn 100{N}% der Zeit sind unbekannt, "
                f"mehr als die vereinbarten 5{N}%."
            ),
        ),
        (
            agreement(availability("0.9"), objective={"window": RollingWindow(DAY)}),
            Story().told(*UP).told("2026-01-05 20:00", "down"),
            "2026-01-06 00:00",
            (
                f"Shop was up for 83.3333{N}% of the counted time in the last 24 hours (promised: at least 90{N}%). "
                "The promise has not been kept since Monday 5 January at 22:24:00."
            ),
            (
                f"Shop war in den letzten 24 Stunden zu 83,3333{N}% der gezählten Zeit verfügbar "
                f"(zugesagt: mindestens 90{N}%). "
                "Die Zusage wird seit Montag, 5. Januar, um 22:24:00 Uhr nicht eingehalten."
            ),
        ),
        (
            agreement(availability("0.9")),
            Story(),
            CLOSED,
            "There is nothing to judge: on 5 January 2026, no time was counted.",
            "Es gibt nichts zu beurteilen, da am 5. Januar 2026 keine Zeit gezählt wurde.",
        ),
    ],
    ids=["met", "open", "breached", "at risk", "not assessable", "nothing counted", "rolling", "no data"],
)
def test_availability_is_told_in_each_state(terms: Terms, story: Story, as_of: str, en: str, de: str) -> None:
    assert said(terms, story, as_of) == (en, de)


INCIDENTS = (
    Story().incident("09:00", "opened").incident("09:30", "resolved")
    .incident("10:00", "opened", incident="J").incident("12:00", "resolved", incident="J")
)  # fmt: skip
REOPENED = (
    Story().incident("09:00", "opened").incident("09:30", "resolved")
    .incident("10:00", "reopened").incident("12:00", "resolved")
)  # fmt: skip
SAMPLES = Story().measured("09:00", "1").measured("10:00", "3")
ANSWERS = Story().answered("09:00", "4").answered("10:00", "5")


@pytest.mark.parametrize(
    ("indicator", "story", "en", "de"),
    [
        (
            Ratio("ok", "all", HALF),
            Story().counted("10:00", 9_995, 10_000),
            (
                f"9,995 of 10,000 counted events of Shop were good on 5 January 2026, that is 99.95{N}% "
                f"(promised: at least 50{N}%)."
            ),
            (
                f"9.995 von 10.000 gezählten Vorgängen bei Shop waren am 5. Januar 2026 gut, das sind 99,95{N}% "
                f"(zugesagt: mindestens 50{N}%)."
            ),
        ),
        (
            Clock(ClockKind.RESOLUTION, HALF, HOUR),
            INCIDENTS,
            (
                f"1 of 2 incidents of Shop was resolved in time on 5 January 2026, that is 50{N}% "
                f"(promised: at least 50{N}%)."
            ),
            (
                f"1 von 2 Störungen bei Shop wurde am 5. Januar 2026 rechtzeitig gelöst, das sind 50{N}% "
                f"(zugesagt: mindestens 50{N}%)."
            ),
        ),
        (
            Clock(ClockKind.RESPONSE, HALF, HOUR),
            INCIDENTS,
            (
                f"1 of 2 incidents of Shop was answered in time on 5 January 2026, that is 50{N}% "
                f"(promised: at least 50{N}%)."
            ),
            (
                f"1 von 2 Störungen bei Shop wurde am 5. Januar 2026 rechtzeitig beantwortet, das sind 50{N}% "
                f"(zugesagt: mindestens 50{N}%)."
            ),
        ),
        (
            Clock(ClockKind.RESOLUTION, HALF, HOUR, on_reopen=OnReopen.RESTART),
            REOPENED,
            (
                f"In 1 of 2 cases an incident of Shop was resolved in time on 5 January 2026, that is 50{N}% "
                f"(promised: at least 50{N}%)."
            ),
            (
                f"In 1 von 2 Fällen wurde am 5. Januar 2026 eine Störung bei Shop rechtzeitig gelöst, "
                f"das sind 50{N}% (zugesagt: mindestens 50{N}%)."
            ),
        ),
        (
            Clock(ClockKind.RESPONSE, HALF, HOUR, on_reopen=OnReopen.RESTART),
            Story().incident("09:00", "opened").incident("09:30", "responded"),
            (
                f"In 1 of 1 case an incident of Shop was answered in time on 5 January 2026, that is 100{N}% "
                f"(promised: at least 50{N}%)."
            ),
            (
                f"In 1 von 1 Fall wurde am 5. Januar 2026 eine Störung bei Shop rechtzeitig beantwortet, "
                f"das sind 100{N}% (zugesagt: mindestens 50{N}%)."
            ),
        ),
        (
            OutageCount(2, counts()),
            down("10:00", "11:00"),
            "Shop had 1 outage on 5 January 2026 (promised: at most 2).",
            "Shop hatte am 5. Januar 2026 1 Ausfall (zugesagt: höchstens 2).",
        ),
        (
            OutageCount(2, counts()),
            down("2026-01-04 23:00", "11:00"),
            "No outage of Shop began on 5 January 2026 (promised: at most 2).",
            "Kein Ausfall von Shop begann am 5. Januar 2026 (zugesagt: höchstens 2).",
        ),
        (
            LongestOutage(2 * HOUR, counts()),
            down("10:00", "11:00"),
            "The longest outage of Shop on 5 January 2026 lasted 1 hour (promised: at most 2 hours).",
            "Der längste Ausfall von Shop dauerte am 5. Januar 2026 1 Stunde (zugesagt: höchstens 2 Stunden).",
        ),
        (
            MeanTimeToRestore(2 * HOUR, counts()),
            down("10:00", "11:30"),
            (
                "The outages of Shop that ended on 5 January 2026 lasted 1 hour and 30 minutes on average "
                "(promised: at most 2 hours)."
            ),
            (
                "Die Ausfälle von Shop, die am 5. Januar 2026 endeten, dauerten im Mittel 1 Stunde und 30 Minuten "
                "(zugesagt: höchstens 2 Stunden)."
            ),
        ),
        (
            MeanTimeToRestore(2 * HOUR, counts()),
            down("10:00", "2026-01-06 10:00"),
            "No outage of Shop ended on 5 January 2026 (promised: at most 2 hours).",
            "Kein Ausfall von Shop endete am 5. Januar 2026 (zugesagt: höchstens 2 Stunden).",
        ),
        (
            MeanTimeBetweenFailures(2 * HOUR, counts()),
            Story().told(*UP),
            "Shop had no outage on 5 January 2026 (promised: at least 2 hours).",
            "Shop hatte am 5. Januar 2026 keinen Ausfall (zugesagt: mindestens 2 Stunden).",
        ),
        (
            Satisfaction(Fraction(4), Fraction(5)),
            ANSWERS,
            "Shop was rated 4.5 of 5 on average on 5 January 2026, in 2 answers (promised: at least 4 of 5).",
            (
                "Shop wurde am 5. Januar 2026 im Mittel mit 4,5 von 5 bewertet, in 2 Antworten "
                "(zugesagt: mindestens 4 von 5)."
            ),
        ),
        (
            Measurement("latency", "ms", at_most=Fraction(4), take="p95"),
            Story().measured("09:00", "2.5", metric="latency"),
            (
                "The 95th percentile of 1 sample of latency of Shop was 2.5 ms on 5 January 2026 "
                "(promised: at most 4 ms)."
            ),
            (
                "Das 95. Perzentil von 1 Messwert für latency bei Shop lag am 5. Januar 2026 bei 2,5 ms "
                "(zugesagt: höchstens 4 ms)."
            ),
        ),
        (
            Measurement("m", "ms", at_most=Fraction(2), target=HALF),
            SAMPLES,
            (
                f"1 of 2 samples of m of Shop was within the bounds on 5 January 2026, that is 50{N}% "
                f"(promised: at least 50{N}%)."
            ),
            (
                f"1 von 2 Messwerten für m bei Shop lag am 5. Januar 2026 innerhalb der Grenzen, das sind 50{N}% "
                f"(zugesagt: mindestens 50{N}%)."
            ),
        ),
    ],
)
def test_each_indicator_says_what_was_reached(indicator: Indicator, story: Story, en: str, de: str) -> None:
    terms = agreement(indicator)
    assert said(terms, story) == (f"{en} The promise was kept.", f"{de} Die Zusage wurde eingehalten.")


@pytest.mark.parametrize(
    "indicator", [OutageCount(2, counts()), LongestOutage(HOUR, counts()), MeanTimeToRestore(HOUR, counts())]
)
def test_no_outage_is_said_of_the_service_hours_where_some_are_agreed(indicator: Indicator) -> None:
    terms = agreement(indicator, objective={"hours": OFFICE})
    english, german = said(terms, down("20:00", "21:00"))
    assert english.startswith("Shop had no outage in service hours on 5 January 2026 (promised: ")
    assert german.startswith("Shop hatte am 5. Januar 2026 keinen Ausfall in der Servicezeit (zugesagt: ")


def test_the_longest_of_no_outages_is_told_in_the_same_words() -> None:
    terms = agreement(LongestOutage(HOUR, counts()), objective={"hours": OFFICE})
    (step,) = history(terms, down("20:00", "21:00")).explanation("o", 1, MONDAY, at(CLOSED)).formula
    assert [formula_line(voice, step).words for voice in voices(terms)] == [
        "no outage in service hours",
        "kein Ausfall in der Servicezeit",
    ]


def test_where_nothing_may_fail_no_budget_is_spoken_of() -> None:
    english, german = said(agreement(availability("1")), Story().told(*UP), "12:00")
    assert english.endswith("The promise is kept so far. Nothing may fail, and nothing has.")
    assert german.endswith(
        "Die Zusage wird bisher eingehalten. Ausfallen darf nichts, und nichts ist ausgefallen."
    )


def test_none_of_a_single_incident_is_told_in_the_singular() -> None:
    story = Story().incident("09:00", "opened").incident("12:00", "resolved")
    english, german = said(agreement(Clock(ClockKind.RESOLUTION, HALF, HOUR)), story)
    assert english.startswith(
        f"0 of 1 incident of Shop was resolved in time on 5 January 2026, that is 0{N}%"
    )
    assert german.startswith(
        f"0 von 1 Störung bei Shop wurde am 5. Januar 2026 rechtzeitig gelöst, das sind 0{N}%"
    )


def test_of_many_services_the_first_are_named() -> None:
    names = {str(number): f"Shop {number}" for number in range(9)}
    asked = agreement(Satisfaction(Fraction(4), Fraction(5))).objectives[0]
    many = replace(asked, services=tuple(names))
    told = [Voice(language, Naming({}, names, "UTC"), many).services for language in LANGUAGES]
    assert told == [
        "Shop 0, Shop 1, Shop 2, Shop 3 and 5 more",
        "Shop 0, Shop 1, Shop 2, Shop 3 und 5 weitere",
    ]


def rows(story: Story, **clauses: Any) -> list[tuple[str, ...]]:
    terms = agreement(availability(**clauses))
    found = history(terms, story).explanation("o", 1, MONDAY, at(CLOSED))
    return [tuple(row_sentence(voice, row) for voice in voices(terms)) for row in found.rows]


def test_each_row_says_what_it_is_why_and_how_it_counts() -> None:
    story = down("10:00", "10:41:15", cause="prov").announced(
        "2026-01-01 00:00", "20:00", "22:00", change="CHG-7"
    )
    story.told("12:00", "degraded", severity="major").told("13:00", "unknown").told("14:00", "up")
    assert rows(story, degraded=Weights({"major": HALF}), unknown=UnknownCounts.DOWN) == [
        ("19 hours, 18 minutes and 45 seconds up: counts as good.",
         "19 Stunden, 18 Minuten und 45 Sekunden verfügbar: zählt als gut."),
        ("41 minutes and 15 seconds down, caused by Northwind: counts as bad.",
         "41 Minuten und 15 Sekunden ausgefallen, Ursache bei Northwind: zählt als schlecht."),
        (f"1 hour degraded (major): 50{N}% of it bad.", f"1 Stunde beeinträchtigt (major): zu 50{N}% schlecht."),
        ("1 hour unknown: counts as bad.", "1 Stunde unbekannt: zählt als schlecht."),
        ("2 hours maintenance (CHG-7): not counted.", "2 Stunden Wartung (CHG-7): zählt nicht."),
    ]  # fmt: skip


def test_the_formula_stands_in_words_in_numbers_and_with_its_result() -> None:
    terms = agreement(availability("0.95"))
    found = history(terms, down("10:00", "11:00")).explanation("o", 1, MONDAY, at(CLOSED))
    english, german = voices(terms)
    lines = {step.name: formula_line(english, step) for step in found.formula}
    share = lines["sli"]
    assert (share.name, share.words, share.numbers, share.result) == (
        "share reached",
        "good time ÷ counted time",
        "82,800 s ÷ 86,400 s",
        f"95.8333{N}%",
    )
    allowed = formula_line(german, next(step for step in found.formula if step.name == "allowed"))
    assert (allowed.name, allowed.words, allowed.numbers, allowed.result) == (
        "darf ausfallen",
        "(1 − zugesagt) × gezählte Zeit",
        f"(1 − 95{N}%) × 86.400 s",
        "1 h 12 min",
    )
    assert found.compared is not None
    assert comparison_line(english, found.compared) == f"share reached 95.8333{N}% ≥ promised 95{N}%: holds"


def test_a_clock_says_when_it_was_due_and_where_it_rested() -> None:
    statuses = {"waiting": StatusRule(pauses=True)}
    terms = agreement(Clock(ClockKind.RESOLUTION, HALF, 2 * HOUR), statuses=statuses)
    story = (
        Story().incident("09:00", "opened", priority="P1")
        .incident("09:30", "updated", status="waiting").incident("10:30", "updated", status="open")
        .incident("11:00", "resolved")
    )  # fmt: skip
    (clock,) = history(terms, story).explanation("o", 1, MONDAY, at(CLOSED)).clocks
    assert [clock_sentence(voice, clock) for voice in voices(terms)] == [
        (
            "I (P1): began on Monday 5 January at 09:00:00; was due on Monday 5 January at 12:00:00; ended in time on "
            "Monday 5 January at 11:00:00, after 1 hour of service time (2 hours allowed); 1 hour paused (waiting)."
        ),
        (
            "I (P1): begann am Montag, 5. Januar, um 09:00:00 Uhr; war fällig am Montag, 5. Januar, um 12:00:00 Uhr; "
            "endete rechtzeitig am Montag, 5. Januar, um 11:00:00 Uhr, nach 1 Stunde Servicezeit (erlaubt: 2 Stunden); "
            "1 Stunde geruht (waiting)."
        ),
    ]


P1_OR_P2 = Clock(ClockKind.RESOLUTION, HALF, {"P1": 4 * HOUR, "P2": 12 * HOUR})


def told_of_a_clock(clause: Clock, story: Story) -> list[str]:
    terms = agreement(clause)
    (clock,) = history(terms, story).explanation("o", 1, MONDAY, at(CLOSED)).clocks
    return [clock_sentence(voice, clock) for voice in voices(terms)]


def test_a_clock_that_a_new_priority_breached_says_when_and_by_what() -> None:
    story = Story().incident("08:00", "opened", priority="P2").incident("17:00", "updated", priority="P1")
    assert told_of_a_clock(P1_OR_P2, story.incident("17:10", "resolved")) == [
        (
            "I (P1): began on Monday 5 January at 08:00:00; became P1 instead of P2 on Monday 5 January at 17:00:00, "
            "and from that moment its time was spent; by P1 it was due on Monday 5 January at 12:00:00; "
            "ended too late on Monday 5 January at 17:10:00, "
            "after 9 hours and 10 minutes of service time (4 hours allowed)."
        ),
        (
            "I (P1): begann am Montag, 5. Januar, um 08:00:00 Uhr; wurde am Montag, 5. Januar, um 17:00:00 Uhr "
            "P1 statt P2, und von da an war ihre Zeit verbraucht; nach P1 war sie fällig am "
            "Montag, 5. Januar, um 12:00:00 Uhr; endete zu spät am Montag, 5. Januar, um 17:10:00 Uhr, "
            "nach 9 Stunden und 10 Minuten Servicezeit (erlaubt: 4 Stunden)."
        ),
    ]


def test_a_clock_that_a_reopening_breached_says_when() -> None:
    clause = Clock(ClockKind.RESOLUTION, HALF, 2 * HOUR, on_reopen=OnReopen.NEVER_STOPPED)
    story = Story().incident("08:00", "opened").incident("09:00", "resolved").incident("15:00", "reopened")
    english, german = told_of_a_clock(clause, story)
    assert (
        "; was reopened on Monday 5 January at 15:00:00, and from that moment its time was spent;" in english
    )
    assert "; wurde am Montag, 5. Januar, um 15:00:00 Uhr wieder eröffnet, und von da an war ihre" in german


@pytest.mark.parametrize(
    ("step", "changes", "en", "de"),
    [
        (
            "cancelled",
            {},
            "the incident was cancelled on Monday 5 January at 09:00:00",
            "die Störung am Montag, 5. Januar, um 09:00:00 Uhr zurückgezogen wurde",
        ),
        (
            "updated",
            {"priority": "P3"},
            "from Monday 5 January at 09:00:00 on the incident is none of these",
            "die Störung seit Montag, 5. Januar, um 09:00:00 Uhr nicht mehr dazugehört",
        ),
    ],
)
def test_a_clock_that_no_longer_counts_says_why(step: str, changes: dict[str, str], en: str, de: str) -> None:
    story = Story().incident("08:00", "opened", priority="P2").incident("09:00", step, **changes)
    english, german = told_of_a_clock(P1_OR_P2, story)
    assert english.endswith(f"; no longer counts, since {en}.")
    assert german.endswith(f"; zählt nicht mehr, da {de}.")


def test_an_end_before_the_next_opening_is_in_time_and_says_why() -> None:
    terms = agreement(Clock(ClockKind.RESOLUTION, HALF, HOUR), objective={"hours": OFFICE})
    story = Story().incident("16:00", "opened").incident("20:00", "resolved")
    (clock,) = history(terms, story).explanation("o", 1, MONDAY, at(CLOSED)).clocks
    assert clock_sentence(voices(terms)[0], clock) == (
        "I: began on Monday 5 January at 16:00:00; was due on Monday 5 January at 17:00:00, and nothing counts from "
        "then to the next opening; ended in time on Monday 5 January at 20:00:00, after 1 hour of service time "
        "(1 hour allowed)."
    )


def test_a_clock_of_working_days_has_no_time_allowed() -> None:
    terms = agreement(Clock(ClockKind.RESOLUTION, HALF, WorkingDays(2)))
    story = Story().incident("09:00", "opened")
    (clock,) = history(terms, story).explanation("o", 1, MONDAY, at("10:00")).clocks
    assert clock_sentence(voices(terms)[0], clock) == (
        "I: began on Monday 5 January at 09:00:00; is due on Wednesday 7 January at 09:00:00; "
        "1 hour of service time is used."
    )


def test_maintenance_ahead_stands_in_the_formula_and_says_where_its_announcement_decided() -> None:
    story = Story().told(*UP).told("10:00", "down").announced("11:00", "14:00", "23:00")
    terms = agreement(availability("0.95"))
    found = history(terms, story).explanation("o", 1, MONDAY, at("11:30"))
    english, german = voices(terms)
    step = next(step for step in found.formula if step.name == "planned")
    assert [
        (line.name, line.words, line.numbers)
        for line in (formula_line(one, step) for one in (english, german))
    ] == [
        ("time still planned", "service time ahead − announced maintenance (c)", "45,000 s − 32,400 s"),
        ("noch geplante Zeit", "künftige Servicezeit − angekündigte Wartung (c)", "45.000 s − 32.400 s"),
    ]
    assert explained_sentence(english, found).endswith(
        "After Monday 5 January at 10:59:59 the promise can no longer be kept. "
        "This came with the announcement of c on Monday 5 January at 11:00:00, which took 9 hours out of the time "
        "still planned, and so lowered what may fail."
    )
    assert explained_sentence(german, found).endswith(
        "Seit Montag, 5. Januar, um 10:59:59 Uhr ist die Zusage nicht mehr einzuhalten. "
        "Das kam mit der Ankündigung von c am Montag, 5. Januar, um 11:00:00 Uhr: "
        "Sie nahm 9 Stunden aus der noch geplanten Zeit und senkte damit, was ausfallen darf."
    )


def test_a_mean_between_failures_that_cannot_come_back_says_what_could_still_be_reached() -> None:
    terms = agreement(MeanTimeBetweenFailures(12 * HOUR, counts()))
    found = history(terms, BETWEEN).explanation("o", 1, MONDAY, at("20:30"))
    english, german = voices(terms)
    line = formula_line(german, found.formula[-1])
    assert (line.name, line.words, line.numbers, line.result) == (
        "noch erreichbar",
        "(gute Zeit + noch geplante Zeit) ÷ Ausfälle",
        "(68.400 s + 12.600 s) ÷ 2",
        "11 h 15 min",
    )
    assert found.compared is not None
    assert (
        comparison_line(english, found.compared) == "can still be reached 11 h 15 min ≥ 12 h: does not hold"
    )
    assert explained_sentence(english, found).endswith(
        "Even if nothing more fails, it would be 11 hours and 15 minutes on average in the end."
    )
    assert explained_sentence(german, found).endswith(
        "Selbst wenn nichts mehr ausfällt, wären es am Ende im Mittel 11 Stunden und 15 Minuten."
    )


def test_a_mean_between_failures_that_can_still_be_reached_says_no_more() -> None:
    terms = agreement(MeanTimeBetweenFailures(11 * HOUR + 15 * MINUTE, counts()))
    found = history(terms, BETWEEN).explanation("o", 1, MONDAY, at("20:30"))
    assert found.compared is not None
    assert found.compared.holds
    english = voices(terms)[0]
    assert explained_sentence(english, found) == state_sentence(english, found.figure)


def test_a_credit_is_told_with_its_arithmetic() -> None:
    tiers = (Tier(Fraction(99, 100), Fraction(10)), Tier(Fraction(97, 100), Fraction(25)))
    terms = agreement(objective={"credits": Credits(tiers, Fraction(20), "monthly_fee")})
    found = history(terms, down("10:00", "11:00")).explanation("o", 1, MONDAY, at(CLOSED))
    assert found.credit is not None
    assert credit_lines(voices(terms)[0], found.credit) == [
        f"The share reached is 95.8333{N}%.",
        f"Below 99{N}%: 10 percent; undercut, but a lower tier applies.",
        f"Below 97{N}%: 25 percent; undercut, and this tier applies.",
        "Never more than 20 percent.",
        "20 percent of the monthly fee is credited.",
    ]
    assert credit_lines(voices(terms)[1], found.credit)[-1] == (
        "Gutgeschrieben werden 20 Prozent der Monatsgebühr."
    )


@pytest.mark.parametrize(
    ("accepts", "does", "tut"), [(False, "declines it", "lehnt sie ab"), (True, "accepts it", "nimmt sie an")]
)
def test_a_correction_that_waits_says_what_would_come_of_it_and_what_silence_does(
    accepts: bool, does: str, tut: str
) -> None:
    terms = agreement(availability("0.9"))
    story = down("10:00", "11:00").proposed("12:00", "10:00", "10:30", "excused", reason="load test")
    known = history(terms, story)
    asked = "o", 1, MONDAY, at("2026-01-06 12:00")
    proposed = known.proposed(*asked)
    assert proposed is not None
    english, german = (
        proposed_sentences(voice, known.figure(*asked), proposed, silence_accepts=accepts)
        for voice in voices(terms)
    )
    assert english == [
        (
            "Northwind proposes to count the time from Monday 5 January at 10:00:00 until Monday 5 January at 10:30:00 "
            "as excused (“load test”); it is open until Monday 19 January at 12:00:00, "
            f"and silence until then {does}."
        ),
        (
            f"Were all of this accepted: 97.8723{N}% instead of 95.8333{N}%; down 30 minutes less; "
            "excused 30 minutes more; 1 outage changed."
        ),
    ]
    assert german[0].endswith(
        f"; die Korrektur ist offen bis Montag, 19. Januar, um 12:00:00 Uhr, und Schweigen bis dahin {tut}."
    )


UNMOVED: list[tuple[Indicator, Story, bool]] = [
    (Ratio("ok", "all", HALF), Story().counted("09:00", 9, 10), False),
    (Satisfaction(Fraction(4), Fraction(5)), ANSWERS, False),
    (Measurement("m", "ms", at_most=Fraction(2), target=HALF), SAMPLES, False),
    (OutageCount(2, counts()), Story().told(*UP), True),
]


@pytest.mark.parametrize(("indicator", "story", "said"), UNMOVED)
def test_a_correction_that_can_reach_no_such_figure_is_not_spoken_of(
    indicator: Indicator, story: Story, said: bool
) -> None:
    terms, more = agreement(indicator), Story()
    more.facts = [*story.facts]
    known = history(terms, more.proposed("12:00", "10:00", "10:30", "up"))
    asked = "o", 1, MONDAY, at("2026-01-06 12:00")
    proposed = known.proposed(*asked)
    assert proposed is not None
    told = [
        proposed_sentences(voice, known.figure(*asked), proposed, silence_accepts=False)
        for voice in voices(terms)
    ]
    assert [bool(sentences) for sentences in told] == [said, said]


def test_a_correction_of_another_period_is_not_spoken_of() -> None:
    terms = agreement(availability("0.9"))
    story = down("10:00", "11:00").proposed(
        "2026-01-07 12:00", "2026-01-06 10:00", "2026-01-06 10:30", "excused"
    )
    known = history(terms, story)
    asked = "o", 1, MONDAY, at("2026-01-07 13:00")
    proposed = known.proposed(*asked)
    assert proposed is not None
    assert proposed_sentences(voices(terms)[0], known.figure(*asked), proposed, silence_accepts=False) == []
