"""The page of the embedded process in a real Chromium: every number on it is the one that the APIs say.

Nothing stands in between: facts over HTTP, the evaluator's figures, the notifier's receipts, the portal's page.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser

from shared.contracts.instants import MINUTE, SECOND, format_instant, parse_instant
from tests.end_to_end.browser import chromium
from tests.end_to_end.month_stand import ENDS, PAGE, PARTIES, MonthStand, month_stand
from tests.end_to_end.page_checks import (
    looking,
    shows_the_figure,
    shows_the_periods,
    shows_who_was_told,
)
from tests.unit.portal import month

pytestmark = pytest.mark.browser

TITLE = "Availability of the web shop"
SIZES = {"wide": 1280, "narrow": 390}
WRONG: dict[tuple[str, ...], Callable[[Any], Any]] = {
    ("facts",): lambda count: count + 1,
    ("figure", "sli_percent"): lambda text: str(Decimal(text) - Decimal("0.0001")),
    ("figure", "credit_percent"): lambda text: text + "0",
    ("figure", "breached_at"): lambda text: format_instant(parse_instant(text) + 1),
    ("figure", "ledger_us", "degraded"): lambda micros: micros + 1,
    ("figure", "budget_us", "spent"): lambda micros: int(micros) + 2 * SECOND,
    ("figure", "budget_us", "remaining"): lambda micros: int(micros) + SECOND,
    ("figure", "outages", "last", "counted_us"): lambda micros: micros - SECOND,
    ("figure", "outages", "last", "until"): lambda text: format_instant(parse_instant(text) - 1),
    ("budget_line", "last", "at"): lambda text: format_instant(parse_instant(text) - 1),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MonthStand]:
    with month_stand(tmp_path_factory.mktemp("whole")) as found:
        yield found


def test_the_month_has_what_a_page_can_be_wrong_about(stand: MonthStand):
    figure, told = stand.detail["figure"], stand.deliveries
    assert figure["state"] == "breached"
    assert figure["credit_percent"] == "10"
    assert {kind for kind, time in figure["ledger_us"].items() if time} >= {
        "up",
        "down",
        "degraded",
        "unknown",
    }
    assert len(figure["outages"]) == 5
    assert len(stand.periods) == 12
    assert {one["side"]: len(one["attempts"]) > 1 for one in told} == {"provider": False, "customer": True}
    assert stand.receivers["northwind"].bodies == stand.receivers["acme"].bodies


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("party", PARTIES)
def test_every_number_is_the_one_that_the_apis_say(
    browser: Browser, stand: MonthStand, party: str, size: str
):
    with looking(browser, stand, party, SIZES[size]) as page:
        page.goto(stand.url + PAGE)
        shows_the_figure(page, stand.detail)
        shows_who_was_told(page, stand.deliveries, TITLE)
        shows_the_periods(page, stand.periods)
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]


def test_a_number_that_is_off_by_a_little_is_found(browser: Browser, stand: MonthStand):
    """The checks above can fail: on a page that is right, they find each number of the API that was changed."""
    detail = stand.detail
    with looking(browser, stand) as page:
        page.goto(stand.url + PAGE)
        for path, change in WRONG.items():
            changed: Any = deepcopy(detail)
            *names, last = path
            place = changed
            for name in names:
                place = place[-1 if name == "last" else name]
            place[last] = change(place[last])
            with pytest.raises(AssertionError):
                shows_the_figure(page, changed)


def test_both_parties_see_the_very_same(browser: Browser, stand: MonthStand):
    seen = []
    for party in PARTIES:
        with looking(browser, stand, party) as page:
            page.goto(stand.url + PAGE)
            seen.append(page.locator("main").inner_html())
    assert seen[0] == seen[1]


def test_an_open_page_follows_the_facts(browser: Browser, stand: MonthStand):
    """An outage of half an hour comes while both parties look on; what they see then is what the APIs say then."""
    down = {**_first_outage(), "id": "live-1", "time": format_instant(ENDS + 10 * MINUTE)}
    up = {
        **down,
        "id": "live-2",
        "time": format_instant(ENDS + 40 * MINUTE),
        "data": {**down["data"], "state": "up"},
    }
    with looking(browser, stand, "northwind") as provider, looking(browser, stand, "acme", 390) as customer:
        pages = provider, customer
        for page in pages:
            page.clock.install()
            page.goto(stand.url + PAGE)
        before = stand.detail["figure"]["sli_percent"]
        for fact, at in ((down, 10), (up, 40)):
            stand.clock.set(ENDS + at * MINUTE)
            stand.send([fact])
        stand.reach(ENDS + 60 * MINUTE)
        stand.told()
        after = stand.detail
        assert after["figure"]["sli_percent"] < before
        assert after["figure"]["outages"][-1]["counted_us"] == 30 * MINUTE
        for page in pages:
            page.clock.run_for(21_000)
            page.locator("#outages tbody > tr").nth(5).wait_for()
            shows_the_figure(page, after)
            shows_who_was_told(page, stand.deliveries, TITLE)


def _first_outage() -> dict[str, Any]:
    return next(fact for fact in month.events() if fact["data"].get("state") == "down")
