"""Which facts are known at an instant: one book that follows the instants asked about, and one for the past.

Facts ahead of the latest instant asked about wait, and are taken in when a question comes that late, so that
a fact from the future neither shows nor costs. A question about an earlier instant is answered from a book of
its own, kept until another count of facts is asked for.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence

from shared.sla.book import Book
from shared.sla.facts import Fact, OrderKey
from shared.sla.reach import Reach
from shared.sla.spans import EVER
from shared.sla.terms import Terms


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
        self._book = Book(self._spans_a_block)
        self._reach = Reach(versions)
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
        return self._reach.of(fact)

    def at(self, as_of: int) -> Book:
        """The book of what is known at an instant."""
        if as_of > self._asked:
            count = self._count(as_of)
            for fact in self._facts[self._taken : count]:
                self._book.add(fact, self._versions)
            self._taken, self._asked = count, as_of
        if not self._taken or self._facts[self._taken - 1].at <= as_of:
            return self._book
        count = self._count(as_of)
        if self._past is None or self._past[0] != count:
            past = Book(self._spans_a_block)
            for fact in self._facts[:count]:
                past.add(fact, self._versions)
            self._past = count, past
        return self._past[1]

    def _count(self, as_of: int) -> int:
        return bisect_right(self._facts, as_of, key=lambda fact: fact.at)
