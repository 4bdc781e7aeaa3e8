"""The bytes of a checkpoint: what is read is what was written, and there are not too many of them."""

from fractions import Fraction
from itertools import pairwise

import pytest

from services.evaluator import checkpoints
from services.evaluator.clauses import read_clauses
from services.evaluator.histories import Heard, build
from services.evaluator.ports import CheckpointRow, VersionRow
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.instants import parse_instant
from shared.sla.spans import HOUR
from tests.unit.evaluator.builders import AGREEMENT, document, incident, told

NOON = parse_instant("2026-01-01T12:00:00Z")
CLAUSES = read_clauses(document())


def sample(value: str) -> CloudEvent:
    return CloudEvent(
        id="size", source="probe", type=f"{TYPE_PREFIX}measurement.taken", subject="webshop",
        time="2026-01-01T08:00:00Z", data={"metric": "size", "value": value},
    )  # fmt: skip


def pruned() -> Heard:
    """An outage before the horizon, a probe's word after it, an incident and a sample: three facts, three changes."""
    facts = [
        told("2026-01-01T08:00:00Z", "up"), told("2026-01-01T09:00:00Z", "down", cause="provider"),
        told("2026-01-01T12:00:00Z", "up"), incident("opened", "2026-01-01T08:30:00Z"), sample("0.1"),
    ]  # fmt: skip
    heard = build([CLAUSES], [fact.encode() for fact in facts])
    heard.history.forget(NOON)
    return heard


def written(heard: Heard, most: int = checkpoints.MOST) -> bytes | None:
    return checkpoints.written(checkpoints.Kept(heard.history.checkpoint(), heard.voices.kept()), most)


def read(body: bytes) -> Heard:
    return checkpoints.read(
        CheckpointRow(agreement=AGREEMENT, n=5, at=NOON, made_by="", body=body), [CLAUSES]
    )


def test_what_is_read_is_what_was_written():
    heard = pruned()
    body = written(heard)
    assert body is not None
    again = read(body)
    assert again.history.checkpoint() == heard.history.checkpoint()
    assert again.voices.kept() == heard.voices.kept()
    assert again.history.checkpoint().facts.measurements[0].value == Fraction(1, 10)
    assert written(again) == body


@pytest.mark.parametrize(("most", "kept"), [(6, True), (5, False)])
def test_one_that_would_be_too_large_is_not_kept(most: int, kept: bool):
    assert (written(pruned(), most) is not None) is kept


def row(version: int, digest: str) -> VersionRow:
    return VersionRow(agreement=AGREEMENT, version=version, hash=digest, document="", put_at=None)


def test_it_names_the_versions_in_their_order_and_each_by_its_hash():
    one, two = row(1, "sha256:aa"), row(2, "sha256:bb")
    assert checkpoints.made_by([two, one]) == checkpoints.made_by([one, two])
    assert checkpoints.made_by([one]) != checkpoints.made_by([one, two])
    assert checkpoints.made_by([one]) != checkpoints.made_by([row(1, "sha256:ab")])


@pytest.mark.parametrize(
    ("ages", "gone"),
    [
        ([], []),
        ([0], []),
        ([0, 1], []),
        ([0, 1, 8], [1]),
        ([0, 1, 9], []),
        ([0, 1, 2, 3, 4], [1, 2, 3]),
        ([0, 5, 8, 9, 64], [5, 9]),
        ([0, 5, 9, 40, 41], [9]),
        ([0, 5, 9, 40, 72, 73], [9, 72]),
    ],
)
def test_one_is_let_go_where_its_neighbours_lie_no_further_apart_than_eight_times(
    ages: list[int], gone: list[int]
):
    horizons = [-age * HOUR for age in ages]
    assert checkpoints.thinned(horizons) == [-age * HOUR for age in gone]


def test_of_a_year_some_ten_stay_however_often_one_is_kept():
    kept: list[int] = []
    for hour in range(365 * 24):
        kept = [hour * HOUR, *kept]
        gone = checkpoints.thinned(kept)
        kept = [one for one in kept if one not in gone]
        ages = [hour - one // HOUR for one in kept]
        assert len(ages) <= 10
        assert all(older <= 8 * newer + 8 for newer, older in pairwise(ages)), ages
