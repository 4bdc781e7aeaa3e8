"""The last thirty days in one line: a bar a day, tall where something was not up."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from services.portal.page.svg import element, rectangle

_WORST = ("down", "unknown", "degraded", "maintenance", "excused", "tolerated", "up", "outside_service_hours")
_HIDDEN = frozenset({"not_in_force"})


@dataclass(frozen=True, slots=True)
class Day:
    """A local day: its worst class (None where nothing is known of it), and its name."""

    kind: str | None
    name: str


def worst(kinds: Sequence[str]) -> str | None:
    """The class that a day is drawn as."""
    return next((kind for kind in _WORST if kind in kinds and kind not in _HIDDEN), None)


def strip(days: Sequence[Day], label: str) -> Markup:
    """One small picture."""
    bars = []
    for place, day in enumerate(days):
        calm = day.kind in {"up", "tolerated", "outside_service_hours"}
        if day.kind is None:
            bars.append(rectangle(place * 6, 14, 4, 4, "c-none", day.name))
        else:
            kind = "outside" if day.kind == "outside_service_hours" else day.kind
            bars.append(
                rectangle(place * 6, 5 if calm else 0, 4, 13 if calm else 18, f"c-{kind}", day.name, rx=1)
            )
    return element(
        "svg",
        Markup("").join(bars),
        viewBox=f"0 0 {len(days) * 6} 18",
        width=len(days) * 6,
        height=18,
        role="img",
        aria_label=label,
        class_="strip",
    )


def meter(share: int, state: str, label: str) -> Markup:
    """A bar of the budget used; `share` in whole percent, full from 100 on."""
    kind = {"breached": "down", "at_risk": "degraded"}.get(state, "up")
    filled = max(0, min(100, share))
    bars = [rectangle(0, 0, 100, 10, "c-outside", rx=5)]
    if filled:
        bars.append(rectangle(0, 0, max(filled, 3), 10, f"c-{kind}", rx=5 if filled > 9 else 1))
    return element(
        "svg",
        Markup("").join(bars),
        viewBox="0 0 100 10",
        width=100,
        height=10,
        role="img",
        aria_label=label,
        class_="meter",
    )
