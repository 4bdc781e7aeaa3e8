"""What is open between the two parties of an agreement: corrections, maintenance to come, and what was said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.portal.page.seen import Change, Correction
from shared.agreements.document import Document, Parties, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What was said last of a correction or a change: accepted, declined, withdrawn, acknowledged; by whom, when.

    `by` is None where silence decided.
    """

    said: str
    by: str | None
    at: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """The corrections that wait, the changes to come, and by id the answers to corrections and the words on changes."""

    corrections: Sequence[Correction] = ()
    changes: Sequence[Change] = ()
    answers: Mapping[str, Word] = field(default_factory=dict)
    words: Mapping[str, Word] = field(default_factory=dict)

    def word_on(self, change: Change) -> Word | None:
        """What was said of a change since its last announcement; what was said before that holds no longer."""
        word = self.words.get(change.name)
        return word if word is not None and word.at > change.announced_at else None


def decider(correction: Correction, parties: Parties) -> Party:
    """The side that has not proposed it."""
    return parties.customer if correction.by == parties.provider.id else parties.provider


def asked(document: Document) -> Party | None:
    """The side that is asked to acknowledge maintenance; None where nobody is."""
    parties = {"customer": document.parties.customer, "provider": document.parties.provider}
    return parties.get(document.maintenance.acknowledged_by)
