"""Evidence alone gives the figure, and no fact outside it changes one: on random agreements and facts.

EYELEVEL_EVIDENCE_STORIES says how many stories are told; of each at most three figures are looked at, and one of
any span; of each at most six of the facts that are not in its evidence are left out, one by one.
"""

import json
import os
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import TypeVar

from services.cli.fact_lines import read_lines
from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from shared.contracts.instants import parse_instant
from shared.sla.agreed.terms import Terms
from shared.sla.facts import Fact
from shared.sla.history import History
from shared.sla.spans import Span
from tests.oracle.stories import story
from tests.unit.sla.stories import story as short_story
from tests.unit.sla.test_checkpoints import with_any_measure

STORIES = int(os.environ.get("EYELEVEL_EVIDENCE_STORIES", "6"))
FIGURES, LEFT_OUT = 3, 6
T = TypeVar("T")


def with_facts(versions: Sequence[Terms], facts: Sequence[Fact]) -> History:
    found = History(versions)
    for fact in facts:
        found.add(fact)
    return found


def at_most(many: Sequence[T], number: int, rnd: Random) -> Sequence[T]:
    return many if len(many) <= number else rnd.sample(many, number)


def faults(versions: Sequence[Terms], facts: Sequence[Fact], as_of: int, rnd: Random) -> Counter[str]:
    """What of a story's evidence is wrong, by the kind of its indicator; and how many facts were in it or not."""
    found: Counter[str] = Counter()
    whole = with_facts(versions, facts)
    names = sorted({one.id for terms in versions for one in terms.objectives})
    own = [(one, period, False) for one in names for period in whole.periods(one, as_of)]
    cuts = sorted(rnd.choice(facts).at + rnd.choice([-1, 0, 1]) for _ in range(2)) if facts else [0, 1]
    span = Span(cuts[0], cuts[1] + 1)
    any_span = [(one, period, True) for one in names for period in whole.windows(one, span, as_of)]
    for name, period, as_one in [*at_most(own, FIGURES, rnd), *at_most(any_span, 1, rnd)]:
        of = name, period.version, period.span, as_of
        figure, evidence = whole.figure(*of, asked=as_one), whole.evidence(*of, asked=as_one)
        keys = {(one.source, one.id) for one in evidence}
        inside = [fact for fact in facts if fact.key in keys]
        outside = [fact for fact in facts if fact.key not in keys]
        found["inside"] += len(inside)
        found["outside"] += len(outside)
        if len(inside) != len(evidence):
            found[f"wrong: {of[0]} has {len(evidence)} for {len(inside)} facts"] += 1
        if with_facts(versions, inside).figure(*of, asked=as_one) != figure:
            found[f"wrong: {of[0]} of its evidence alone"] += 1
        for left in at_most(outside, LEFT_OUT, rnd):
            others = [fact for fact in facts if fact is not left]
            if with_facts(versions, others).figure(*of, asked=as_one) != figure:
                found[f"wrong: {of[0]} without {type(left).__name__}"] += 1
    return found


def test_the_evidence_of_each_figure_of_the_oracles_stories_gives_it_alone_and_nothing_else_changes_it() -> (
    None
):
    found: Counter[str] = Counter()
    for seed in range(STORIES):
        told = story(seed)
        as_of = parse_instant(told.as_of)
        lines = read_lines((json.dumps(line).encode() for line in told.lines), as_of, lambda _: None)
        facts = list({fact.key: fact for fact in lines.facts}.values())
        versions = [terms_of(document) for document in read_agreement(told.text)]
        found += faults(versions, facts, as_of, Random(seed))
    assert [one for one in found if one not in ("inside", "outside")] == []
    assert min(found["inside"], found["outside"]) > 2 * STORIES


def test_and_so_does_that_of_stories_of_few_microseconds() -> None:
    found: Counter[str] = Counter()
    for seed in range(6 * STORIES):
        told = short_story(seed, rolling=seed % 2 == 1)
        found += faults([with_any_measure(told, Random(seed))], told.facts, told.as_of, Random(seed))
    assert [one for one in found if one not in ("inside", "outside")] == []
    assert min(found["inside"], found["outside"]) > 2 * STORIES
