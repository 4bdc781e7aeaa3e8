"""Since when a source is silent, and by the rule of which version."""

import pytest

from services.evaluator.verdicts.believing import Belief, belief_at, beliefs, silent_from
from shared.sla.spans import NEVER, Span
from tests.unit.evaluator.builders import document, instant, terms


def belief(version: int, start: int, end: int, stale_after: int) -> Belief:
    return Belief(version, 0, Span(start, end), stale_after)


@pytest.mark.parametrize(
    ("believed", "since"),
    [
        ([belief(1, 0, NEVER, 60)], (160, 1)),
        ([belief(1, 0, 160, 60), belief(2, 160, NEVER, 60)], (160, 2)),
        ([belief(1, 0, 161, 60), belief(2, 161, NEVER, 60)], (160, 1)),
        ([belief(1, 0, 150, 60), belief(2, 150, NEVER, 20)], (150, 2)),
        ([belief(1, 0, 150, 60), belief(2, 150, NEVER, 90)], (190, 2)),
        ([belief(1, 0, 150, 60), belief(2, 200, NEVER, 20)], (200, 2)),
        ([belief(1, 0, 150, 60)], None),
    ],
)
def test_a_source_is_silent_by_the_first_version_that_has_its_word_too_old(
    believed: list[Belief], since: tuple[int, int] | None
):
    found = silent_from(believed, 100)
    assert (found and (found[0], found[1].version)) == since


@pytest.mark.parametrize(("at", "version"), [(-1, 1), (0, 1), (149, 1), (150, 1), (199, 1), (200, 2)])
def test_between_two_versions_the_one_before_speaks(at: int, version: int):
    assert belief_at([belief(1, 0, 150, 60), belief(2, 200, NEVER, 60)], at).version == version


def services(stale_after: str = "PT1H", sources: str = "[probe]") -> str:
    return f"[{{id: webshop, name: Web shop, stale_after: {stale_after}, evidence: {{sources: {sources}}}}}]"


def test_a_version_rules_until_its_end_or_the_beginning_of_a_later_one():
    first = terms(document(services=services()))
    second = terms(
        document(version=2, in_force="{from: 2026-02-01, until: 2026-03-01}", services=services("PT2H"))
    )
    january, february, march = (instant(f"2026-0{month}-01T00:00:00Z") for month in (1, 2, 3))
    hour = 3_600_000_000
    assert beliefs([second, first], {1: 5, 2: None}, "webshop", "probe") == (
        Belief(1, 5, Span(january, february), hour),
        Belief(2, None, Span(february, march), 2 * hour),
    )


@pytest.mark.parametrize(
    "said", [services("never"), services(sources="[other]"), "[{id: other, name: Other}]"]
)
def test_a_version_that_says_nothing_of_the_source_still_ends_the_one_before(said: str):
    first = terms(document(services=services()))
    objective = document(version=2, in_force="{from: 2026-02-01}", services=said)
    second = terms(
        objective.replace("service: webshop", "service: other") if "id: other" in said else objective
    )
    (only,) = beliefs([first, second], {1: 0, 2: 0}, "webshop", "probe")
    assert only.span.end == instant("2026-02-01T00:00:00Z")
