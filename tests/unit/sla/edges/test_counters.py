"""Sums of counts at their edges: late ones, absent counters, ends of spans."""

from shared.sla.counts.counters import CountSeries
from shared.sla.facts import RequestsCounted
from shared.sla.spans import Span


def count(start: int, good: int | None, total: int, name: str | None = None) -> RequestsCounted:
    counters = {"all": total} if good is None else {"ok": good, "all": total}
    return RequestsCounted(
        id=name or f"c{start}",
        source="g",
        at=start,
        service="s",
        start=start,
        end=start + 1,
        counters=counters,
    )


def series(*facts: RequestsCounted) -> CountSeries:
    found = CountSeries()
    for fact in facts:
        found.add(fact)
    return found


def test_a_sum_is_of_the_counts_from_the_start_of_a_span_up_to_its_end():
    found = series(count(0, 1, 2), count(5, 3, 4), count(9, 5, 6))
    assert found.sum("ok", Span(0, 10)) == 9
    assert found.sum("ok", Span(0, 9)) == 4
    assert found.sum("ok", Span(1, 9)) == 3
    assert found.sum("all", Span(5, 5)) == 0
    assert [fact.start for fact in found.inside(Span(5, 9))] == [5]


def test_a_counter_that_a_count_does_not_have_counts_nothing():
    found = series(count(0, 1, 2), count(5, None, 4), count(9, 5, 6))
    assert (found.sum("ok", Span(0, 10)), found.sum("all", Span(0, 10))) == (6, 12)
    assert found.sum("other", Span(0, 10)) == 0


def test_a_late_count_changes_the_sums_that_were_made_already():
    found = series(count(0, 1, 1), count(5, 1, 1), count(9, 1, 1))
    assert found.sum("ok", Span(0, 10)) == 3
    found.add(count(5, 10, 10, "late"))
    assert found.sum("ok", Span(0, 10)) == 13
    assert found.sum("ok", Span(0, 5)) == 1
    found.add(count(0, 100, 100, "a"))
    assert found.sum("ok", Span(0, 1)) == 101
    assert found.sum("ok", Span(0, 10)) == 113
