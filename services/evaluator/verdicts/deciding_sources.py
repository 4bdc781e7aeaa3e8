"""Which verdicts are due about one source of a service: a pure function of what was told, its words, and the time.

A source is silent from its last word plus `stale_after` until its next word (SEMANTICS.md, the state of a service);
the version that rules at that instant says how long (`believing`), and a silence that was told goes on under the next.
Both are told when they are older than the settle time, in the order of its words, also where several silences lie
between two looks. A late word from within a silence that was told is told as the word by which it was heard again
(docs/decisions, 14).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.evaluator.told import Telling, ToldSource
from services.evaluator.verdicts.believing import Belief, belief_at, silent_from
from services.evaluator.verdicts.deciding import SETTLE, ripe
from services.evaluator.verdicts.voices import Word
from shared.contracts.verdicts import VerdictType, verdict_id


@dataclass(frozen=True, slots=True)
class SourceSubject:
    """Whose silence it is, and how long its word is believed, in order of time: by one version at least."""

    agreement: str
    service: str
    source: str
    believed: Sequence[Belief]


@dataclass(frozen=True, slots=True)
class SourceTelling:
    """A verdict about a source, the word behind it (the last before a silence, the first after it), and by which
    version."""

    telling: Telling
    word: Word
    version: int


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
        silence = self._silence()
        if self.told.since is None and silence is not None and word[0] > silence[0] and not self.wait():
            return False
        if self.told.since is not None:
            if not self._ripe(word[0]):
                return False
            belief = belief_at(self.subject.believed, word[0])
            self._say("source.heard", word[0], belief, word, heard=self.told.published)
        self.told = replace(self.told, word=word, since=None, published=False)
        return True

    def wait(self) -> bool:
        """Nothing more was said after the last word that was taken; True where its silence is told."""
        if self.told.since is not None:
            return True
        silence = self._silence()
        if silence is None or not self._ripe(silence[0]):
            return False
        at, belief = silence
        published = self._say("source.silent", at, belief, self.told.word)
        self.told = replace(self.told, since=at, published=published)
        return True

    def _silence(self) -> tuple[int, Belief] | None:
        return silent_from(self.subject.believed, self.told.word[0])

    def _ripe(self, instant: int) -> bool:
        if ripe(instant, self.clock):
            return True
        self.due = instant + SETTLE
        return False

    def _say(
        self, kind: VerdictType, instant: int, belief: Belief, word: Word, *, heard: bool = True
    ) -> bool:
        """Say it; whether to anyone. `heard`: whether what it ends was."""
        published = heard and belief.put_at is not None and instant > belief.put_at
        n, self.told = self.told.counting(kind)
        about, version = self.subject, belief.version
        name = f"{about.service}/{about.source}"
        identity = verdict_id(about.agreement, version, None, None, name, kind, None, n)
        telling = Telling(type=kind, id=identity, instant=instant, n=n, published=published)
        self.said.append(SourceTelling(telling, word, version))
        return published
