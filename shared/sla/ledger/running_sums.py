"""The sums of one objective's time, kept at marks from the beginning on, so that history costs a bisection.

A mark lies where no outage is running just before it, so that nothing that is told or comes later changes what
lies before it, but what dates back that far. Every `spans_a_block` classed spans there is a mark, with the sums
before it and the outages since the mark before. What changes an instant cuts the marks after it: a late fact
through the service's timeline, corrections, changes and the first fact by being compared with those at the last
question.
"""

from __future__ import annotations

from bisect import bisect_right

from shared.sla.agreed.objectives import Counts
from shared.sla.halving import Searches
from shared.sla.ledger.basis import Basis, basis_of
from shared.sla.ledger.pieces import CountedRun, Piece
from shared.sla.ledger.setting import Excluded, Setting
from shared.sla.ledger.sums import NOTHING, Rates, Sums
from shared.sla.lows import Lows
from shared.sla.spans import EVER, NEVER, Span

SPANS_A_BLOCK = 4
_CHANGES_AT_ONCE = 1_024
_PIECES_KEPT = 64
"""Half a megabyte at the most, where a service flaps and a window hugs its target."""
_TAILS_KEPT = 4
_PERIODS_KEPT = 16


class RunningSums:
    """The marks of one objective under one version, with the sums before them."""

    def __init__(self, counts: Counts, spans_a_block: int = SPANS_A_BLOCK) -> None:
        self.rates = Rates(counts)
        self.marks: list[int] = []
        self.sums: list[Sums] = []
        self.outages: list[tuple[CountedRun, ...]] = []
        """The outages of the block that ends at each mark; the first mark ends none."""
        self.longest: list[int] = []
        """The longest of them (µs)."""
        self._longest_since: dict[int, tuple[int, int]] = {}
        self.begun: list[int] = []
        """How many outages all blocks up to each mark have, and their counted time (µs)."""
        self.length: list[int] = []
        self.excluded: list[Excluded] = []
        """Maintenance in force and service time that is not counted, whatever the period."""
        self.searched = Searches()
        """What `rolling` has searched before a mark, and the burn rates of a rolling window."""
        self.foreseen = Searches()
        """What the burn rates of a calendar window have searched before a mark, as its planned time is known."""
        self.lows: dict[tuple[tuple[int, int, int], bool], Lows] = {}
        """What `rolling` knows of the blocks between marks: by its weights, the least of them or the most."""
        self._spans_a_block = spans_a_block
        self._basis: Basis | None = None
        self._pieces: dict[int, Piece] = {}
        self._tails: dict[int, Piece] = {}

    # keeping

    def follow(self, setting: Setting) -> None:
        """Let go what a setting sees otherwise than the last one, and set marks up to its instant."""
        basis = basis_of(setting)
        if basis != self._basis:
            self.cut(basis.first_difference(self._basis) if self._basis is not None else NEVER)
            self._basis, self.foreseen = basis, Searches()
            self.excluded = setting.excluded(setting.force)
        if self.marks and self.marks[0] != setting.beginning:
            self._keep(0)
        if not self.marks:
            self._append(setting.beginning, NOTHING, ())
        self._catch_up(setting)
        if self.marks[-1] < setting.as_of:
            piece = self.tail(setting)
            if len(piece.spans) >= 2 * self._spans_a_block:
                self._mark(piece)

    def _catch_up(self, setting: Setting) -> None:
        """Set marks over a long stretch part by part, as long as parts have any: all at once would fill memory."""
        ahead = setting.timeline.changes(self.marks[-1], setting.as_of)
        for instant, _ in ahead[_CHANGES_AT_ONCE::_CHANGES_AT_ONCE]:
            marks = len(self.marks)
            self._mark(Piece(setting, Span(self.marks[-1], instant), self.marks[0], self.rates))
            if len(self.marks) == marks:
                break

    def cut(self, instant: int) -> None:
        """Let go what lies after an instant: the service's state from there on may be another."""
        # The state at `as_of` itself says whether an outage lasts, so a word of that instant counts.
        self._tails = {as_of: piece for as_of, piece in self._tails.items() if as_of < instant}
        if self.marks and instant < self.marks[-1]:
            self._keep(max(1, bisect_right(self.marks, instant)))

    def _keep(self, marks: int) -> None:
        del self.marks[marks:], self.sums[marks:]
        self.outages = self.outages[:marks]  # figures go on reading the list that was
        del self.longest[marks:], self.begun[marks:], self.length[marks:]
        self._pieces = {index: piece for index, piece in self._pieces.items() if index + 1 < marks}
        self._tails.clear()
        self._longest_since.clear()
        for searches in (self.searched, self.foreseen):
            searches.cut(self.marks[-1] if self.marks else EVER)
        for lows in self.lows.values():
            lows.cut(max(0, marks - 1))

    def _mark(self, piece: Piece) -> None:
        """Set marks in a piece that begins at the last one."""
        base, begin, at_run = self.sums[-1], 0, 0
        for index in range(1, len(piece.spans) - self._spans_a_block + 1):
            instant = piece.starts[index]
            while at_run < len(piece.runs) and piece.runs[at_run].end < instant:
                at_run += 1
            running = at_run < len(piece.runs) and piece.runs[at_run].start < instant
            if running or index - begin < self._spans_a_block:
                continue
            outages = tuple(piece.outages(Span(piece.starts[begin], instant)))
            base += piece.sums(begin, index, instant)
            self._append(instant, base, outages)
            begin = index
        if begin:
            self._tails.clear()

    def _append(self, mark: int, sums: Sums, outages: tuple[CountedRun, ...]) -> None:
        lengths = [outage.length for outage in outages]
        self.begun.append(len(outages) + (self.begun[-1] if self.begun else 0))
        self.length.append(sum(lengths) + (self.length[-1] if self.length else 0))
        self.longest.append(max(lengths, default=0))
        self.marks.append(mark)
        self.sums.append(sums)
        self.outages.append(outages)

    # reading

    def longest_between(self, low: int, high: int) -> int:
        """The longest outage of the blocks between two marks (µs)."""
        known, found = self._longest_since.get(low, (low, 0))
        if known > high:
            known, found = low, 0
        found = max(found, max(self.longest[known + 1 : high + 1], default=0))
        if len(self._longest_since) >= _PERIODS_KEPT:
            self._longest_since.clear()
        self._longest_since[low] = high, found
        return found

    def usable(self, as_of: int) -> int:
        """How many marks there are up to an instant."""
        return bisect_right(self.marks, as_of)

    def piece(self, index: int, setting: Setting) -> Piece:
        """The piece between a mark and the next."""
        known = self._pieces.pop(index, None)
        if known is None:
            if len(self._pieces) >= _PIECES_KEPT:
                self._pieces.pop(next(iter(self._pieces)))
            window = Span(self.marks[index], self.marks[index + 1])
            known = Piece(setting, window, self.marks[0], self.rates)
        self._pieces[index] = known  # the last one used is the last to go
        return known

    def tail(self, setting: Setting) -> Piece:
        """The piece from the last mark to the setting's instant."""
        known = self._tails.get(setting.as_of)
        if known is None:
            if len(self._tails) >= _TAILS_KEPT:
                self._tails.pop(next(iter(self._tails)))
            window = Span(self.marks[self.usable(setting.as_of) - 1], setting.as_of)
            known = self._tails[setting.as_of] = Piece(setting, window, self.marks[0], self.rates)
        return known
