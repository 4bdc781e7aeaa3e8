"""When a source is told to be silent, and when to be heard again: its words, and what each tick tells."""

from dataclasses import dataclass, field

import pytest

from services.evaluator.told import ToldSource
from services.evaluator.verdicts.believing import Belief
from services.evaluator.verdicts.deciding_sources import SourceSubject, decide_source
from services.evaluator.verdicts.voices import Word
from shared.sla.spans import NEVER, Span

SECOND = 1_000_000


@dataclass
class Line:
    """One source that is stale after 60 s. Instants are seconds."""

    put_at: int = -1
    force_from: int = 0
    told: ToldSource | None = None
    due: float | None = None
    ids: list[str] = field(default_factory=list)

    def at(self, clock: float, *words: float) -> list[str]:
        belief = Belief(1, self.put_at * SECOND, Span(self.force_from * SECOND, NEVER), 60 * SECOND)
        subject = SourceSubject("acme", "webshop", "probe", [belief])
        said: list[Word] = sorted((int(at * SECOND), f"w{at:g}") for at in words)
        decision = decide_source(subject, self.told, said, int(clock * SECOND))
        if decision is None:
            return []
        self.told, self.due = decision.told, None if decision.due is None else decision.due / SECOND
        self.ids += [one.telling.id for one in decision.tell]
        return [
            f"{one.telling.type.removeprefix('source.')} at {one.telling.instant / SECOND:g} by {one.word[1]}"
            + ("" if one.telling.published else " held")
            for one in decision.tell
        ]


def test_a_source_that_never_spoke_is_not_silent():
    assert Line().at(1000) == []


@pytest.mark.parametrize(
    ("clock", "told", "due"),
    [(60, [], 65), (64.999999, [], 65), (65, ["silent at 60 by w0"], None)],
)
def test_a_source_is_silent_from_its_last_word_plus_stale_after(
    clock: float, told: list[str], due: float | None
):
    line = Line()
    assert line.at(clock, 0) == told
    assert line.due == due


@pytest.mark.parametrize(
    ("word", "told"), [(60, []), (60.000001, ["silent at 60 by w0", "heard at 60 by w60"])]
)
def test_a_word_at_the_very_instant_is_in_time(word: float, told: list[str]):
    assert Line().at(66, 0, word) == told


def test_it_is_heard_again_at_its_next_word_once():
    line = Line()
    line.at(70, 0)
    assert line.at(104.9, 100) == []
    assert line.due == 105
    assert line.at(105, 100, 103) == ["heard at 100 by w100"]
    assert line.due == 168
    assert line.at(168, 103) == ["silent at 163 by w103"]
    assert len(set(line.ids)) == 3


def test_several_silences_between_two_looks_are_told_in_order():
    assert Line().at(400, 0, 100, 300) == [
        "silent at 60 by w0",
        "heard at 100 by w100",
        "silent at 160 by w100",
        "heard at 300 by w300",
        "silent at 360 by w300",
    ]


def test_a_late_word_within_a_silence_ends_it_and_a_later_silence_follows():
    line = Line()
    line.at(300, 0)
    assert line.at(301, 30) == ["heard at 30 by w30", "silent at 90 by w30"]


def test_a_late_word_from_before_the_last_one_changes_nothing():
    line = Line()
    line.at(70, 0, 50)
    assert line.at(71, 20) == []


def test_what_was_silent_before_the_put_is_told_to_nobody_its_end_neither():
    line = Line(put_at=200)
    assert line.at(201, 0) == ["silent at 60 by w0 held"]
    assert line.at(300, 250) == ["heard at 250 by w250 held"]
    assert line.at(400, 250) == ["silent at 310 by w250"]


def test_what_was_silent_before_force_is_told_at_its_beginning():
    line = Line(force_from=200)
    assert line.at(204.9, 0) == []
    assert line.at(205, 0) == ["silent at 200 by w0"]
