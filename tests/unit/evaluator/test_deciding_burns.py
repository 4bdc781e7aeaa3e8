"""Which burn pairs are told at a tick, as timelines. Instants are seconds, the settle time is five."""

from services.evaluator.told import BurnPair
from services.evaluator.verdicts.deciding_burns import BurnSeen, decide_burns


class Line:
    """Some pairs, named by their rate."""

    def __init__(self) -> None:
        self.told: dict[str, int] = {}
        self.unripe: tuple[int, ...] = ()

    def at(self, clock: int, *runs: tuple[str, int, int | None]) -> list[str]:
        seen = [BurnSeen(BurnPair(rate, ("PT1H", "PT5M")), start, end) for rate, start, end in runs]
        decision = decide_burns(self.told, seen, clock, 5)
        self.told, self.unripe = decision.told, decision.unripe
        return [f"{run.pair.rate} at {run.start}" for run in decision.tell]


def test_a_pair_is_told_when_its_instant_is_ripe_and_once_while_it_lasts():
    line = Line()
    assert line.at(64, ("6", 60, None)) == []
    assert line.unripe == (60,)
    assert line.at(65, ("6", 60, None)) == ["6 at 60"]
    assert line.unripe == ()
    assert line.at(900, ("6", 60, None)) == []


def test_it_is_told_again_only_after_it_was_not_exceeded():
    line = Line()
    line.at(65, ("6", 60, None))
    assert line.at(300, ("6", 60, 200), ("6", 250, None)) == ["6 at 250"]
    assert line.at(400, ("6", 250, 350)) == []
    assert line.at(401, ("6", 250, 350)) == []


def test_what_began_and_ended_between_two_looks_is_told():
    assert Line().at(300, ("6", 60, 100), ("6", 150, 170)) == ["6 at 60", "6 at 150"]


def test_a_late_fact_that_moves_the_beginning_of_what_was_told_tells_nothing():
    line = Line()
    line.at(100, ("6", 60, None))
    assert line.at(110, ("6", 80, None)) == []
    assert line.at(120, ("6", 40, None)) == []


def test_each_pair_is_told_by_itself():
    line = Line()
    assert line.at(100, ("14.4", 60, None), ("6", 70, None)) == ["14.4 at 60", "6 at 70"]
    assert line.at(200, ("14.4", 60, 150), ("6", 70, None)) == []
