"""Which verdicts are due, as timelines: what the calculus gives at each tick, and what is told then."""

from dataclasses import dataclass, field

import pytest

from services.evaluator.told import Told
from services.evaluator.verdicts.deciding import SETTLE, Run, Seen, Share, Subject, decide, ripe

SECOND = 1_000_000
MONTH = Subject("acme", 3, "availability", start=0, put_at=0)
ROLLING = Subject("acme", 3, "availability", start=None, put_at=0)


@dataclass
class Line:
    """One period. Instants are seconds; what is told is (type, instant) with its share, or `held` for held back."""

    subject: Subject = MONTH
    told: Told = field(default_factory=Told)
    due: float | None = None
    ids: list[str] = field(default_factory=list)
    amends: list[str | None] = field(default_factory=list)

    def at(
        self,
        clock: float,
        *runs: tuple[float, float | None],
        shares: dict[str, float] | None = None,
        sure: float | None = None,
        closes: float | None = None,
        due: float | None = None,
        revisit: float | None = None,
        restated: bool = False,
        assessable: bool = True,
    ) -> list[str]:
        seen = Seen(
            clock=_us(clock),
            rolling=self.subject.start is None,
            assessable=assessable,
            shares=tuple(
                Share(text, _us(at), _us(at if sure is None else sure)) for text, at in (shares or {}).items()
            ),
            runs=tuple(
                Run(_us(start), None if end is None else _us(end), None if sure is None else _us(sure))
                for start, end in runs
            ),
            closes_at=None if closes is None else _us(closes),
            due=None if due is None else _us(due),
            revisit=None if revisit is None else _us(revisit),
            restated=restated,
        )
        decision = decide(self.subject, self.told, seen)
        self.told, self.due = decision.told, None if decision.due is None else decision.due / SECOND
        self.ids += [telling.id for telling in decision.tell]
        self.amends += [telling.amends for telling in decision.tell]
        return [
            " ".join(filter(None, (telling.type, telling.share, str(telling.number or ""))))
            + f" at {telling.instant / SECOND:g}"
            + ("" if telling.published else " held")
            for telling in decision.tell
        ]


def _us(seconds: float) -> int:
    return int(seconds * SECOND)


@pytest.mark.parametrize(("later", "is_ripe"), [(SETTLE - 1, False), (SETTLE, True), (SETTLE + 1, True)])
def test_an_instant_is_ripe_once_the_clock_is_later_by_the_settle_time(later: int, is_ripe: bool):
    assert ripe(100, 100 + later) is is_ripe


def test_a_breach_to_come_is_told_at_the_first_tick_later_by_the_settle_time():
    line = Line()
    assert line.at(10, (60, None)) == []
    assert line.due == 65
    assert line.at(64, (60, None)) == []
    assert line.at(65, (60, None)) == ["objective.breached at 60"]
    assert line.at(66, (60, None)) == []
    assert line.due is None


def test_what_ends_before_it_is_ripe_was_no_breach():
    line = Line()
    line.at(61, (60, None))
    assert line.at(66) == []


def test_each_share_is_told_once_in_a_period_at_its_own_instant():
    line = Line()
    reached = {"50 %": 30.0, "75 %": 45.0}
    assert line.at(40, shares=reached) == ["objective.at_risk 50 % at 30"]
    assert line.due == 50
    assert line.at(50, shares=reached) == ["objective.at_risk 75 % at 45"]
    assert line.at(60) == []
    assert line.at(70, shares=reached) == []


def test_what_falls_due_at_one_tick_is_told_in_the_order_of_its_instants():
    told = Line().at(1000, (60, None), shares={"90 %": 54, "50 %": 30, "75 %": 45}, closes=900)
    assert told == [
        "objective.at_risk 50 % at 30",
        "objective.at_risk 75 % at 45",
        "objective.at_risk 90 % at 54",
        "objective.breached at 60",
        "period.closed at 900",
    ]


def test_a_breach_that_moved_is_amended_by_the_name_of_the_first():
    line = Line()
    line.at(100, (60, None))
    assert line.at(101, (50, None)) == ["breach.amended at 50"]
    assert line.at(102, (50, None)) == []
    assert line.at(103, (55, None)) == ["breach.amended at 55"]
    assert line.amends == [None, line.ids[0], line.ids[0]]
    assert len(set(line.ids)) == 3


def test_a_breach_that_no_longer_holds_is_withdrawn_and_can_be_told_anew():
    line = Line()
    line.at(100, (60, None))
    assert line.at(101) == ["breach.withdrawn at 60"]
    assert line.at(102) == []
    assert line.at(200, (150, None)) == ["objective.breached at 150"]
    assert len(set(line.ids)) == 3


def test_a_breach_that_moved_into_the_future_is_withdrawn_and_told_when_it_comes():
    line = Line()
    line.at(100, (60, None))
    assert line.at(101, (300, None)) == ["breach.withdrawn at 60"]
    assert line.due == 305
    assert line.at(305, (300, None)) == ["objective.breached at 300"]


def test_a_breach_that_moved_to_this_very_instant_is_amended_without_settling():
    line = Line()
    line.at(100, (60, None))
    assert line.at(101, (101, None)) == ["breach.amended at 101"]


def test_an_outage_below_its_minimum_length_is_told_when_it_reaches_it_with_the_exact_instant():
    line = Line()
    assert line.at(100, (60, None), sure=120) == []
    assert line.due == 125
    assert line.at(124, (60, None), sure=120) == []
    assert line.at(125, (60, None), sure=120) == ["objective.breached at 60"]


def test_too_much_unknown_tells_no_share_and_withdraws_a_breach():
    line = Line()
    line.at(100, (60, None))
    assert line.at(110, shares={"50 %": 30}, assessable=False) == ["breach.withdrawn at 60"]


@pytest.mark.parametrize(("instant", "said"), [(50, "held"), (50.000001, "")])
def test_what_happened_up_to_the_put_is_recorded_and_not_published(instant: float, said: str):
    line = Line(Subject("acme", 3, "availability", 0, put_at=_us(50)))
    (told,) = line.at(100, (instant, None))
    assert told.endswith("held") is (said == "held")


def test_a_held_back_breach_that_moves_past_the_put_is_told_as_new():
    line = Line(Subject("acme", 3, "availability", 0, put_at=_us(50)))
    line.at(100, (40, None))
    assert line.at(101, (45, None)) == ["breach.amended at 45 held"]
    assert line.at(102, (90, None)) == ["breach.withdrawn at 45 held", "objective.breached at 90"]


def test_a_published_breach_that_moves_before_the_put_is_amended_for_those_who_heard_of_it():
    line = Line(Subject("acme", 3, "availability", 0, put_at=_us(50)))
    line.at(100, (60, None))
    assert line.at(101, (40, None)) == ["breach.amended at 40"]


def test_a_period_is_closed_once_after_all_else():
    line = Line()
    assert line.at(1_004, (60, None), closes=1_000) == ["objective.breached at 60"]
    assert line.due == 1_005
    assert line.at(1_005, (60, None), closes=1_000) == ["period.closed at 1000"]
    assert line.told.closed
    assert line.due is None
    assert line.at(1_006, (60, None), closes=1_000) == []


def test_a_closed_period_with_other_figures_is_restated_by_number_at_the_tick_that_knows_it():
    line = Line()
    line.at(1_005, (60, None), closes=1_000)
    assert line.at(1_500, closes=1_000, restated=True) == [
        "breach.withdrawn at 60",
        "period.restated 1 at 1500",
    ]
    assert line.at(1_501, closes=1_000) == []
    assert line.at(1_600, (70, None), closes=1_000, restated=True) == [
        "objective.breached at 70",
        "period.restated 2 at 1600",
    ]


def test_no_share_is_told_of_a_closed_period():
    line = Line()
    line.at(1_005, closes=1_000)
    assert line.at(1_500, shares={"50 %": 30}, closes=1_000, restated=True) == ["period.restated 1 at 1500"]


def test_what_can_still_change_a_closed_period_by_time_alone_is_looked_at_then():
    line = Line()
    line.at(1_005, closes=1_000, due=1_100, revisit=2_000)
    assert line.due == 2_005


def test_a_period_closed_by_history_alone_changes_in_silence():
    line = Line(Subject("acme", 3, "availability", 0, put_at=_us(5_000)))
    assert line.at(5_010, closes=1_000) == ["period.closed at 1000 held"]
    assert line.told.closed
    assert line.at(5_011, (60, None), closes=1_000, restated=True) == [
        "objective.breached at 60 held",
        "period.restated 1 at 5011 held",
    ]
    assert line.at(5_012, closes=1_000) == ["breach.withdrawn at 60 held"]


def test_a_rolling_window_that_is_back_has_recovered_and_may_break_again():
    line = Line(ROLLING)
    assert line.at(100, (60, None)) == ["objective.breached at 60"]
    assert line.at(200, (60, 190), due=300) == ["objective.recovered at 190"]
    assert line.at(210, (60, 190)) == []
    assert line.at(400, (380, None)) == ["objective.breached at 380"]
    assert len(set(line.ids)) == 3


def test_a_recovery_waits_for_the_settle_time_too():
    line = Line(ROLLING)
    line.at(100, (60, None))
    assert line.at(194, (60, 190)) == []
    assert line.due == 195
    assert line.at(195, (60, 190)) == ["objective.recovered at 190"]


def test_a_breach_that_began_and_ended_between_two_ticks_is_told_with_its_end():
    line = Line(ROLLING)
    line.at(50)
    assert line.at(1_000, (100, 200), (300, None)) == [
        "objective.breached at 100",
        "objective.recovered at 200",
        "objective.breached at 300",
    ]


def test_a_recovery_from_what_nobody_heard_of_is_not_published():
    line = Line(Subject("acme", 3, "availability", None, put_at=_us(70)))
    assert line.at(100, (60, None)) == ["objective.breached at 60 held"]
    assert line.at(200, (60, 190)) == ["objective.recovered at 190 held"]


def test_a_breach_that_begins_where_the_one_before_has_recovered_is_told_after_it():
    line = Line(ROLLING)
    line.at(100, (60, None))
    assert line.at(300, (60, 190), (190, 200)) == [
        "objective.recovered at 190",
        "objective.breached at 190",
        "objective.recovered at 200",
    ]


def test_a_rolling_breach_that_facts_took_away_is_withdrawn_not_recovered():
    line = Line(ROLLING)
    line.at(100, (60, None))
    assert line.at(110) == ["breach.withdrawn at 60"]


def test_a_recovery_that_facts_took_away_is_a_breach_again():
    line = Line(ROLLING)
    line.at(100, (60, None))
    line.at(200, (60, 190))
    assert line.at(210, (60, None)) == ["objective.breached at 60"]


def test_a_share_of_a_rolling_window_is_told_again_once_it_was_not_reached():
    line = Line(ROLLING)
    assert line.at(100, shares={"50 %": 60}) == ["objective.at_risk 50 % at 60"]
    assert line.at(110, shares={"50 %": 60}) == []
    assert line.at(200, shares={"50 %": 300}) == []
    assert line.at(305, shares={"50 %": 300}) == ["objective.at_risk 50 % at 300"]
    assert len(set(line.ids)) == 2


@pytest.mark.parametrize(
    "other",
    [
        Subject("globex", 3, "availability", 0, 0),
        Subject("acme", 4, "availability", 0, 0),
        Subject("acme", 3, "checkout", 0, 0),
        Subject("acme", 3, "availability", 1, 0),
        Subject("acme", 3, "availability", None, 0),
    ],
    ids=["agreement", "version", "objective", "period", "rolling"],
)
def test_the_id_names_whose_verdict_it_is(other: Subject):
    one, two = Line(), Line(other)
    one.at(100, (60, None))
    two.at(100, (60, None))
    assert one.ids != two.ids


def test_the_id_does_not_depend_on_the_instant():
    one, two = Line(), Line()
    one.at(100, (60, None))
    two.at(100, (70, None))
    assert one.ids == two.ids


def test_what_else_can_change_is_looked_at_after_the_settle_time():
    line = Line()
    assert line.at(10, due=40) == []
    assert line.due == 45
