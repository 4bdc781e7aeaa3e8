"""Why a fact was set aside, said plainly in both languages; every reason that the calculus gives is known."""

from fractions import Fraction

import pytest

from shared.agreements.explained.set_aside import set_aside_words
from shared.agreements.words import LANGUAGES
from shared.sla.agreed.clauses import Evidence, Service
from shared.sla.agreed.objectives import Measurement, Satisfaction
from shared.sla.spans import DAY
from shared.sla.told.acceptance import NEVER_OPENED, refusal
from tests.unit.sla.examples import Story, agreement, at

LISTED = (Service("s", evidence=Evidence(frozenset({"p"}))),)
LATENCY = Measurement("m", "ms", at_most=Fraction(1), take="max")


def told(story: Story, **clauses: object) -> str:
    reason = refusal(story.facts[0], agreement(**clauses))
    assert reason is not None
    return reason


@pytest.mark.parametrize(
    ("reason", "en", "de"),
    [
        (
            told(Story().told("10:00", "up", service="elsewhere")),
            "the agreement names no service “elsewhere”",
            "die Vereinbarung nennt keinen Dienst „elsewhere“",
        ),
        (
            told(Story().announced("10:00", "11:00", "12:00", services=("db", "mail"))),
            "the agreement names none of the services db, mail",
            "die Vereinbarung nennt keinen der Dienste db, mail",
        ),
        (
            told(Story().proposed("12:00", "10:00", "11:00", "up", by="aud")),
            "“aud” is neither provider nor customer, who alone propose corrections",
            "„aud“ ist weder Anbieter noch Kunde; nur sie schlagen Korrekturen vor",
        ),
        (
            told(Story().told("10:00", "up", source="q"), services=LISTED),
            "“q” is none of the agreed sources",
            "„q“ ist keine der vereinbarten Quellen",
        ),
        (
            told(Story().told("10:00", "up", recorded_at=at("10:00") + DAY + 1), late_after=DAY),
            "it arrived too late to count",
            "sie traf zu spät ein, um noch zu zählen",
        ),
        (NEVER_OPENED, "its incident was never opened", "ihre Störung wurde nie gemeldet"),
        (
            told(Story().measured("10:00", "1", unit="s"), indicator=LATENCY),
            "“m” came in another unit than ms",
            "„m“ kam in einer anderen Einheit als ms",
        ),
        (
            told(Story().measured("10:00", "1", unit=None), indicator=LATENCY),
            "“m” came in another unit than ms",
            "„m“ kam in einer anderen Einheit als ms",
        ),
        (
            told(
                Story().answered("10:00", "4", kind="nps"), indicator=Satisfaction(Fraction(4), Fraction(5))
            ),
            "an answer of the kind nps, where csat is agreed",
            "eine Antwort der Art nps, vereinbart ist csat",
        ),
        ("another reason", "another reason", "another reason"),
    ],
)
def test_a_reason_is_said_plainly(reason: str, en: str, de: str) -> None:
    assert tuple(set_aside_words(reason, language) for language in LANGUAGES) == (en, de)
