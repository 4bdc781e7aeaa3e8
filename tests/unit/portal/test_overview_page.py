"""The overview states how things stand, and shows each objective against what was agreed."""

from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from services.portal.documents import agreement_in, read_document
from services.portal.page.agreement import agreement_page
from services.portal.page.moments import Calendar
from services.portal.page.overview import OverviewView, headline, overview_view
from services.portal.page.overview_row import Watched
from services.portal.page.phrases import Phrases
from services.portal.page.reading import read_detail
from services.portal.page.seen import CountedPart
from services.portal.page.thirty_days import days_of_counts
from services.portal.records import Kept
from shared.contracts.instants import parse_instant
from tests.unit.portal import lively, month
from tests.unit.portal.documents import WEBSHOP, small
from tests.unit.portal.evaluators import FakeEvaluator
from tests.unit.portal.views import plain, taught

HOUR = 3_600_000_000


@pytest.mark.parametrize(
    ("states", "english", "german"),
    [
        (["breached", "at_risk", "at_risk", *["met"] * 31],
         "One promise is broken, two are at risk, 31 hold.",
         "Eine Zusage ist verletzt, zwei sind gefährdet, 31 halten."),
        (["met"], "The one promise holds.", "Die eine Zusage hält."),
        (["met"] * 4, "All four promises hold.", "Alle vier Zusagen halten."),
        (["no_data", "met"], "One promise has no facts yet, one holds.",
         "Eine Zusage hat noch keine Fakten, eine hält."),
        (["not_assessable", "not_assessable"], "Two promises cannot be assessed.",
         "Zwei Zusagen sind nicht beurteilbar."),
        ([], "No agreement yet.", "Noch keine Vereinbarung."),
    ],
)  # fmt: skip
def test_the_headline_states(states, english, german) -> None:
    assert headline(states, Phrases("en")) == english
    assert headline(states, Phrases("de")) == german


def test_an_objective_stands_against_its_target_with_its_budget_and_thirty_days() -> None:
    page = _overview("en")

    row = page.agreements[0].rows[0]
    assert page.headline == "One promise is broken."
    assert plain(page.lead) == "Between Northwind Hosting and ACME Retail, as of 24 January 2026, 10:00 CET."
    assert (
        plain(page.agreements[0].about) == "Version 3, in force until 31 Dec 2026. Review due on 1 Oct 2026."
    )
    assert (plain(row.now), plain(row.target), plain(row.used)) == ("99.7736 %", "99.9 %", "171 % used")
    assert plain(row.note) == "budget ran out on 17 Jan, 03:05:18"
    assert row.owed_by == "Northwind Hosting"
    assert 'aria-label="The last thirty days: 4 days with failures, 1 day with unknown time"' in row.strip
    assert row.strip.count("<rect") == 30


@pytest.mark.parametrize(
    ("objective", "english", "german"),
    [
        ("satisfaction", "6 answers", "6 Antworten"),
        ("latency", "19 samples", "19 Messwerte"),
        ("backups", "18 of 19 good", "18 von 19 in Ordnung"),
        ("restore", "3 outages, longest 41 min", "3 Ausfälle, längster 41 min"),
    ],
)
def test_a_row_says_what_its_number_is_made_of(objective: str, english: str, german: str) -> None:
    evaluator = taught(lively.LIVELY, list(lively.events()), lively.AS_OF)
    found = read_detail(evaluator.details["lively", objective, "current"])
    watched = Watched(
        kept=_kept(lively.LIVELY),
        document=agreement_in(lively.LIVELY),
        figures={objective: found.figure},
        stretches={},
    )
    for language, note in (("en", english), ("de", german)):
        page = overview_view([watched], parse_instant(lively.AS_OF), Phrases(language))
        assert note in [plain(row.note) for row in page.agreements[0].rows]


def test_an_agreement_whose_figures_cannot_be_read_is_still_listed() -> None:
    page = overview_view([_watched(with_figures=False)], None, Phrases("en"))

    assert page.agreements[0].rows[0].state == "no_data"
    assert page.agreements[0].rows[0].now == "–"


def test_the_agreements_page_says_each_clause_and_lists_versions_newest_first() -> None:
    old, new = (_kept(small(version=n)) for n in (1, 2))
    watched = Watched(kept=new, document=agreement_in(new.document.text), figures={}, stretches={})

    page = agreement_page(watched, [old, new], None, Phrases("de"))

    assert [row.number for row in page.versions] == [2, 1]
    assert all(sentence.endswith(".") for clauses in page.clauses for sentence in clauses.sentences)
    assert page.observers == "Beobachter: Auditor."


def _kept(document: str) -> Kept:
    return Kept(document=read_document(document.encode()), put_at=0, put_by="k")


def _watched(*, with_figures: bool = True) -> Watched:
    evaluator = FakeEvaluator()
    month.teach(evaluator, month.known())
    detail = read_detail(evaluator.details[month.AGREEMENT, month.OBJECTIVE, "current"])
    figures = {month.OBJECTIVE: detail.figure} if with_figures else {}
    return Watched(
        kept=_kept(WEBSHOP),
        document=agreement_in(WEBSHOP),
        figures=figures,
        stretches={month.OBJECTIVE: detail.stretches},
    )


def _overview(language) -> OverviewView:
    return overview_view([_watched()], parse_instant(month.AS_OF), Phrases(language))


def test_a_day_whose_counts_are_below_the_target_by_themselves_stands_out() -> None:
    day = parse_instant("2026-01-20T23:00:00Z")  # the 21st in Berlin
    parts = [
        CountedPart(day + hours * HOUR, day + (hours + 6) * HOUR, good, total, Fraction(0))
        for hours, good, total in ((0, 100, 100), (6, 95, 100), (24, 99, 100), (48, 0, 0))
    ]
    calendar = Calendar(ZoneInfo("Europe/Berlin"), "en")
    drawn = str(days_of_counts(parts, Fraction(98), parse_instant(month.AS_OF), calendar, Phrases("en")))

    assert "The last thirty days: 1 day below the target" in drawn
    assert "21\u00a0Jan: 195 of 200 good" in drawn
    assert "22\u00a0Jan: 99 of 100 good" in drawn
    assert (drawn.count("c-down"), drawn.count("c-up"), drawn.count("c-none")) == (1, 1, 28)
