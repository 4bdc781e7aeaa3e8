"""Which verdicts are due about one source of a service: a pure function of what was told, its words, and the time.

A source is silent from its last word plus `stale_after` until its next word (SEMANTICS.md, the state of a service).
Both are told when they are older than the settle time, in the order of its words, also where several silences lie
between two looks. A late word from within a silence that was told is told as the word by which it was heard again
(docs/decisions, 14).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.evaluator.deciding import SETTLE, ripe
from services.evaluator.told import Telling, ToldSource
from services.evaluator.voices import Word
from shared.contracts.verdicts import VerdictType, verdict_id


@dataclass(frozen=True, slots=True)
class SourceSubject:
    """Whose silence it is. `force_from`: since when the version rules; `put_at`: the log clock at its put."""

    agreement: str
    version: int
    service: str
    source: str
    stale_after: int
    force_from: int
    put_at: int | None


@dataclass(frozen=True, slots=True)
class SourceTelling:
    """A verdict about a source, and the word behind it: the last before a silence, the first after it."""

    telling: Telling
    word: Word


@dataclass(frozen=True, slots=True)
class SourceDecision:
    """What to say now, in order; what is told then; and the first tick at which to look again."""

    tell: tuple[SourceTelling, ...]
    told: ToldSource
    due: int | None


def decide_source(
    subject: SourceSubject, told: ToldSource | None, words: Sequence[Word], clock: int
) -> SourceDecision | None:
    """The verdicts about one source at one tick; None where it never spoke. `words` are in order of time."""
    if told is None:
        if not words:
            return None
        told = ToldSource(words[0])
    hand = _Hand(subject, told, clock)
    for word in words:
        if word[0] > hand.told.word[0] and not hand.take(word):
            break
    else:
        hand.wait()
    return SourceDecision(tuple(hand.said), hand.told, hand.due)


class _Hand:
    """Goes through the words, collects what is said, and notes when to look again."""

    def __init__(self, subject: SourceSubject, told: ToldSource, clock: int) -> None:
        self.subject, self.told, self.clock = subject, told, clock
        self.said: list[SourceTelling] = []
        self.due: int | None = None

    def take(self, word: Word) -> bool:
        """The next word; False where what it means is not ripe yet."""
        if self.told.since is None and word[0] > self._silent_from() and not self.wait():
            return False
        if self.told.since is not None:
            if not self._ripe(word[0]):
                return False
            published = self.told.published and self._after_put(word[0])
            self._say("source.heard", word[0], published, word)
        self.told = replace(self.told, word=word, since=None, published=False)
        return True

    def wait(self) -> bool:
        """Nothing more was said after the last word that was taken; True where its silence is told."""
        if self.told.since is not None:
            return True
        at = max(self._silent_from(), self.subject.force_from)
        if not self._ripe(at):
            return False
        published = self._after_put(at)
        self._say("source.silent", at, published, self.told.word)
        self.told = replace(self.told, since=at, published=published)
        return True

    def _silent_from(self) -> int:
        return self.told.word[0] + self.subject.stale_after

    def _ripe(self, instant: int) -> bool:
        if ripe(instant, self.clock):
            return True
        self.due = instant + SETTLE
        return False

    def _after_put(self, instant: int) -> bool:
        return self.subject.put_at is not None and instant > self.subject.put_at

    def _say(self, kind: VerdictType, instant: int, published: bool, word: Word) -> None:
        n, self.told = self.told.counting(kind)
        about = self.subject
        name = f"{about.service}/{about.source}"
        identity = verdict_id(about.agreement, about.version, None, None, name, kind, None, n)
        self.said.append(
            SourceTelling(Telling(type=kind, id=identity, instant=instant, n=n, published=published), word)
        )
