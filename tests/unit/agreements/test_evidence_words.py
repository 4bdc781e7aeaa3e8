"""The facts behind a figure in words: how many do what, and each of them with what it told."""

from typing import Any

import pytest

from shared.agreements.explained.evidence import evidence_lines, evidence_summary
from shared.agreements.explained.facts import fact_words
from shared.agreements.explained.voice import Naming, Voice
from shared.agreements.words import LANGUAGES, Language
from shared.sla.agreed.clauses import Service
from shared.sla.spans import MINUTE
from tests.unit.sla.examples import MONDAY, Story, agreement, at, history

NAMING = Naming({}, {}, "UTC")


def voice(language: Language = "en") -> Voice:
    return Voice(language, NAMING, agreement().objectives[0])


@pytest.mark.parametrize(
    ("story", "said"),
    [
        (Story().told("10:00", "down"), ("down", "ausgefallen")),
        (
            Story().told("10:00", "degraded", condition="http", severity="major"),
            ("degraded (http, major)", "beeinträchtigt (http, major)"),
        ),
        (
            Story().incident("10:00", "opened", priority="P1", status="new"),
            ("I opened (P1, new)", "I eröffnet (P1, new)"),
        ),
        (Story().incident("10:00", "cancelled"), ("I called off", "I abgesagt")),
        (Story().announced("09:00", "10:00", "11:00"), ("c announced", "c angekündigt")),
        (Story().change("09:00", "finished"), ("c finished", "c beendet")),
        (Story().proposed("09:00", "10:00", "11:00", "up"), ("k proposed", "k vorgeschlagen")),
        (Story().decided("09:00", "withdrawn"), ("k withdrawn", "k zurückgezogen")),
        (Story().counted("09:00", 1200, 3000), ("all 3,000, ok 1,200", "all 3.000, ok 1.200")),
        (Story().answered("09:00", "4.5"), ("4.5", "4,5")),
        (
            Story().measured("09:00", "0.25"),
            ("m 0.25\N{NARROW NO-BREAK SPACE}ms", "m 0,25\N{NARROW NO-BREAK SPACE}ms"),
        ),
        (Story().measured("09:00", "7", unit=None), ("m 7", "m 7")),
    ],
)
def test_each_kind_of_fact_is_told_in_a_few_words(story: Story, said: tuple[str, str]) -> None:
    assert tuple(fact_words(voice(language), story.facts[0]) for language in LANGUAGES) == said


def both(story: Story, **clauses: Any) -> tuple[list[str], list[list[str]]]:
    found = history(agreement(**clauses), story).evidence("o", 1, MONDAY, at("2026-01-06 00:00"))
    facts = {fact.key: fact for fact in story.facts}
    voices = [voice(language) for language in LANGUAGES]
    return (
        [evidence_summary(one, found) for one in voices],
        [list(evidence_lines(one, found, facts)) for one in voices],
    )


def test_a_figure_of_no_fact_says_so() -> None:
    assert both(Story()) == (["No fact.", "Keine Meldung."], [[], []])


def test_facts_that_all_do_the_same_are_counted_in_one() -> None:
    assert both(Story().told("10:00", "down"))[0] == [
        "1 fact on the state of the service.",
        "1 Meldung zum Zustand des Dienstes.",
    ]


def test_facts_are_counted_by_what_they_do_and_named_with_what_they_told() -> None:
    story = Story().told("2026-01-04 00:00", "up").told("10:00", "down", condition="http")
    story.told("10:00", "up", condition="http").announced("08:00", "12:00", "13:00")
    summary, lines = both(story)
    english, german = (one.partition(": ") for one in summary)
    assert (english[0], english[2].rstrip(".").split("; ")) == (
        "4 facts",
        [
            "1 from before, still true then",
            "1 on the state of the service",
            "1 that another overrules",
            "1 on maintenance",
        ],
    )
    assert (german[0], german[2].rstrip(".").split("; ")) == (
        "4 Meldungen",
        [
            "1 von davor, da noch gültig",
            "1 zum Zustand des Dienstes",
            "1 durch andere überholt",
            "1 zu Wartungen",
        ],
    )
    assert lines[0] == [
        "4 Jan 2026 00:00:00: up; e000 of p, from before, still true then",
        "5 Jan 2026 08:00:00: c announced; e003 of desk",
        "5 Jan 2026 10:00:00: down (http); e001 of p, that another overrules",
        "5 Jan 2026 10:00:00: up (http); e002 of p",
    ]
    assert lines[1][2] == "05.01.2026 10:00:00: ausgefallen (http); e001 von p, durch andere überholt"


def test_signs_of_life_in_a_row_are_counted_and_not_named() -> None:
    story = Story()
    for minute in (0, 2, 4, 6, 8):
        story.told(f"00:0{minute}", "up")
    story.told("00:10", "down").told("00:12", "down")
    english, german = both(story, services=(Service("s", 2 * MINUTE),))[1]
    assert english == [
        "5 Jan 2026 00:00:00: up; e000 of p",
        "5 Jan 2026 00:02:00 to 5 Jan 2026 00:08:00: 4 signs of life of p",
        "5 Jan 2026 00:10:00: down; e005 of p",
        "5 Jan 2026 00:12:00: down; e006 of p, as a sign of life",
    ]
    assert german[1] == "05.01.2026 00:02:00 bis 05.01.2026 00:08:00: 4 Lebenszeichen von p"
