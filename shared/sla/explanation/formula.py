"""The formula of a figure, step by step, each with its numbers (SEMANTICS.md, the ledger of a period).

A step's expression computed from its terms gives its value; later steps use the names of earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from shared.sla.explanation.explanation import Comparison, KnownBy, Row, Step, Taken, Term, Unit
from shared.sla.figures import Figure, Status

_MOST_NAMED = 4
_ONE_LESS_TARGET = ("(", "1", "-", "target", ")")


def time_steps(figure: Figure, rows: Iterable[Row]) -> list[Step]:
    """Of counted time: what of it is bad, what is left as good, and the share."""
    good, total, bad = _good(figure, Unit.TIME), _total(figure, Unit.TIME), figure.total - figure.good
    taken = Term("bad", bad, Unit.TIME)
    return [
        _bad(rows, bad),
        Step("good", good.value, Unit.TIME, ("total", "-", "bad"), (total, taken)),
        Step("sli", figure.sli, Unit.SHARE, ("good", "/", "total"), (good, total)),
    ]


def count_steps(figure: Figure, kept: str, missed: str) -> list[Step]:
    """Of what is counted one by one, kept or missed: how many, and the share of those kept."""
    one = Term(kept, figure.good, Unit.COUNT)
    other = Term(missed, figure.total - figure.good, Unit.COUNT)
    total = _total(figure, Unit.COUNT)
    return [
        Step("total", total.value, Unit.COUNT, (kept, "+", missed), (one, other)),
        Step("sli", figure.sli, Unit.SHARE, (kept, "/", "total") if figure.total else (), (one, total)),
    ]


def _good(figure: Figure, unit: Unit) -> Term:
    return Term("good", figure.good, unit)


def _total(figure: Figure, unit: Unit) -> Term:
    return Term("total", figure.total, unit)


def _bad(rows: Iterable[Row], bad: Fraction) -> Step:
    """What is bad: each kind in full, degraded time by its weight."""
    amounts: dict[str, int] = {}
    weights: dict[str, Fraction] = {}
    for row in rows:
        if row.bad:
            name = row.kind if row.severity is None else f"{row.kind}.{row.severity}"
            amounts[name] = amounts.get(name, 0) + row.amount
            weights[name] = row.bad
    expression: list[str] = []
    terms: list[Term] = []
    for name, amount in amounts.items():
        expression += ["+"] if expression else []
        if weights[name] != 1:
            weight = Term(f"weight.{name}", weights[name], Unit.SHARE)
            expression += [weight.name, "x"]
            terms.append(weight)
        expression.append(name)
        terms.append(Term(name, Fraction(amount), Unit.TIME))
    return Step("bad", bad, Unit.TIME, tuple(expression), tuple(terms))


def planned_steps(figure: Figure, taken: Iterable[Taken]) -> list[Step]:
    """What is still planned, where maintenance lowers it: by change, of very many the sum."""
    amounts: dict[str, int] = {}
    for one in taken:
        name = f"{'agreed' if one.by is KnownBy.ACCEPTANCE else 'announced'}.{one.of}"
        amounts[name] = amounts.get(name, 0) + one.time
    if not amounts:
        return []
    whole = sum(amounts.values())
    if len(amounts) > _MOST_NAMED:
        amounts = {"announced": whole}
    ahead = Term("ahead", Fraction(figure.planned + whole), Unit.TIME)
    gone = [Term(name, Fraction(amount), Unit.TIME) for name, amount in amounts.items()]
    expression = ("ahead", *(part for term in gone for part in ("-", term.name)))
    return [Step("planned", Fraction(figure.planned), Unit.TIME, expression, (ahead, *gone))]


def budget_steps(figure: Figure, unit: Unit, expected: int | None = None) -> list[Step]:
    """What may fail, and what of that is left.

    Of all that counts and is still planned, or of the number `expected` where that is the greater.
    """
    if figure.budget is None or figure.target is None:
        return []
    target = Term("target", figure.target, Unit.SHARE)
    of: tuple[str, ...] = ("total",)
    terms = [_total(figure, unit)]
    if figure.planned:
        terms, of = (
            [*terms, Term("planned", Fraction(figure.planned), unit)],
            ("(", "total", "+", "planned", ")"),
        )
    elif expected is not None:
        terms = [*terms, Term("expected", Fraction(expected), unit)]
        of = ("max", "(", "total", ",", "expected", ")")
    spent = Term("spent", figure.budget.spent, unit)
    allowed = Term("allowed", figure.budget.allowed, unit)
    return [
        Step("allowed", allowed.value, unit, (*_ONE_LESS_TARGET, "x", *of), (target, *terms)),
        Step("remaining", figure.budget.remaining, unit, ("allowed", "-", "spent"), (allowed, spent)),
    ]


def share_comparison(figure: Figure, unit: Unit, *, by_budget: bool) -> Comparison | None:
    """SLI against target once the period has ended; while it is open, what is spent against what may be."""
    if figure.sli is None or figure.target is None:
        return None
    if figure.period.status is not Status.OPEN:
        sli, target = figure.sli, figure.target
        return Comparison(Term("sli", sli, Unit.SHARE), ">=", Term("target", target, Unit.SHARE))
    if not by_budget or figure.budget is None:
        return None
    spent, allowed = figure.budget.spent, figure.budget.allowed
    return Comparison(Term("spent", spent, unit), "<=", Term("allowed", allowed, unit))


def certain_share(figure: Figure, unit: Unit, certain: Fraction) -> Step:
    """The share that the credit goes by: the SLI, or what it will be at best while that is open."""
    good, total = _good(figure, unit), _total(figure, unit)
    if not figure.planned:
        if certain == figure.sli:
            return Step("sli", figure.sli, Unit.SHARE, ("good", "/", "total"), (good, total))
        return Step("certain", certain, Unit.SHARE)
    planned = Term("planned", Fraction(figure.planned), unit)
    expression = ("(", "good", "+", "planned", ")", "/", "(", "total", "+", "planned", ")")
    return Step("certain", certain, Unit.SHARE, expression, (good, total, planned))


def mean_step(name: str, value: Fraction | None, unit: Unit, whole: Term, count: Term) -> Step:
    """A mean; of time it is rounded down to a whole microsecond."""
    expression = (whole.name, "/", count.name) if count.value and value is not None else ()
    return Step(name, value, unit, expression, (whole, count), "down" if unit is Unit.TIME else None)


def reachable_step(figure: Figure, count: Term) -> Step:
    """The mean of good time that an open period ends with if all that is planned is good."""
    whole, planned = figure.good + figure.planned, Term("planned", Fraction(figure.planned), Unit.TIME)
    expression = ("(", "good", "+", "planned", ")", "/", count.name)
    terms = (_good(figure, Unit.TIME), planned, count)
    return Step("reachable", Fraction(whole // count.value), Unit.TIME, expression, terms, "down")


def picked_steps(take: str, value: Fraction | None, count: int) -> list[Step]:
    """A value that is one of the samples: the last, least or greatest, or that at a rank."""
    samples = Term("samples", Fraction(count), Unit.COUNT)
    if not take.startswith("p") or value is None:
        return [Step(take, value, Unit.NUMBER, (), (samples,))]
    percent = take.removeprefix("p")
    rank = Term("rank", Fraction(-(-int(percent) * count // 100)), Unit.COUNT)
    share = Term("percentile", Fraction(int(percent), 100), Unit.SHARE)
    return [
        Step("rank", rank.value, Unit.COUNT, ("percentile", "x", "samples"), (share, samples), "up"),
        Step(take, value, Unit.NUMBER, (), (rank, samples)),
    ]


def bounds_comparison(
    value: Term | None, at_least: Fraction | None, at_most: Fraction | None
) -> Comparison | None:
    """A value against its bound; where it has two, the one it breaks, else the upper."""
    if value is None:
        return None
    if at_least is not None and (at_most is None or value.value < at_least):
        return Comparison(value, ">=", Term("at_least", at_least, value.unit))
    if at_most is not None:
        return Comparison(value, "<=", Term("at_most", at_most, value.unit))
    return None


def mean_of(values: Sequence[Fraction]) -> Term:
    """The sum that a mean is made of."""
    return Term("sum", sum(values, Fraction(0)), Unit.NUMBER)
