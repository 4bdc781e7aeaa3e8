"""What holds of every random story: the order of arrival does not matter, spans sum up, the outlook comes true.

That the figures themselves are right is shown by a second implementation, in tests/oracle.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.sla.figures import TimeClass, Verdict
from shared.sla.history import History
from shared.sla.spans import Span
from tests.unit.sla.stories import END, LENGTH, SHARES, START, Story, story

PERIOD = Span(START, END)
seeds = st.integers(0, 1 << 32)
often = settings(max_examples=300, deadline=None)


def unpacked(one: Story):
    return one.terms, one.facts, one.as_of, one.rnd


def told(terms, all_facts) -> History:
    history = History([terms])
    for fact in all_facts:
        history.add(fact)
    return history


@often
@given(seeds)
def test_any_order_of_arrival_gives_the_same_answers(seed):
    terms, all_facts, as_of, rnd = unpacked(story(seed))
    expected = told(terms, all_facts)
    shuffled = list(all_facts)
    rnd.shuffle(shuffled)
    history = History([terms])
    for fact in shuffled:
        history.add(fact)
        history.figure("o", 1, PERIOD, rnd.choice([as_of, 100]))
    assert history.figure("o", 1, PERIOD, as_of) == expected.figure("o", 1, PERIOD, as_of)
    assert history.spans("o", 1, PERIOD, as_of) == expected.spans("o", 1, PERIOD, as_of)
    assert history.set_aside(as_of) == expected.set_aside(as_of)


@often
@given(seeds)
def test_spans_sum_to_the_ledger_and_follow_one_another(seed):
    terms, all_facts, as_of, _ = unpacked(story(seed))
    history = told(terms, all_facts)
    figure, spans = history.figure("o", 1, PERIOD, as_of), history.spans("o", 1, PERIOD, as_of)
    sums = dict.fromkeys(TimeClass, 0)
    at = START
    for span in spans:
        assert span.start == at < span.end
        at = span.end
        sums[span.time_class] += span.end - span.start
    assert sums == figure.ledger
    assert at == max(START, min(END, as_of))


@often
@given(seeds)
def test_the_outlook_of_a_period_is_what_figures_later_say(seed):
    terms, all_facts, as_of, _ = unpacked(story(seed))
    known = [fact for fact in all_facts if fact.at <= as_of]
    history = told(terms, known)
    outlook = history.outlook("o", 1, PERIOD, as_of)
    quiet = min([90, *(at for at in (outlook.stale_at, outlook.revisit_at) if at is not None)])
    for later in range(as_of, quiet):
        figure = history.figure("o", 1, PERIOD, later)
        if figure.state is Verdict.NOT_ASSESSABLE:
            continue
        shown = outlook.breach_shown_from is not None and outlook.breach_shown_from <= later
        assert figure.breached_at == (outlook.breached_at if shown else None)
        if figure.state in (Verdict.MET, Verdict.AT_RISK) and later < END:
            reached = [one.share for one in outlook.warned if one.shown_from <= later]
            assert (figure.state is Verdict.AT_RISK) == (min(SHARES) in reached)


@often
@given(seeds)
def test_the_outlook_of_a_rolling_window_is_what_figures_later_say(seed):
    terms, all_facts, as_of, _ = unpacked(story(seed, rolling=True))
    known = [fact for fact in all_facts if fact.at <= as_of]
    history = told(terms, known)
    outlook = history.outlook("o", 1, Span(as_of - LENGTH, as_of), as_of)
    quiet = min([as_of + LENGTH, *(at for at in (outlook.stale_at, outlook.revisit_at) if at is not None)])
    for later in range(as_of, quiet):
        figure = history.figure("o", 1, Span(later - LENGTH, later), later)
        if figure.state is Verdict.NOT_ASSESSABLE:
            continue
        back = outlook.recovered_at
        under = outlook.breach_shown_from is not None and outlook.breach_shown_from <= later
        if under and back is not None and outlook.breached_at < back <= later:
            assert figure.recovered_at == back
            break
        assert figure.breached_at == (outlook.breached_at if under else None)


@often
@given(seeds)
def test_the_budget_line_ends_at_the_figures_budget(seed):
    terms, all_facts, as_of, _ = unpacked(story(seed))
    history = told(terms, all_facts)
    figure = history.figure("o", 1, PERIOD, as_of)
    line = history.budget_line("o", 1, PERIOD, as_of)
    assert (line[-1].remaining, line[-1].allowed) == (figure.budget.remaining, figure.budget.allowed)
    assert [point.at for point in line] == sorted(point.at for point in line)
