"""How fast the budget goes, over pairs of windows (SEMANTICS.md, early warning)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from services.portal.page.agreed import Agreed
from services.portal.page.numbers import decimals_of, number
from services.portal.page.seen import Burn, Detail


@dataclass(frozen=True, slots=True)
class BurnRow:
    """A pair of windows with the rate in each, and the bound above which both must lie for a warning."""

    windows: tuple[str, str]
    rates: tuple[str, str]
    bound: str
    exceeded: bool


def burn_rows(detail: Detail, agreed: Agreed) -> Sequence[BurnRow]:
    """The pairs that have a history; empty where nothing burns any more: the period is over, or the budget is gone."""
    if detail.figure.ended or detail.figure.state in {"breached", "no_data", "not_assessable"}:
        return ()
    return [_row(pair, agreed) for pair in detail.burn if None not in pair.measured]


def _row(pair: Burn, agreed: Agreed) -> BurnRow:
    long, short = pair.windows
    rates = [number(rate or Fraction(0), agreed.language, 2, strip=True) for rate in pair.measured]
    return BurnRow(
        windows=(agreed.length(long), agreed.length(short)),
        rates=(rates[0], rates[1]),
        bound=number(pair.rate, agreed.language, decimals_of(pair.rate, 9), strip=True),
        exceeded=pair.exceeded,
    )
