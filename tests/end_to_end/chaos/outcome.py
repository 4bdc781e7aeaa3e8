"""What is left when a story is over, in a form in which two runs can be held against each other."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from shared.contracts.topics import DELIVERIES, TRENDS, VERDICTS
from shared.eventlog.port import Record
from tests.end_to_end.chaos.stage import Stage

BURN = "(burn)"
_PLACES = frozenset({"number", "position"})
"""Where a row's event stands in the log, which is no matter of what was decided."""
_KEPT = (
    "facts", "contradictions", "agreements", "agreement_versions", "periods", "incident_clocks", "sources", "verdicts",
)  # fmt: skip
_SETTLED = ("id", "message", "agreement", "objective", "party", "side", "receiver", "state")


@dataclass(frozen=True)
class Outcome:
    """Of one run. Bytes are as they stand in the log.

    `verdicts` by key, the first of each id, in order; `trends` the latest by key; `kept` the evaluator's tables;
    `deliveries` what the notifier has settled.
    """

    verdicts: dict[str | None, list[bytes]]
    trends: dict[str | None, bytes | None]
    kept: dict[str, list[dict[str, Any]]]
    deliveries: list[dict[str, Any]]

    @property
    def by_id(self) -> dict[str, bytes]:
        """Every verdict's body by its id."""
        return {str(_id(body)): body for bodies in self.verdicts.values() for body in bodies}

    @property
    def lines(self) -> dict[str | None, list[str]]:
        """The verdicts by key, a short line each."""
        return {
            key: [_line(msgspec.json.decode(body)) for body in bodies]
            for key, bodies in self.verdicts.items()
        }

    def told(self) -> Counter[str]:
        """How many verdicts of each type were told, without the prefix; warnings of burn pairs apart."""
        return Counter(_kind(msgspec.json.decode(body)) for body in self.by_id.values())


async def outcome_of(stage: Stage) -> Outcome:
    """Read everything."""
    return Outcome(
        verdicts=_first_of_each(await stage.records(VERDICTS.name)),
        trends={record.key: record.value for record in await stage.records(TRENDS.name)},
        kept={
            table: sorted(
                ({k: v for k, v in row.items() if k not in _PLACES} for row in await stage.rows("evaluator", table)),
                key=repr,
            )
            for table in _KEPT
        },
        deliveries=sorted(
            ({name: row[name] for name in _SETTLED} for row in await stage.rows("notifier", "deliveries")),
            key=lambda row: str(row["id"]),
        ),
    )  # fmt: skip


def check_same(outcome: Outcome, measure: Outcome) -> None:
    """Two runs have ended alike, byte for byte; what differs is said shortly."""
    assert outcome.lines == measure.lines
    assert outcome.verdicts == measure.verdicts
    assert outcome.trends == measure.trends
    for table, rows in measure.kept.items():
        assert [row for row in outcome.kept[table] if row not in rows] == [], (
            f"{table}: not there undisturbed"
        )
        assert [row for row in rows if row not in outcome.kept[table]] == [], f"{table}: missing"
        assert len(outcome.kept[table]) == len(rows), table
    assert outcome.deliveries == measure.deliveries


async def check_told(stage: Stage, outcome: Outcome) -> None:
    """Each verdict has reached each party, once by its id and with the very same bytes, and one receipt says so."""
    bodies = outcome.by_id
    told = [(row["message"], row["receiver"]) for row in outcome.deliveries]
    assert sorted(told) == sorted((id_, one.entry.id) for id_ in bodies for one in stage.receivers)
    assert {row["state"] for row in outcome.deliveries} == {"delivered"}
    for receiver in stage.receivers:
        assert receiver.refused == [], "every signature holds"
        assert {id_: set(got) for id_, got in receiver.got.items()} == {
            id_: {body} for id_, body in bodies.items()
        }
    receipts = _first_of_each(await stage.records(DELIVERIES.name))
    said = [msgspec.json.decode(body)["data"] for bodies in receipts.values() for body in bodies]
    delivered = Counter(one["delivery"] for one in said if one["state"] == "delivered")
    assert delivered == Counter(row["id"] for row in outcome.deliveries)


async def repeats(stage: Stage, topic: str) -> int:
    """How many records of a topic say again what was said before."""
    records = await stage.records(topic)
    return len(records) - len({_id(record.value) for record in records})


def _first_of_each(records: Sequence[Record]) -> dict[str | None, list[bytes]]:
    """By key, without repeats; a repeat that differs from the first is an AssertionError."""
    seen: dict[object, bytes] = {}
    found: dict[str | None, list[bytes]] = defaultdict(list)
    for record in records:
        body = record.value or b""
        if (first := seen.get(_id(body))) is None:
            seen[_id(body)] = body
            found[record.key].append(body)
        else:
            assert first == body, "a repeat is the same, byte for byte"
    return dict(found)


def _kind(verdict: dict[str, Any]) -> str:
    kind = str(verdict["type"]).removeprefix("dev.eyelevel.")
    return f"{kind} {BURN}" if "burn" in verdict["data"] else kind


def _line(verdict: dict[str, Any]) -> str:
    return f"{_kind(verdict)} {verdict['subject']} at {verdict['time']} ({verdict['id']})"


def _id(body: bytes | None) -> object:
    return msgspec.json.decode(body or b"")["id"]
