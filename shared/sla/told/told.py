"""The versions of one agreement and its facts: what a history answers from.

Facts can come in any order; what counts under no version is set aside with its reason. Availability facts before a
horizon can be forgotten (`forget`), and what is left be kept as plain data (`checkpoint`): every answer stays the same,
and what would need a fact that is gone raises `before.Forgotten`.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from typing import Self

from shared.sla.agreed.terms import Terms
from shared.sla.facts import Fact, OrderKey
from shared.sla.figures import Placement, Repeated, SetAside, Used
from shared.sla.ledger.running_sums import SPANS_A_BLOCK
from shared.sla.told.acceptance import NEVER_OPENED, refusal
from shared.sla.told.before import Forgotten
from shared.sla.told.book import Book
from shared.sla.told.books import Books
from shared.sla.told.checkpoint import HistoryCheckpoint, before_of, checkpoint_of


class TwoContentsError(ValueError):
    """One (source, id) came with two contents; the message names it."""


def _order(fact: Fact) -> OrderKey:
    return fact.order


class Told:
    """One agreement's versions and facts."""

    def __init__(self, versions: Sequence[Terms] = (), *, spans_a_block: int = SPANS_A_BLOCK) -> None:
        """`spans_a_block`: so many classed spans lie between two checkpoints of the sums; no answer depends on it."""
        self._versions: list[Terms] = []
        self._spans_a_block = spans_a_block
        self._by_key: dict[tuple[str, str], Fact] = {}
        self._refused: dict[tuple[str, str], str] = {}
        self._books = Books(self._versions, spans_a_block)
        for terms in versions:
            self.put(terms)

    @property
    def versions(self) -> tuple[Terms, ...]:
        """The versions in the order of their numbers."""
        return tuple(self._versions)

    @property
    def horizon(self) -> int | None:
        """The instant (µs) before which availability facts were forgotten; None where all are there."""
        before = self._books.before
        return None if before is None else before.horizon

    def put(self, terms: Terms) -> None:
        """Take a version; one with a number that is there already replaces it. Forgotten where facts are gone."""
        if self._books.before is not None:
            raise Forgotten(f"version {terms.version} has to judge facts that are gone")
        self._changed()
        self._versions = [one for one in self._versions if one.version != terms.version]
        insort(self._versions, terms, key=lambda one: one.version)
        known = list(self._by_key.values())
        self._books = Books(self._versions, self._spans_a_block)
        self._refused = {}
        for fact in sorted(known, key=_order):
            self._place(fact)

    def add(self, fact: Fact) -> Placement:
        """Take a fact; TwoContentsError where its (source, id) is there with another content.

        Forgotten, and nothing is taken, where it counts and reaches before the horizon; what was forgotten is not
        known again by its name.
        """
        known = self._by_key.get(fact.key)
        if known is not None:
            if not known.same_content(fact):
                raise TwoContentsError(f"event '{fact.id}' of source '{fact.source}' came with two contents")
            return Repeated()
        return self._place(fact)

    def _place(self, fact: Fact) -> Placement:
        reason = self._refusal(fact)
        if reason is None and self._books.forgets(fact):
            raise Forgotten(f"event '{fact.id}' of source '{fact.source}' reaches before the horizon")
        self._changed()
        self._by_key[fact.key] = fact
        if reason is not None:
            self._refused[fact.key] = reason
            return SetAside(reason)
        return Used(self._books.add(fact))

    def _changed(self) -> None:
        """What was answered before may not be the answer any more; for whoever keeps answers."""

    def _refusal(self, fact: Fact) -> str | None:
        """Why a fact counts under no version; None where it counts under one, or there is none yet."""
        reasons = [refusal(fact, terms) for terms in self._versions]
        return reasons[-1] if reasons and all(reasons) else None

    # forgetting

    def forget(self, before: int) -> int:
        """Let availability facts before an instant go, but for what they leave behind; gives the horizon (µs).

        It lies earlier where a later fact dates an outage back over the instant, and never before the last one.
        Questions about earlier instants, facts that count and reach before it, and further versions raise Forgotten.
        """
        self._changed()
        horizon = self._books.forget(before)
        there = self._books.facts
        refused = {key: self._by_key[key] for key in self._refused}
        self._by_key = {fact.key: fact for fact in there} | refused
        return horizon

    def checkpoint(self) -> HistoryCheckpoint:
        """All that `resumed` needs; LookupError where nothing was forgotten yet."""
        if self._books.before is None:
            raise LookupError("a history is kept at a horizon, and this one has none")
        return checkpoint_of(self._books.before, self._books.reach.reached(), self._by_key.values())

    @classmethod
    def resumed(
        cls,
        versions: Sequence[Terms],
        checkpoint: HistoryCheckpoint,
        *,
        spans_a_block: int = SPANS_A_BLOCK,
    ) -> Self:
        """The history of which a checkpoint was kept; ValueError where that was under other versions."""
        history = cls(versions, spans_a_block=spans_a_block)
        counting: list[Fact] = []
        for fact in checkpoint.facts.in_order():
            history._by_key[fact.key] = fact
            reason = history._refusal(fact)
            if reason is None:
                counting.append(fact)
            else:
                history._refused[fact.key] = reason
        history._books.reach.resume(checkpoint.reached)
        history._books.resume(before_of(checkpoint, history._versions), counting)
        return history

    def known(self, as_of: int) -> Book:
        """The book of what is known at an instant."""
        return self._books.at(as_of)

    def set_aside(self, as_of: int) -> list[tuple[Fact, str]]:
        """The facts up to an instant that cannot count, with the reason, by source and id."""
        found: list[tuple[Fact, str]] = [
            (self._by_key[key], reason)
            for key, reason in self._refused.items()
            if self._by_key[key].at <= as_of
        ]
        found += [(fact, NEVER_OPENED) for fact in self.known(as_of).never_opened()]
        return sorted(found, key=lambda one: one[0].key)
