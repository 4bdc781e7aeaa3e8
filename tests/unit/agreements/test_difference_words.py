"""What a restatement says: what moved, from what to what, and nothing else."""

from fractions import Fraction

import pytest

from shared.agreements.explained.difference import restatement_sentence
from shared.agreements.explained.voice import Naming, Voice
from shared.agreements.words import LANGUAGES
from shared.sla.agreed.objectives import Clock, ClockKind, Credits, Tier
from shared.sla.agreed.terms import Terms
from shared.sla.explanation.difference import difference
from shared.sla.spans import HOUR
from tests.unit.sla.examples import Story, agreement, availability, figure

NAMING = Naming({"prov": "Northwind"}, {"s": "Web shop"}, "UTC")
CLOSED = "2026-01-20 00:00"
N = "\u202f"
TIERS = Credits((Tier(Fraction(95, 100), Fraction(10)),))
TERMS = agreement(availability("0.95"), objective={"credits": TIERS})
CLOCKS = agreement(Clock(ClockKind.RESOLUTION, Fraction(9, 10), HOUR))


def outage(start: str, end: str) -> Story:
    return Story().told("2026-01-04 00:00", "up").told(start, "down").told(end, "up")


def said(terms: Terms, was: Story, now: Story) -> tuple[str, ...]:
    moved = difference(figure(terms, was, CLOSED), figure(terms, now, CLOSED))
    return tuple(
        restatement_sentence(Voice(language, NAMING, terms.objectives[0]), moved, 1) for language in LANGUAGES
    )


@pytest.mark.parametrize(
    ("was", "now", "en", "de"),
    [
        (
            outage("03:00", "04:00"),
            outage("03:00", "05:00"),
            (
                f"Restatement 1 for 5 January 2026: not met instead of met; 91.6666{N}% instead of 95.8333{N}%; "
                "up 1 hour less; down 1 hour more; broken after Monday 5 January at 04:12:00; 1 outage changed; "
                f"credit 10{N}% instead of none."
            ),
            (
                "Neufassung 1 für den 5. Januar 2026: nicht eingehalten statt eingehalten; "
                f"91,6666{N}% statt 95,8333{N}%; "
                "verfügbar 1 Stunde weniger; ausgefallen 1 Stunde mehr; "
                "Bruch am Montag, 5. Januar, um 04:12:00 Uhr; 1 Ausfall geändert; "
                f"Gutschrift 10{N}% statt keine."
            ),
        ),
        (
            outage("03:00", "05:00"),
            Story().told("2026-01-04 00:00", "up"),
            (
                f"Restatement 1 for 5 January 2026: met instead of not met; 100{N}% instead of 91.6666{N}%; "
                "up 2 hours more; down 2 hours less; the breach after Monday 5 January at 04:12:00 no longer holds; "
                f"1 outage less; credit none instead of 10{N}%."
            ),
            (
                f"Neufassung 1 für den 5. Januar 2026: eingehalten statt nicht eingehalten; 100{N}% statt 91,6666{N}%; "
                "verfügbar 2 Stunden mehr; ausgefallen 2 Stunden weniger; "
                "der Bruch am Montag, 5. Januar, um 04:12:00 Uhr besteht nicht mehr; 1 Ausfall weniger; "
                f"Gutschrift keine statt 10{N}%."
            ),
        ),
    ],
)
def test_a_restatement_says_each_thing_that_moved(was: Story, now: Story, en: str, de: str) -> None:
    assert said(TERMS, was, now) == (en, de)


def test_a_restatement_of_clocks_names_them() -> None:
    late = Story().incident("09:00", "opened").incident("10:30", "resolved")
    kept = Story().incident("09:00", "opened").incident("10:00", "resolved")
    assert said(CLOCKS, late, kept) == (
        (
            f"Restatement 1 for 5 January 2026: met instead of not met; 100{N}% instead of 0{N}%; "
            "the breach after Tuesday 6 January at 00:00:00 no longer holds; I in time instead of too late."
        ),
        (
            f"Neufassung 1 für den 5. Januar 2026: eingehalten statt nicht eingehalten; 100{N}% statt 0{N}%; "
            "der Bruch am Dienstag, 6. Januar, um 00:00:00 Uhr besteht nicht mehr; I rechtzeitig statt zu spät."
        ),
    )


def test_where_no_number_moved_that_is_said() -> None:
    same = outage("03:00", "04:00")
    assert said(TERMS, same, same)[0] == "Restatement 1 for 5 January 2026: no number moved."


TWO = outage("03:00", "04:00").told("04:30", "down").told("05:00", "up")


@pytest.mark.parametrize(
    ("was", "now", "en", "de"),
    [
        (outage("03:00", "05:00"), outage("04:00", "05:00"), "1 outage changed", "1 Ausfall geändert"),
        (outage("03:00", "04:00"), outage("04:00", "05:00"), "1 outage more; 1 outage less",
         "1 Ausfall mehr; 1 Ausfall weniger"),
        (outage("02:00", "05:00"), TWO, "1 outage more; 1 outage changed", "1 Ausfall mehr; 1 Ausfall geändert"),
        (TWO, outage("02:00", "05:00"), "1 outage less; 1 outage changed", "1 Ausfall weniger; 1 Ausfall geändert"),
        (Story().told("2026-01-04 00:00", "up").told("23:00", "down"), outage("22:00", "23:30"), "1 outage changed",
         "1 Ausfall geändert"),
    ],
)  # fmt: skip
def test_an_outage_that_moved_has_changed_and_one_elsewhere_is_another(
    was: Story, now: Story, en: str, de: str
) -> None:
    parts = [sentence[:-1].split(": ", 1)[1].split("; ") for sentence in said(TERMS, was, now)]
    spoken = ["; ".join(one for one in line if "outage" in one or "Ausf" in one) for line in parts]
    assert spoken == [en, de]


def test_a_clock_whose_incident_was_opened_at_another_time_has_changed() -> None:
    was = Story().incident("09:00", "opened").incident("09:30", "resolved")
    now = Story().incident("09:10", "opened").incident("09:30", "resolved")
    assert [sentence.split(": ", 1)[1] for sentence in said(CLOCKS, was, now)] == [
        "I changed.",
        "I geändert.",
    ]
