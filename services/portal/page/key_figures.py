"""Four figures, each with what it is measured against. Never a bare percentage."""

from dataclasses import dataclass
from fractions import Fraction

from services.portal.page.agreed import Agreed, counts_of, is_bad, is_counted
from services.portal.page.naming import DAY, Named
from services.portal.page.numbers import agreed_percent, number, percent
from services.portal.page.seen import Detail, Figure
from shared.agreements.document import ObjectiveClause
from shared.sla.agreed.objectives import Availability, Credits, RollingWindow

PACE_DAYS = 7


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A label, a value with its unit in smaller type, and what it is measured against."""

    label: str
    value: str
    unit: str
    note: str


def key_figures(detail: Detail, clause: ObjectiveClause, agreed: Agreed, name: Named) -> list[KeyFigure]:
    """The four of an availability objective."""
    return [
        _available(detail.figure, clause, agreed),
        _budget(detail.figure, agreed),
        _best(detail, clause, agreed, name) or outages_figure(detail.figure, agreed),
        credit_figure(detail.figure, clause.credits, agreed) or unknown_figure(detail.figure, clause, agreed),
    ]


def planned(detail: Detail) -> Fraction | None:
    """Time still to come that will count, from the budget: allowed = (1 - target) x (total + planned).

    None where the target leaves no budget to read it from.
    """
    figure = detail.figure
    if figure.budget is None or figure.target is None or figure.target == 100:
        return None
    return figure.budget.allowed / (1 - figure.target / 100) - figure.total


def best(detail: Detail) -> Fraction | None:
    """The most that the period can still reach, in percent."""
    ahead, figure = planned(detail), detail.figure
    if ahead is None or ahead <= 0 or figure.total + ahead <= 0:
        return None
    return (figure.good + ahead) / (figure.total + ahead) * 100


def at_pace(detail: Detail, clause: ObjectiveClause) -> Fraction | None:
    """What the period reaches if bad time goes on as in the last seven days, in percent; None where nothing counts."""
    counts, ahead = counts_of(clause), planned(detail)
    if counts is None or ahead is None or detail.figure.total + ahead <= 0:
        return None
    since = detail.as_of - PACE_DAYS * DAY
    bad = counted = Fraction(0)
    for stretch in detail.stretches:
        length = stretch.end - max(stretch.start, since)
        if length > 0 and is_counted(counts, stretch.kind):
            counted += length
            bad += length * is_bad(counts, stretch.kind, stretch.severity)
    if not counted:
        return None
    figure = detail.figure
    return (figure.good + ahead * (1 - bad / counted)) / (figure.total + ahead) * 100


def tiers_said(agreed_credits: Credits, agreed: Agreed) -> str:
    """`below 99.9 % it is 10 %, below 99.0 % 25 %`: all of them, mildest first."""
    said = []
    for place, tier in enumerate(sorted(agreed_credits.tiers, key=lambda tier: -tier.below)):
        phrase = "figure.credit.tier.first" if place == 0 else "figure.credit.tier"
        below = agreed_percent(tier.below * 100, agreed.language)
        said.append(
            agreed.say.text(phrase, below=below, percent=agreed_percent(tier.percent, agreed.language))
        )
    return ", ".join(said)


def _available(figure: Figure, clause: ObjectiveClause, agreed: Agreed) -> KeyFigure:
    rolling = isinstance(clause.window, RollingWindow)
    label = "figure.available.ended" if figure.ended or rolling else "figure.available.open"
    value = "–" if figure.sli is None else number(figure.sli, agreed.language, 4, strip=figure.sli == 100)
    target = "–" if figure.target is None else agreed_percent(figure.target, agreed.language)
    note = agreed.say.text("figure.available.note", target=target, hours=agreed.hours(clause))
    return KeyFigure(agreed.say.text(label), value, "" if figure.sli is None else "%", note)


def _budget(figure: Figure, agreed: Agreed) -> KeyFigure:
    label, budget = agreed.say.text("figure.budget"), figure.budget
    if budget is None:
        return KeyFigure(label, "–", "", "")
    if figure.target == 100:
        note = agreed.say.text("figure.budget.none", spent=agreed.length(budget.spent))
    else:
        note = agreed.say.text(
            "figure.budget.note", allowed=agreed.length(budget.allowed), spent=agreed.length(budget.spent)
        )
    return KeyFigure(label, agreed.length(budget.remaining), "", note)


def _best(detail: Detail, clause: ObjectiveClause, agreed: Agreed, name: Named) -> KeyFigure | None:
    reachable = best(detail)
    if reachable is None or detail.figure.ended or isinstance(clause.window, RollingWindow):
        return None
    pace = at_pace(detail, clause)
    if pace is None:
        note = agreed.say.text("figure.best.plain")
    else:
        note = agreed.say.text("figure.best.note", pace=percent(pace, agreed.language, strip=pace == 100))
    label = agreed.say.text("figure.best", period=name.short)
    return KeyFigure(label, number(reachable, agreed.language, 4, strip=reachable == 100), "%", note)


def outages_figure(figure: Figure, agreed: Agreed) -> KeyFigure:
    """How many outages count, the longest and all of them together."""
    label = agreed.say.text("figure.outages")
    if not figure.outages:
        return KeyFigure(label, "0", "", agreed.say.text("figure.outages.none"))
    longest = max(outage.counted for outage in figure.outages)
    total = sum((outage.counted for outage in figure.outages), Fraction(0))
    note = agreed.say.text(
        "figure.outages.note", longest=agreed.length(longest), counted=agreed.length(total)
    )
    return KeyFigure(label, str(len(figure.outages)), "", note)


def credit_figure(figure: Figure, clause: Credits | None, agreed: Agreed) -> KeyFigure | None:
    """What is credited with its tiers; None where no credits are agreed."""
    if clause is None or not clause.tiers:
        return None
    label = agreed.say.text("figure.credit.ended" if figure.ended else "figure.credit.open")
    if figure.credit is None:
        return KeyFigure(label, "–", "", agreed.say.text("figure.credit.unknown"))
    unit = " ".join(["%", *_base(clause.of, agreed)])
    value = number(figure.credit, agreed.language, 9, strip=True)
    return KeyFigure(label, value, unit, tiers_said(clause, agreed))


def _base(of: str | None, agreed: Agreed) -> list[str]:
    """What the percentage is taken of: known names in words, others as the agreement writes them."""
    if of is None:
        return []
    known = f"figure.credit.of.{of}"
    return [str(agreed.say(known) if agreed.say.has(known) else agreed.say("figure.credit.of", of=of))]


def unknown_figure(figure: Figure, clause: ObjectiveClause, agreed: Agreed) -> KeyFigure:
    """Unknown time as a share, and how it counts."""
    label = agreed.say.text("figure.unknown")
    share = unknown_share(figure)
    value = "–" if share is None else number(share, agreed.language, 4, strip=not share)
    limit = clause.indicator.not_assessable_above if isinstance(clause.indicator, Availability) else None
    counts = counts_of(clause)
    if limit is not None:
        note = agreed.say.text("figure.unknown.limit", limit=agreed_percent(limit * 100, agreed.language))
    else:
        note = agreed.say.text(f"figure.unknown.{counts.unknown.value}") if counts else ""
    return KeyFigure(label, value, "" if share is None else "%", note)


def unknown_share(figure: Figure) -> Fraction | None:
    """Unknown time as a share of all time in force and in hours, in percent (SEMANTICS.md, the ledger)."""
    whole = sum(
        time for kind, time in figure.ledger.items() if kind not in {"not_in_force", "outside_service_hours"}
    )
    return Fraction(figure.ledger.get("unknown", 0) * 100, whole) if whole else None
