"""Which verdicts are due about a clock, as timelines: what the calculus gives at each tick, and what is told then."""

from dataclasses import dataclass, field

import pytest

from services.evaluator.told import ToldClock
from services.evaluator.verdicts.deciding_clocks import ClockSeen, ClockSubject, ClockWarning, decide_clock

SECOND = 1_000_000
SUBJECT = ClockSubject("acme", 3, "resolution", "INC-1", 10 * SECOND, 1, put_at=0)


@dataclass
class Line:
    """One clock. Instants are seconds; what is told is (type, share, instant), or `held` for held back."""

    subject: ClockSubject = SUBJECT
    told: ToldClock = field(default_factory=ToldClock)
    due: float | None = None
    ids: list[str] = field(default_factory=list)
    amends: list[str | None] = field(default_factory=list)

    def at(
        self,
        clock: float,
        *,
        breached: float | None = None,
        fulfilled: float | None = None,
        released: float | None = None,
        warned: dict[str, float] | None = None,
        due: float | None = None,
    ) -> list[str]:
        seen = ClockSeen(
            clock=int(clock * SECOND),
            warned=tuple(ClockWarning(text, int(at * SECOND)) for text, at in (warned or {}).items()),
            breached_at=_us(breached),
            fulfilled_at=_us(fulfilled),
            released_at=_us(released),
            due=_us(due),
        )
        decision = decide_clock(self.subject, self.told, seen)
        self.told, self.due = decision.told, None if decision.due is None else decision.due / SECOND
        self.ids += [telling.id for telling in decision.tell]
        self.amends += [telling.amends for telling in decision.tell]
        return [
            " ".join(filter(None, (telling.type, telling.share)))
            + f" at {telling.instant / SECOND:g}"
            + ("" if telling.published else " held")
            for telling in decision.tell
        ]


def _us(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds * SECOND)


@pytest.mark.parametrize(
    ("clock", "told", "due"),
    [(60, [], 65), (64.999999, [], 65), (65, ["clock.breached at 60"], None)],
)
def test_a_breach_is_told_at_the_first_tick_later_by_the_settle_time(
    clock: float, told: list[str], due: float | None
):
    line = Line()
    assert line.at(clock, breached=60) == told
    assert line.due == due


def test_each_warning_is_told_once_and_none_after_the_breach():
    line = Line()
    assert line.at(40, warned={"75 %": 30, "PT5S": 55}, breached=60) == ["clock.at_risk 75 % at 30"]
    assert line.due == 60
    assert line.at(70, warned={"75 %": 30, "PT5S": 55}, breached=60) == [
        "clock.at_risk PT5S at 55",
        "clock.breached at 60",
    ]
    assert line.at(80, warned={"50 %": 20}, breached=60) == []


def test_a_warning_at_the_breach_or_after_it_is_none():
    assert Line().at(100, warned={"a": 60, "b": 61}, breached=60) == ["clock.breached at 60"]


@pytest.mark.parametrize(("kind", "said"), [("fulfilled", "clock.fulfilled"), ("released", "clock.released")])
def test_an_end_is_told_once_when_it_is_ripe(kind: str, said: str):
    line = Line()
    assert line.at(44.9, **{kind: 40}) == []
    assert line.due == 45
    assert line.at(45, **{kind: 40}) == [f"{said} at 40"]
    assert line.at(99, **{kind: 40}) == []


def test_an_end_that_moves_is_told_again_by_the_name_of_the_first():
    line = Line()
    line.at(50, fulfilled=40)
    assert line.at(60, fulfilled=35) == ["clock.fulfilled at 35"]
    assert line.at(70, fulfilled=30) == ["clock.fulfilled at 30"]
    assert line.amends == [None, line.ids[0], line.ids[0]]


def test_an_end_of_another_kind_is_a_new_one_and_the_old_one_withdrawn():
    line = Line()
    line.at(50, fulfilled=40)
    assert line.at(60, released=35) == ["clock.withdrawn at 40", "clock.released at 35"]
    assert line.amends == [None, line.ids[0], None]


@pytest.mark.parametrize("kind", ["fulfilled", "released"])
def test_an_end_that_is_gone_is_withdrawn_at_once_and_once(kind: str):
    line = Line()
    line.at(50, **{kind: 40})
    assert line.at(51) == ["clock.withdrawn at 40"]
    assert line.amends[-1] == line.ids[0]
    assert line.at(52) == []


def test_a_clock_that_is_reopened_can_end_again_at_the_same_instant():
    line = Line()
    line.at(50, fulfilled=40)
    assert line.at(60) == ["clock.withdrawn at 40"]
    assert line.at(70, fulfilled=40) == ["clock.fulfilled at 40"]
    assert line.at(80) == ["clock.withdrawn at 40"]
    assert len(set(line.ids)) == 4
    assert line.amends == [None, line.ids[0], None, line.ids[2]]


def test_an_end_that_moved_is_withdrawn_by_the_name_of_the_first():
    line = Line()
    line.at(50, fulfilled=40)
    line.at(60, fulfilled=35)
    assert line.at(70) == ["clock.withdrawn at 35"]
    assert line.amends[-1] == line.ids[0]


@pytest.mark.parametrize(
    ("clock", "told"),
    [(64.999999, ["clock.withdrawn at 40"]), (65, ["clock.withdrawn at 40", "clock.breached at 60"])],
)
def test_an_end_that_was_a_breach_after_all_is_withdrawn_before_it(clock: float, told: list[str]):
    line = Line()
    line.at(50, fulfilled=40)
    assert line.at(clock, breached=60) == told


BEFORE_THE_PUT = ClockSubject("acme", 3, "resolution", "INC-1", 0, 1, put_at=80 * SECOND)


def test_an_end_of_before_the_put_is_withdrawn_from_nobody_and_told_as_new_where_it_moves_past_it():
    line = Line(BEFORE_THE_PUT)
    assert line.at(100, fulfilled=70) == ["clock.fulfilled at 70 held"]
    assert line.at(101, fulfilled=60) == ["clock.fulfilled at 60 held"]
    assert line.at(102, fulfilled=90) == ["clock.withdrawn at 60 held", "clock.fulfilled at 90"]
    assert line.amends == [None, line.ids[0], line.ids[0], None]


def test_an_end_that_was_told_and_moves_before_the_put_is_told_to_those_who_heard_of_it():
    line = Line(BEFORE_THE_PUT)
    line.at(100, fulfilled=90)
    assert line.at(101, fulfilled=70) == ["clock.fulfilled at 70"]
    assert line.at(102) == ["clock.withdrawn at 70"]


def test_a_breach_that_moved_is_amended_and_one_that_is_gone_withdrawn():
    line = Line()
    line.at(100, breached=60)
    assert line.at(101, breached=50) == ["breach.amended at 50"]
    assert line.at(102, fulfilled=45) == ["breach.withdrawn at 50", "clock.fulfilled at 45"]
    assert line.amends == [None, line.ids[0], line.ids[0], None]


@pytest.mark.parametrize(
    ("moved", "told"), [(100.999999, ["breach.amended at 101"]), (101, ["breach.withdrawn at 60"])]
)
def test_a_breach_that_moved_holds_if_its_instant_is_before_the_tick(moved: float, told: list[str]):
    line = Line()
    line.at(100, breached=60)
    assert line.at(101, breached=moved) == told


def test_a_breach_that_moved_into_the_future_is_told_when_it_comes():
    line = Line()
    line.at(100, breached=60)
    assert line.at(101, breached=300) == ["breach.withdrawn at 60"]
    assert line.due == 305
    assert line.at(305, breached=300) == ["clock.breached at 300"]


def test_a_clock_that_is_there_no_more_takes_its_breach_back():
    line = Line()
    line.at(100, breached=60)
    assert line.at(101) == ["breach.withdrawn at 60"]


def test_what_happened_before_the_put_is_held_back_and_told_as_new_where_it_moves_past_it():
    line = Line(ClockSubject("acme", 3, "resolution", "INC-1", 0, 1, put_at=80 * SECOND))
    assert line.at(100, breached=60, warned={"75 %": 30}) == [
        "clock.at_risk 75 % at 30 held",
        "clock.breached at 60 held",
    ]
    assert line.at(101, breached=90) == ["breach.withdrawn at 60 held", "clock.breached at 90"]


def test_two_clocks_of_one_start_have_names_of_their_own():
    first, second = (ClockSubject("a", 1, "o", "INC-1", 0, turn, 0) for turn in (1, 2))
    assert first.name == "INC-1/1970-01-01T00:00:00Z"
    assert second.name == "INC-1/1970-01-01T00:00:00Z/2"
