"""What goes out: bodies of bounded size, addresses, keys, and bytes that depend on the log alone."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import msgspec
import pytest

from services.evaluator.verdicts.saying import (
    LARGEST,
    MOST_EVIDENCE,
    Shown,
    figures_said,
    outage_at,
    page_url,
    read_shown,
    trend_event,
    trend_key,
    verdict_event,
)
from services.evaluator.verdicts.seeing import share_text
from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import MINUTE, format_instant
from tests.unit.evaluator.builders import document, instant, objective, told
from tests.unit.evaluator.scenes import scene, telling

NOON = instant("2026-01-17T12:00:00Z")
BREACHED = telling("objective.breached", "2026-01-17T12:44:38Z")


def flapping(count: int, length: int = 3) -> list[CloudEvent]:
    """Up and down, `count` times, with ids of that length at least."""
    return [
        told(
            NOON + number * MINUTE,
            "down" if number % 2 else "up",
            identity=f"{number:0{length}d}",
            source="p" * length,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "listed"), [(1, 1), (MOST_EVIDENCE, 20), (MOST_EVIDENCE + 1, 20), (100, 20)]
)
def test_evidence_names_at_most_the_last_twenty_and_counts_all(count: int, listed: int):
    context, evidence = scene(document(), flapping(count), "2026-01-17T20:00:00Z")
    said = verdict_event(context, BREACHED, evidence).data["evidence"]
    assert said["count"] == count
    assert [fact["id"] for fact in said["last"]] == [f"{number:03d}" for number in range(count)][-listed:]


def test_a_body_stays_below_its_size_however_long_the_names():
    context, evidence = scene(document(), flapping(60, 512), "2026-01-17T20:00:00Z")
    event = verdict_event(context, BREACHED, evidence)
    assert len(event.encode()) < LARGEST
    assert 0 < len(event.data["evidence"]["last"]) < MOST_EVIDENCE
    assert event.data["evidence"]["count"] == 60


def test_a_very_long_title_is_cut():
    text = document(objective(title="w" * 9_000), time_zone="UTC")
    context, evidence = scene(text, flapping(60, 512), "2026-01-17T20:00:00Z")
    event = verdict_event(context, BREACHED, evidence)
    assert len(event.encode()) < LARGEST
    assert event.data["objective"]["title"] == "w" * 199 + "…"


def test_a_page_is_addressed_by_the_start_of_its_period():
    assert page_url("https://e.example/", "acme", "a b", instant("2026-01-01T00:00:00Z")) == (
        "https://e.example/agreements/acme/a%20b?from=2026-01-01T00%3A00%3A00Z"
    )
    assert page_url("https://e.example", "acme", "a", None) == "https://e.example/agreements/acme/a"


def test_trends_of_a_calendar_window_are_keyed_by_its_start_those_of_a_rolling_one_by_the_local_day():
    late = "2026-01-17T23:30:00Z"
    monthly, _ = scene(document(time_zone="Europe/Berlin"), flapping(1), late)
    rolling, _ = scene(
        document(objective(window="{rolling: P7D}"), time_zone="Europe/Berlin"), flapping(1), late
    )
    assert trend_key(monthly) == "acme-webshop/availability/2025-12-31T23:00:00Z"
    assert trend_key(rolling) == "acme-webshop/availability/2026-01-18"


def test_a_trend_says_the_figures_as_of_the_log_clock():
    context, _ = scene(document(), flapping(3), "2026-01-17T20:00:00Z")
    event = trend_event(context, ((), None))
    assert (event.type, event.subject, event.time) == (
        "dev.eyelevel.trend",
        "acme-webshop/availability",
        "2026-01-17T20:00:00Z",
    )
    assert event.data["as_known_at"] == format_instant(context.clock)
    assert event.data["figures"]["state"] == "met"


class Unread(Sequence[Any]):
    """A list of a period that must not be walked: a year may have fifty thousand."""

    def __len__(self) -> int:
        raise AssertionError("what is said of a period costs the same however much is in it")

    def __getitem__(self, index: int | slice) -> Any:
        return len(self)


def test_figures_are_said_without_reading_the_outages_and_clocks_of_the_period():
    context, _ = scene(document(), flapping(3), "2026-01-17T20:00:00Z")
    unread = replace(context.figure, outages=Unread(), clocks=Unread())
    assert figures_said(unread, context.objective) == figures_said(context.figure, context.objective)


def test_time_alone_does_not_change_what_was_shown():
    texts = [figures_of("2026-01-17T20:00:00Z"), figures_of("2026-01-18T20:00:00Z")]
    assert texts[0].figures.total != texts[1].figures.total
    assert texts[0].standing == texts[1].standing


def test_time_that_is_spent_changes_what_was_shown():
    down = [told(NOON, "up"), told(NOON + MINUTE, "down")]
    context, _ = scene(document(), down, "2026-01-17T12:01:10Z")
    later, _ = scene(document(), down, "2026-01-17T12:01:11Z")
    shown = [Shown("open", figures_said(each.figure, each.objective)) for each in (context, later)]
    assert shown[0].standing != shown[1].standing


def figures_of(as_of: str) -> Shown:
    context, _ = scene(document(), [told(NOON, "up")], as_of)
    shown = Shown("open", figures_said(context.figure, context.objective))
    kept = read_shown(msgspec.json.encode(shown))
    assert kept == shown
    return shown


def test_nothing_shown_yet_is_nothing():
    assert read_shown(b"") is None


@pytest.mark.parametrize(
    ("share", "text"),
    [(Fraction(3, 4), "75 %"), (Fraction(1), "100 %"), (Fraction(1, 8), "12.5 %"), (Fraction(0), "0 %")],
)
def test_a_share_is_named_as_in_the_document(share: Fraction, text: str):
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("11:59:59.999999", None),
        ("12:01:00", "12:01:00"),
        ("12:01:30", "12:01:00"),
        ("12:02:00", "12:01:00"),
        ("12:02:00.000001", None),
        ("12:03:00", "12:03:00"),
        ("12:04:00", "12:03:00"),
        ("12:05:00", "12:05:00"),
        ("19:59:59", "12:05:00"),
    ],
)
def test_an_instant_lies_in_the_outage_that_has_begun_and_at_its_very_end_still(at: str, found: str | None):
    context, _ = scene(document(), flapping(6), "2026-01-17T20:00:00Z")
    outage = outage_at(context.figure, instant(f"2026-01-17T{at}Z"))
    assert (outage and outage.start) == (found and instant(f"2026-01-17T{found}Z"))
