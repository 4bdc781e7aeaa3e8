"""Which facts are known at an instant: one book that follows the instants asked about, and one for the past.

Facts ahead of the latest instant asked about wait, and are taken in when a question comes that late, so that
a fact from the future neither shows nor costs. A question about an earlier instant is answered from a book of
its own, kept until another count of facts is asked for.

Availability facts before a horizon can be forgotten: every book then goes on from what they left behind. All other
facts stay, since each of them is a transition itself.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence

from shared.sla.agreed.terms import Terms
from shared.sla.facts import AvailabilityTold, Fact, OrderKey, State
from shared.sla.spans import EVER, NEVER
from shared.sla.told.before import Before, Forgotten
from shared.sla.told.book import Book
from shared.sla.told.reach import Reach


def _order(fact: Fact) -> OrderKey:
    return fact.order


class Books:
    """The facts that count, in order, and the books made of them."""

    def __init__(self, versions: Sequence[Terms], spans_a_block: int) -> None:
        self._versions = versions
        self._spans_a_block = spans_a_block
        self._facts: list[Fact] = []
        self._taken = 0
        self._asked = EVER
        self._before: Before | None = None
        self._book = Book(self._spans_a_block)
        self.reach = Reach(versions)
        self._past: tuple[int, Book] | None = None

    def add(self, fact: Fact) -> int:
        """Take a fact; the earliest instant whose state it can change."""
        if not self._facts or self._facts[-1].order < fact.order:
            self._facts.append(fact)
        else:
            insort(self._facts, fact, key=_order)
            self._past = None
        if fact.at <= self._asked:
            self._book.add(fact, self._versions)
            self._taken += 1
        return self.reach.of(fact)

    def at(self, as_of: int) -> Book:
        """The book of what is known at an instant; Forgotten before the horizon."""
        if self._before is not None and as_of < self._before.horizon:
            raise Forgotten(f"what was known at {as_of} needs facts from before {self._before.horizon}")
        if as_of > self._asked:
            count = self._count(as_of)
            for fact in self._facts[self._taken : count]:
                self._book.add(fact, self._versions)
            self._taken, self._asked = count, as_of
        if not self._taken or self._facts[self._taken - 1].at <= as_of:
            return self._book
        count = self._count(as_of)
        if self._past is None or self._past[0] != count:
            self._past = count, self._made_of(self._facts[:count])
        return self._past[1]

    def _made_of(self, facts: Iterable[Fact]) -> Book:
        book = Book(self._spans_a_block, self._before)
        for fact in facts:
            book.add(fact, self._versions)
        return book

    # forgetting

    @property
    def before(self) -> Before | None:
        """What is left of the availability facts that were forgotten."""
        return self._before

    @property
    def facts(self) -> Sequence[Fact]:
        """The facts that are there, in order."""
        return self._facts

    def forgets(self, fact: Fact) -> bool:
        """Whether a fact that is not in yet can change what was folded before the horizon."""
        return self._before is not None and _since(fact) < self._before.horizon

    def forget(self, before: int) -> int:
        """Forget what availability facts before an instant, or an earlier one, are no more needed for; that instant."""
        horizon = self._undivided(before)
        if self._before is not None and horizon <= self._before.horizon:
            return self._before.horizon
        gone = [fact for fact in self._facts if _since(fact) < horizon]
        self.resume(
            self._made_of(gone).before(horizon, self._versions),
            [fact for fact in self._facts if _since(fact) >= horizon],
        )
        return horizon

    def resume(self, before: Before, facts: list[Fact]) -> None:
        """Go on from what is left of forgotten facts, with facts in order that are not told to the reach again."""
        self._before, self._facts, self._past = before, facts, None
        self._taken = self._count(self._asked)
        self._book = self._made_of(facts[: self._taken])

    def _undivided(self, before: int) -> int:
        """The latest horizon up to an instant over which no fact dates an outage back."""
        horizon = before
        for fact in reversed(self._facts):
            if fact.at < horizon:
                break
            horizon = min(horizon, _since(fact))
        return horizon

    def _count(self, as_of: int) -> int:
        return bisect_right(self._facts, as_of, key=lambda fact: fact.at)


def _since(fact: Fact) -> int:
    """From when on a fact is part of a fold; NEVER where it stays whatever is forgotten."""
    if not isinstance(fact, AvailabilityTold):
        return NEVER
    if fact.first_failed_at is None or fact.state is not State.DOWN or fact.condition is not None:
        return fact.at
    return min(fact.at, fact.first_failed_at)
