"""What is kept of an agreement's calculus between two processes, and its bytes.

It is a cache: everything in it follows from the facts. So it is used only where the same engine made it under the same
versions, and dropped otherwise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import msgspec

from services.evaluator.clauses import Clauses
from services.evaluator.growing import LATENESS
from services.evaluator.histories import Heard, in_order
from services.evaluator.ports import CheckpointRow, VersionRow
from services.evaluator.records import Put
from services.evaluator.verdicts.voices import Voices, VoicesKept
from shared.agreements.versions import engine_version
from shared.sla.history import History
from shared.sla.told.checkpoint import HistoryCheckpoint

_FORM: Final = 1
"""The form of the bytes; another one is not read."""
_GROWTH: Final = 8
MOST: Final = 500_000
"""Facts and changes of state that a checkpoint holds at most, unless said otherwise: with about a hundred bytes each,
one value of the database. An agreement with more of them gets no further one, and is pruned in memory alone."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The history at its horizon, and what each source said last."""

    history: HistoryCheckpoint
    voices: VoicesKept


def made_by(versions: Iterable[VersionRow | Put]) -> str:
    """The engine and the versions that a checkpoint is good for."""
    hashes = [f"{row.version}:{row.hash}" for row in sorted(versions, key=lambda row: row.version)]
    return " ".join([engine_version(), str(_FORM), *hashes])


def written(kept: Kept, most: int = MOST) -> bytes | None:
    """Its bytes; None where they would be too many."""
    return msgspec.msgpack.encode(kept, enc_hook=_plain) if kept.history.size <= most else None


def read(row: CheckpointRow, versions: Iterable[Clauses]) -> Heard:
    """What was heard up to a checkpoint."""
    kept = msgspec.msgpack.decode(row.body, type=Kept, dec_hook=_made)
    history = History.resumed(in_order(versions), kept.history)
    return Heard(history, size=kept.history.size, voices=Voices.resumed(kept.voices))


def thinned(horizons: Sequence[int]) -> list[int]:
    """Which of these, the latest first, need not be kept: where the next older one is at most eight times as old as the
    next newer one, behind the latest.

    So there are at most ten for a year, and a late fact needs some eight times the time by which it is late.
    """
    gone: list[int] = []
    newer = horizons[0] if horizons else 0
    for one, older in pairwise(horizons[1:]):
        if horizons[0] - older <= _GROWTH * max(horizons[0] - newer, LATENESS):
            gone.append(one)
        else:
            newer = one
    return gone


def _plain(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise NotImplementedError(f"a checkpoint holds no {type(value).__name__}")


def _made(kind: type, value: Any) -> Any:
    if kind is Fraction:
        return Fraction(value)
    raise NotImplementedError(f"a checkpoint holds no {kind.__name__}")
