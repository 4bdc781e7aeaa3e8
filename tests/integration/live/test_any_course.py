"""Whatever comes in whatever order, live is what `eyelevel evaluate` says: courses that hypothesis thinks of.

The seeds of `histories` are many, and facts come as they mostly do; these are few, go where nobody would, and shrink to
the shortest that goes wrong. They are the same each time, unless EYELEVEL_LIVE_HISTORIES asks for more than the tests.
"""

import asyncio
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from services.evaluator.verdicts.deciding import SETTLE
from shared.contracts.instants import DAY, MINUTE
from shared.sla.spans import MICROSECOND
from tests.integration.live.histories import Step, facts_of, instants_of, otherwise, puts_of
from tests.integration.live.life import Life
from tests.integration.live.proof import PRUNED, Proof
from tests.integration.live.shards import CI, histories
from tests.oracle.stories import story

STORIES: Final = 1_000
COURSES: Final = 30
"""In the tests; a tenth of the histories where more of these are asked for."""
places = st.integers(0, 60)
beside = st.sampled_from([-1, 0, 1, SETTLE - 1, SETTLE, SETTLE + 1, 5 * MINUTE])


class AnyCourse(RuleBasedStateMachine):
    """The agreement and the facts of one story."""

    @initialize(seed=st.integers(0, STORIES - 1), pruned_after=st.integers(0, PRUNED - 1))
    def begin(self, seed: int, pruned_after: int) -> None:
        told, name = story(seed), f"story-{seed}"
        self.puts, self.facts = list(puts_of(told, name)), facts_of(told)
        self.instants = instants_of(self.facts)
        self.clock = self.instants[0] - DAY
        self.proof = Proof(Life(name, checkpoint_facts=pruned_after))
        self.lives(Step((self.puts.pop(0),), self.clock))

    @precondition(lambda self: self.puts)
    @rule()
    def a_version_is_put(self) -> None:
        self.lives(Step((self.puts.pop(0),), None))

    @precondition(lambda self: self.facts)
    @rule(first=places, count=st.integers(1, 8))
    def facts_come(self, first: int, count: int) -> None:
        """Early or late, and some not for the first time."""
        self.lives(Step(tuple(self.facts[(first + at) % len(self.facts)] for at in range(count)), None))

    @precondition(lambda self: self.facts)
    @rule(place=places)
    def a_fact_comes_with_other_content(self, place: int) -> None:
        self.lives(Step((otherwise(self.facts[place % len(self.facts)]),), None))

    @rule(place=places, beside=beside)
    def the_clock_moves_to_an_instant_or_beside_it(self, place: int, beside: int) -> None:
        self.ticks(self.instants[place % len(self.instants)] + beside)

    @rule(later=st.sampled_from([SETTLE, MINUTE, DAY, 9 * DAY, 40 * DAY]))
    def time_passes(self, later: int) -> None:
        self.ticks(self.clock + later)

    @rule()
    def another_process_takes_over(self) -> None:
        self.proof.life.restart()

    def ticks(self, at: int) -> None:
        self.clock = max(at, self.clock + MICROSECOND)
        self.lives(Step((), self.clock))

    def lives(self, step: Step) -> None:
        assert asyncio.run(self.proof.live(step)) == []


test_any_course_ends_as_evaluate_says = AnyCourse.TestCase
test_any_course_ends_as_evaluate_says.settings = settings(
    max_examples=COURSES if histories() <= CI else histories() // 10,
    stateful_step_count=25,
    derandomize=histories() <= CI,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
