"""What is open between the parties, for the page: from its books, and the maintenance that the evaluator knows.

The books know a decision the moment it is made; the figures follow when it has come back through the log.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from services.portal.decisions import CorrectionStanding, Decided, standings
from services.portal.page.reading import read_change
from services.portal.page.seen import Correction
from services.portal.page.undecided import Undecided, Word
from services.portal.records import Kept
from shared.contracts.instants import parse_instant
from shared.sla.changes.corrections import Standing


def undecided(kept: Kept, made: Sequence[Decided], said: Mapping[str, Any], now: int) -> Undecided:
    """`made`: what the parties decided; `said`: what the evaluator says of the agreement; `now` in microseconds UTC."""
    found = standings(kept.document, made, now)
    changes = [read_change(one) for one in said.get("changes", ())]
    return Undecided(
        corrections=[_correction(one) for one in found if one.standing is Standing.PROPOSED],
        changes=[one for one in changes if one.start > now],
        answers={one.id: _answer(one) for one in found if one.standing is not Standing.PROPOSED},
        words={one.about: _word(one) for one in made if ".change." in one.event.type},
    )


def _correction(one: CorrectionStanding) -> Correction:
    said = one.event.data
    return Correction(
        name=one.id,
        by=one.by,
        start=parse_instant(said["from"], "from"),
        end=parse_instant(said["until"], "until"),
        to=said["to"],
        of=said.get("service") or said.get("incident") or "",
        reason=said.get("reason"),
        before=one.decide_before,
        of_incident="service" not in said,
    )


def _answer(one: CorrectionStanding) -> Word:
    said = {} if one.answer is None else one.answer.data
    return Word(said=one.standing.value, by=said.get("by"), at=one.since, reason=said.get("reason"))


def _word(made: Decided) -> Word:
    said = made.event.type.rpartition(".")[2]
    return Word(said=said, by=made.by, at=made.at, reason=made.event.data.get("reason"))
