"""A look at the page of an objective in a real browser, and whether it shows what the API says, number for number.

`detail` is what GET /v1/figures/{agreement}/{objective}/current answers. Times on the page are cut to the second.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from math import floor
from typing import Any, Protocol

from playwright.sync_api import Browser, Locator, Page

from shared.contracts.instants import SECOND, format_instant, parse_instant

CLASSES = {"Up": "up", "Down": "down", "Degraded": "degraded", "Unknown": "unknown", "Tolerated": "tolerated",
           "Maintenance": "maintenance", "Excused": "excused"}  # fmt: skip
_UNITS = {"d": 86_400, "h": 3_600, "min": 60, "s": 1}
_PART = r"[\d.]+\s(?:d|h|min|s)\b"


class Stand(Protocol):
    """Where pages are served."""

    url: str

    def link(self, party: str) -> str:
        """A link that signs in as the party."""
        ...


@contextmanager
def looking(
    browser: Browser,
    stand: Stand,
    party: str = "acme",
    width: int = 1280,
    quiet: tuple[str, ...] = (),
    **how: Any,
) -> Iterator[Page]:
    """A signed-in viewer; what the console complains of fails the test, but for what begins as `quiet` says."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **{"locale": "en-GB", **how})
    page, complaints = context.new_page(), []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, stand.link(party))
    yield page
    context.close()
    assert [one for one in complaints if not one.startswith(quiet or ("\0",))] == []


def sign_in(page: Page, link: str) -> None:
    """As a person does: open the link, press the button."""
    page.goto(link)
    page.locator("main form button").click()


def shows_the_figure(page: Page, detail: dict[str, Any]) -> None:
    """Sentence, key figures, ledger and its sum, outages, budget, and how many facts: as the API says."""
    figure = detail["figure"]
    _ledger(page, figure)
    _sentence(page, figure)
    _key_figures(page, figure)
    _outages(page, figure)
    _budget(page, detail)
    assert f"from {detail['facts']:,} facts" in page.locator("#footer").inner_text()


def shows_who_was_told(page: Page, deliveries: Sequence[dict[str, Any]], title: str) -> None:
    """Each side's messages as GET /v1/deliveries gives them, with how each was received."""
    for side, card in zip(("provider", "customer"), page.locator("#told .card").all(), strict=True):
        said = [one for one in deliveries if one["side"] == side]
        shown = card.locator(".message").all()
        assert len(shown) == len(said)
        by_attempt = {one["attempts"][-1]["at"]: one for one in said}
        for message in shown:
            one = by_attempt.pop(format_instant(_instants(message)[0]))
            text = (message.text_content() or "").replace("\u00a0", " ")
            sentence = one["sentence"]["en"].removeprefix(f"{title}: ").replace("\u00a0", " ")
            last = one["attempts"][-1]
            assert sentence[:1].upper() + sentence[1:] in text
            assert f"webhook at {one['host']}, answered {last['status']} after {last['seconds']} s" in text
        assert by_attempt == {}


def shows_the_periods(page: Page, periods: Sequence[dict[str, Any]]) -> None:
    """The table of months: the service level of each."""
    rows = page.locator("#months tbody tr").all()
    assert len(rows) == len(periods)
    for row, period in zip(rows, periods, strict=True):
        shown = (row.locator("td").first.text_content() or "").removesuffix("%").strip()
        assert shown == percent(Fraction(period["sli_percent"]))


def rows(page: Page, where: str) -> list[list[str]]:
    """The cells of a table's rows."""
    return [
        [cell.inner_text().strip() for cell in row.locator("> th, > td").all()]
        for row in page.locator(where).all()
    ]


def micros(said: str) -> int:
    """Microseconds of a duration in words, signed."""
    found = re.findall(r"([\d.]+)\s(d|h|min|s)\b", said)
    whole = sum(int(Fraction(count) * _UNITS[unit] * 1_000_000) for count, unit in found)
    return -whole if said.startswith("−") else whole


def durations(text: str) -> list[int]:
    """All durations in a text, in order."""
    return [micros(found) for found in re.findall(rf"−?{_PART}(?:\s{_PART})*", text)]


def percent(value: Fraction) -> str:
    """A percentage (not below zero) with four decimals, cut; without any where it is a hundred."""
    whole, decimals = divmod(floor(value * 10_000), 10_000)
    return "100" if value == 100 else f"{whole}.{decimals:04d}"


def to_second(value: int | str) -> int:
    """Microseconds, cut to the second towards minus infinity."""
    return floor(Fraction(value) / SECOND) * SECOND


def _ledger(page: Page, figure: dict[str, Any]) -> None:
    shown, whole = rows(page, "#ledger tbody tr"), sum(figure["ledger_us"].values())
    times = {CLASSES[row[0]]: micros(row[1]) for row in shown}
    assert times == {kind: time for kind, time in figure["ledger_us"].items() if time}
    assert micros(page.locator("#ledger tfoot td").first.inner_text()) == whole == sum(times.values())
    for row in shown:
        share = Fraction(times[CLASSES[row[0]]] * 100, whole)
        assert Fraction(row[2].removesuffix("%").strip()) == Fraction(floor(share * 10_000), 10_000)


def _sentence(page: Page, figure: dict[str, Any]) -> None:
    lead = page.locator("#headline .lead")
    said = re.findall(r"([\d.]+)\s%", lead.inner_text())
    assert said[:2] == [percent(Fraction(figure["sli_percent"])), figure["target_percent"]]
    breached = figure["breached_at"]
    assert _instants(lead) == ([] if breached is None else [parse_instant(breached)])
    state = page.locator("#headline .state").get_attribute("class")
    assert state == f"state {figure['state'].replace('_', '-')}"


def _key_figures(page: Page, figure: dict[str, Any]) -> None:
    available, budget, best, credit = page.locator(".figure").all()
    assert _number(available) == percent(Fraction(figure["sli_percent"]))
    allowed, spent, remaining = (figure["budget_us"][name] for name in ("allowed", "spent", "remaining"))
    assert durations(budget.locator("strong").inner_text()) == [to_second(remaining)]
    assert durations(budget.locator("span").last.inner_text()) == [to_second(allowed), to_second(spent)]
    whole = Fraction(allowed) / (1 - Fraction(figure["target_percent"]) / 100)
    reachable = (1 - Fraction(spent) / whole) * 100
    assert _number(best) == percent(reachable)
    assert _number(credit) == (figure["credit_percent"] or "–")


def _outages(page: Page, figure: dict[str, Any]) -> None:
    shown, outages = page.locator("#outages tbody > tr").all(), list(reversed(figure["outages"]))
    assert [micros(row[2]) for row in rows(page, "#outages tbody > tr")] == [
        outage["counted_us"] for outage in outages
    ]
    for row, outage in zip(shown, outages, strict=True):
        span = [parse_instant(at) for at in (outage["from"], outage["until"]) if at]
        assert _instants(row.locator("> th")) + _instants(row.locator("> td").first) == span


def _budget(page: Page, detail: dict[str, Any]) -> None:
    shown = [
        (*_instants(row), micros(row.locator("td").last.text_content() or ""))
        for row in page.locator("#budget tbody tr").all()
    ]
    said = [(parse_instant(point["at"]), to_second(point["remaining_us"])) for point in detail["budget_line"]]
    assert shown == said[-len(shown) :]
    assert len(shown) == min(len(said), 60)


def _number(figure: Locator) -> str:
    value = figure.locator("strong").inner_text().split("\n")[0]
    return re.split(r"[\s%]", value)[0]


def _instants(where: Locator) -> list[int]:
    return [parse_instant(one.get_attribute("datetime") or "") for one in where.locator("time").all()]
