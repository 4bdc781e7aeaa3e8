"""The page in a real Chromium: what it shows is what the API says, for both parties, in every width and theme."""

import itertools
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.end_to_end.browser import chromium
from tests.end_to_end.page_checks import looking, shows_the_figure, shows_the_periods, sign_in
from tests.end_to_end.page_stand import PageStand, page_stand
from tests.unit.portal import month

pytestmark = pytest.mark.browser

OBJECTIVE = "/agreements/acme-webshop/availability"
PAGES = (
    "/",
    "/agreements",
    "/agreements/acme-webshop",
    OBJECTIVE,
    f"{OBJECTIVE}/evidence",
    "/agreements/shop",
    "/agreements/lively",
    "/agreements/lively/resolved",
    "/agreements/lively/questions",
    "/agreements/lively/checkout",
    "/agreements/lively/between",
    "/agreements/lively/latency",
)
WIDTHS = (320, 390, 768, 1280)
# Relative luminance and contrast as WCAG 2.2 defines them; the browser computes the colours.
CONTRAST = """(one) => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => parts(colour).slice(0, 3)
    .map((part) => part / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, place) => sum + c * [0.2126, 0.7152, 0.0722][place], 0);
  let under = one;
  const clear = (colour) => colour === "transparent" || parts(colour)[3] === 0;
  while (clear(getComputedStyle(under).backgroundColor)) under = under.parentElement ?? document.documentElement;
  const [high, low] = [light(getComputedStyle(one).color), light(getComputedStyle(under).backgroundColor)]
    .sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}"""


TOUCHING = """() => [...document.querySelectorAll("svg.drawn")].filter((svg) => svg.checkVisibility())
  .flatMap((svg) => {
  const edge = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll("text")].map((one) => [one.textContent, one.getBoundingClientRect()]);
  const cut = boxes.filter(([_, one]) => one.left < edge.left - 1 || one.right > edge.right + 1).map(([said]) => said);
  return [...cut, ...boxes.flatMap(([said, one], place) => boxes.slice(place + 1)
    .filter(([_, other]) => one.left < other.right + 4 && other.left < one.right + 4 && one.top + 3 < other.bottom - 3
      && other.top + 3 < one.bottom - 3)
    .map(([other]) => `${said} | ${other}`))];
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageStand]:
    with page_stand(tmp_path_factory.mktemp("page")) as found:
        yield found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_its_window(browser: Browser, stand: PageStand, scheme: str) -> None:
    with looking(browser, stand, color_scheme=scheme) as page:
        for path in PAGES:
            for language in ("en", "de"):
                page.goto(f"{stand.url}{path}?lang={language}")
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 800})
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    assert wide <= width, (path, language)


@pytest.mark.parametrize("width", WIDTHS)
def test_drawings_are_made_for_their_width_and_not_shrunk(
    browser: Browser, stand: PageStand, width: int
) -> None:
    with looking(browser, stand, width=width) as page:
        page.goto(stand.url + OBJECTIVE)
        for section in ("budget", "hours", "months"):
            shown = page.locator(f"#{section} svg.drawn:visible")
            assert shown.count() == 1
            scale = shown.evaluate("(svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width")
            assert 0.8 <= scale <= 1.5, (section, scale)
            letters = shown.locator("text").first.evaluate("(one) => one.getBoundingClientRect().height")
            assert letters >= 10


@pytest.mark.parametrize("width", [390, 1280])
def test_every_number_shown_is_the_one_that_the_api_says(
    browser: Browser, stand: PageStand, width: int
) -> None:
    detail = stand.evaluator.details[month.AGREEMENT, month.OBJECTIVE, "current"]
    with looking(browser, stand, width=width) as page:
        page.goto(stand.url + OBJECTIVE)
        shows_the_figure(page, detail)
        shows_the_periods(page, stand.evaluator.known_periods[month.AGREEMENT, month.OBJECTIVE]["periods"])


def test_provider_and_customer_see_the_same_figures(browser: Browser, stand: PageStand) -> None:
    seen = []
    for party in ("northwind", "acme"):
        with looking(browser, stand, party) as page:
            page.goto(stand.url + OBJECTIVE)
            seen.append(page.locator("main").inner_html())
            assert {"northwind": "Northwind Hosting", "acme": "ACME Retail"}[party] in page.locator(
                ".viewer"
            ).inner_text()
    assert seen[0] == seen[1]


def test_a_link_works_once(browser: Browser, stand: PageStand) -> None:
    link = stand.link("acme")
    first, second = browser.new_context(), browser.new_context()
    opened = first.new_page()
    sign_in(opened, link)
    assert "broken" in opened.locator("h1").inner_text()
    late = second.new_page()
    answer = late.goto(link)
    assert answer is not None
    assert answer.status == 410
    assert "no longer signs anyone in" in late.locator("h1").inner_text()
    opened.get_by_role("button", name="Sign out").click()
    assert opened.url == f"{stand.url}/signed-out"
    opened.goto(stand.url)
    assert opened.url == f"{stand.url}/sign-in"
    first.close()
    second.close()


def test_a_party_decides_with_a_button_and_no_script(browser: Browser, stand: PageStand) -> None:
    said = {
        "service": "webshop",
        "from": "2026-01-22T15:05:00Z",
        "until": "2026-01-22T15:12:30Z",
        "to": "excused",
    }
    stand.as_party("northwind", "PUT", "corrections/C-9", {**said, "reason": "A rule of ACME's firewall."})
    with looking(browser, stand, java_script_enabled=False) as page:
        page.get_by_role("link", name="Look at it").click()
        page.goto(f"{stand.url}/agreements/acme-webshop")
        assert "“A rule of ACME's firewall.”" in page.locator("#between").inner_text()
        page.get_by_label("Why, in words for the other party").fill("It was <ours> & yours.")
        page.get_by_role("button", name="Accept").click()
        assert page.url == f"{stand.url}/agreements/acme-webshop"
        assert page.locator("#between").count() == 0
    (decided,) = stand.as_party("acme", "GET", "corrections")["corrections"]
    assert (decided["standing"], decided["answer_reason"]) == ("accepted", "It was <ours> & yours.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_against_what_is_behind_them(
    browser: Browser, stand: PageStand, scheme: str
) -> None:
    with looking(browser, stand, color_scheme=scheme) as page:
        for path in ("/", OBJECTIVE, "/agreements/lively/resolved"):
            page.goto(stand.url + path)
            for kind in (
                ".state",
                ".coming time",
                ".worked",
                "td.bad",
                ".quiet",
                ".lead",
                "a",
                "th",
                ".figure span",
                "summary",
                "footer",
                ".plain li",
            ):
                ratios = page.locator(f"{kind}:visible").evaluate_all(f"(all) => all.map({CONTRAST})")
                assert min(ratios, default=21) >= 4.5, (path, kind)


@pytest.mark.parametrize("state", ["met", "at-risk", "breached", "not-assessable", "no-data"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_state_is_sign_word_and_colour(
    browser: Browser, stand: PageStand, scheme: str, state: str
) -> None:
    with looking(browser, stand, color_scheme=scheme) as page:
        page.goto(stand.url)
        chip = page.locator(".state").first
        chip.evaluate(f"(one) => one.className = 'state {state}'")
        assert chip.evaluate(CONTRAST) >= 4.5
        assert chip.get_attribute("data-sign")
        assert chip.inner_text().strip()


def test_whoever_uses_the_keyboard_sees_where_they_are(browser: Browser, stand: PageStand) -> None:
    with looking(browser, stand) as page:
        page.goto(stand.url + OBJECTIVE)
        names = []
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            outline = page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; }"
            )
            name = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
            assert outline == ["solid", "3px"], name
            names.append(page.evaluate("document.activeElement.textContent.trim()"))
        assert names[0] == "To the content"
        assert len(set(names)) > 10


@pytest.mark.parametrize("path", PAGES)
def test_headings_are_a_table_of_contents(browser: Browser, stand: PageStand, path: str) -> None:
    with looking(browser, stand) as page:
        page.goto(stand.url + path)
        levels = page.evaluate(
            "[...document.querySelectorAll('h1,h2,h3,h4')].map((one) => Number(one.tagName[1]))"
        )
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_tables_say_what_they_are_to_those_who_listen(browser: Browser, stand: PageStand) -> None:
    with looking(browser, stand) as page:
        for path in PAGES:
            page.goto(stand.url + path)
            nameless = page.evaluate(
                "[...document.querySelectorAll('table')].filter((t) => !t.caption?.textContent.trim()).length"
            )
            assert nameless == 0
            assert page.evaluate("[...document.querySelectorAll('th')].every((one) => one.scope)")
            ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
            assert len(ids) == len(set(ids))
        page.goto(stand.url + OBJECTIVE)
        assert page.get_by_role("img", name=re.compile("ran out on 17")).count() == 1


def test_an_open_page_changes_where_the_figures_do_and_nowhere_else(
    browser: Browser, stand: PageStand
) -> None:
    with looking(browser, stand) as page:
        page.clock.install()
        page.goto(stand.url + OBJECTIVE)
        page.locator("#outages summary").first.click()
        page.evaluate("() => { document.querySelector('#hours').mark = true; }")
        figure = stand.evaluator.details[month.AGREEMENT, month.OBJECTIVE, "current"]["figure"]
        before, figure["sli_percent"] = figure["sli_percent"], "98.7654321"
        try:
            page.clock.run_for(21_000)
            page.locator("#figures strong", has_text="98.7654").wait_for()
            assert page.evaluate("document.querySelector('#hours').mark")
            assert page.locator("#outages details").first.get_attribute("open") is not None
        finally:
            figure["sli_percent"] = before


def test_a_section_comes_to_an_open_page_and_goes_with_what_there_is_to_say(
    browser: Browser, stand: PageStand
) -> None:
    detail = stand.evaluator.details[month.AGREEMENT, month.OBJECTIVE, "current"]
    condition = {"service": "webshop", "source": "probe-north", "condition": "http", "state": "down",
                 "severity": None, "cause": None, "since": "2026-01-24T08:59:00Z"}  # fmt: skip
    with looking(browser, stand) as page:
        page.clock.install()
        page.goto(stand.url + OBJECTIVE)
        assert page.locator("#open").count() == 0
        before, detail["conditions"] = detail["conditions"], [condition]
        try:
            page.clock.run_for(21_000)
            page.locator("#open", has_text="probe-north").wait_for()
            order = page.evaluate("[...document.querySelectorAll('main > section[id]')].map((one) => one.id)")
            assert order[:4] == ["headline", "figures", "open", "coming"]
        finally:
            detail["conditions"] = before
        page.clock.run_for(21_000)
        page.locator("#open").wait_for(state="detached")


def test_an_open_page_says_when_its_connection_is_lost_and_when_it_is_back(
    browser: Browser, stand: PageStand
) -> None:
    with looking(browser, stand, quiet=("Failed to load resource",)) as page:
        page.clock.install()
        page.goto(stand.url + OBJECTIVE)
        told = page.locator("#connection")
        assert told.inner_text() == ""
        page.route("**/availability", lambda route: route.abort())
        page.clock.run_for(21_000)
        page.locator("#connection", has_text="The connection was lost at").wait_for()
        assert told.get_attribute("role") == "status"
        assert "99.7736" in page.locator(".lead").inner_text()
        page.unroute("**/availability")
        page.clock.run_for(21_000)
        page.locator("#connection:empty").wait_for(state="attached")


def test_an_open_page_says_when_nobody_is_signed_in_any_more(browser: Browser, stand: PageStand) -> None:
    with looking(browser, stand) as page:
        page.clock.install()
        page.goto(stand.url + OBJECTIVE)
        page.context.clear_cookies()
        page.clock.run_for(21_000)
        page.locator("#connection", has_text="You are no longer signed in.").wait_for()


@pytest.mark.parametrize("width", [320, 390])
def test_a_key_figure_fits_its_box(browser: Browser, stand: PageStand, width: int) -> None:
    with looking(browser, stand, width=width) as page:
        for path in (OBJECTIVE, "/agreements/lively/between", "/agreements/lively/resolved"):
            page.goto(f"{stand.url}{path}?lang=de")
            cut = page.evaluate(
                "[...document.querySelectorAll('.figure')].filter((one) => one.scrollWidth > one.clientWidth).length"
            )
            assert cut == 0, path


def test_words_in_and_around_a_chart_neither_touch_nor_leave_it(browser: Browser, stand: PageStand) -> None:
    with looking(browser, stand) as page:
        for path in (OBJECTIVE, "/agreements/lively/checkout", "/agreements/lively/between"):
            for language in ("en", "de"):
                page.goto(f"{stand.url}{path}?lang={language}")
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 800})
                    assert page.evaluate(TOUCHING) == [], (path, language, width)


def test_the_page_is_whole_without_any_script(browser: Browser, stand: PageStand) -> None:
    with looking(browser, stand, java_script_enabled=False) as page:
        page.goto(stand.url + OBJECTIVE)
        assert "99.7736" in page.locator(".lead").inner_text()
        assert page.locator("#budget svg.drawn").count() == 4


def test_it_prints_without_buttons_and_with_every_section(browser: Browser, stand: PageStand) -> None:
    with looking(browser, stand, color_scheme="dark") as page:
        page.goto(stand.url + OBJECTIVE)
        page.emulate_media(media="print")
        assert not page.get_by_role("button", name="Sign out").is_visible()
        assert (
            page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
            == "rgb(255, 255, 255)"
        )
        assert page.locator("#ledger table").is_visible()
        assert len(page.pdf()) > 20_000
