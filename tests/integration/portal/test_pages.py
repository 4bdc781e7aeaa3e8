"""Pages over HTTP: who sees which, in which language, under which policy, and what is said when something is away."""

import re
from pathlib import Path

import httpx2
import msgspec
import pytest

from services.portal.page.language import LANGUAGES
from services.portal.storage import SqlBooks
from shared.database.engine import Database
from tests.integration.portal.conftest import Stand
from tests.unit.portal import lively, month
from tests.unit.portal.documents import WEBSHOP, small

OBJECTIVE = "/agreements/acme-webshop/availability"
PAGES = (
    "/",
    "/agreements",
    "/agreements/acme-webshop",
    OBJECTIVE,
    f"{OBJECTIVE}/evidence",
    f"{OBJECTIVE}/evidence.jsonl",
    "/agreements/acme-webshop/versions/3.yaml",
)


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """SQLite alone: pages do not depend on the database."""
    return f"sqlite:///{tmp_path / 'portal.db'}"


@pytest.fixture
async def month_stand(stand: Stand) -> Stand:
    """With the made-up month."""
    month.teach(stand.evaluator, month.known())
    assert (await stand.put(WEBSHOP)).status_code == 201
    return stand


async def _viewer(stand: Stand, party: str) -> httpx2.AsyncClient:
    link = (await stand.operator.post("/v1/links", json={"party": party})).json()["url"]
    browser = stand.client()
    assert (await browser.post(link)).status_code == 303
    return browser


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_open_to_its_parties_alone(month_stand: Stand, path: str) -> None:
    found = {}
    for party in ("northwind", "acme", "auditor", "stranger"):
        found[party] = (await (await _viewer(month_stand, party)).get(path)).status_code
    nobody = await month_stand.client().get(path)

    own = path in {"/", "/agreements"}
    assert found == {"northwind": 200, "acme": 200, "auditor": 200, "stranger": 200 if own else 404}
    assert (nobody.status_code, nobody.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize(
    "path", [OBJECTIVE, *(f"{OBJECTIVE}/{name}" for name in ("evidence", "evidence.jsonl", "clocks.csv"))]
)
async def test_what_was_known_at_a_log_clock_is_asked_for_throughout(month_stand: Stand, path: str) -> None:
    then = "2026-01-20T12:00:00Z"
    browser = await _viewer(month_stand, "acme")
    month_stand.evaluator.asked_then.clear()
    assert (await browser.get(path, params={"as_known_at": then})).status_code == 200
    assert set(month_stand.evaluator.asked_then) == {then}


async def test_a_stranger_sees_an_empty_overview_with_a_next_step(month_stand: Stand) -> None:
    page = (await (await _viewer(month_stand, "stranger")).get("/")).text

    assert "No agreement yet." in page
    assert "curl -X PUT http://portal.example/v1/agreements/" in page
    assert "acme-webshop" not in page


async def test_a_page_of_others_is_answered_as_one_that_is_not_there(month_stand: Stand) -> None:
    stranger = await _viewer(month_stand, "stranger")

    hidden = await stranger.get(OBJECTIVE)
    missing = await stranger.get(OBJECTIVE.replace("acme-webshop", "none"))

    assert hidden.text == missing.text.replace("/agreements/none", "/agreements/acme-webshop")


async def test_both_parties_read_the_same_page_but_for_the_viewers_name(month_stand: Stand) -> None:
    pages = []
    for party in ("northwind", "acme"):
        text = (await (await _viewer(month_stand, party)).get(OBJECTIVE)).text
        pages.append(re.sub(r"Viewing as [^<]+|<footer.*", "", text, flags=re.DOTALL))

    assert pages[0] == pages[1]
    assert "99.7736" in pages[0]


async def test_the_evaluator_is_asked_with_the_viewers_rights(month_stand: Stand) -> None:
    await (await _viewer(month_stand, "acme")).get(OBJECTIVE)

    assert {(who.role, who.party) for who in month_stand.evaluator.asked_by} == {("party", "acme")}


async def test_a_partys_key_opens_its_pages_too_and_a_sources_none(month_stand: Stand) -> None:
    acme = await month_stand.party("acme")
    source = month_stand.client(await month_stand.key("source", services=["webshop"]))

    assert (await acme.get(OBJECTIVE)).status_code == 200
    assert (await source.get(OBJECTIVE)).status_code == 303


async def test_nothing_comes_from_elsewhere_and_no_page_is_framed_or_kept(month_stand: Stand) -> None:
    browser = await _viewer(month_stand, "acme")
    for path in (*PAGES[:5], "/sign-in", "/none"):
        answer = await browser.get(path)
        if "text/html" not in answer.headers["content-type"]:
            continue
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "private, no-store"
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//', answer.text) == []
        assert " style=" not in answer.text
        assert not re.search(r"\son\w+=", answer.text)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_language_asked_for_is_kept(month_stand: Stand, language: str) -> None:
    browser = await _viewer(month_stand, "acme")

    first = await browser.get(f"/?lang={language}")
    then = await browser.get(OBJECTIVE, headers={"Accept-Language": "fr"})

    assert first.text.count(f'<html lang="{language}">') == then.text.count(f'<html lang="{language}">') == 1


async def test_the_browsers_language_is_spoken_and_the_agreements_else(month_stand: Stand) -> None:
    browser = await _viewer(month_stand, "acme")

    assert '<html lang="de">' in (await browser.get("/", headers={"Accept-Language": "de-AT"})).text
    german = WEBSHOP.replace("version: 3}", "version: 4, language: de}")
    await month_stand.put(german)
    month.teach(month_stand.evaluator, month.known(german))
    assert '<html lang="de">' in (await browser.get("/agreements/acme-webshop")).text


async def test_an_earlier_month_has_an_address_of_its_own(month_stand: Stand) -> None:
    browser = await _viewer(month_stand, "acme")

    may = await browser.get(f"{OBJECTIVE}?from=2025-04-30T22:00:00Z")

    assert "May 2025" in may.text
    assert "99.8713" in may.text
    assert (await browser.get(f"{OBJECTIVE}?from=2025-04-30T22:00:00Z&version=3")).text.count("99.8713") > 0
    assert (await browser.get(f"{OBJECTIVE}?from=2025-04-30T22:00:00Z&version=2")).status_code == 404
    assert (await browser.get(f"{OBJECTIVE}?from=2020-01-01T00:00:00Z")).status_code == 404


async def test_the_facts_can_be_taken_away_whole_and_recomputed(month_stand: Stand) -> None:
    browser = await _viewer(month_stand, "acme")

    lines = (await browser.get(f"{OBJECTIVE}/evidence.jsonl")).text.splitlines()
    agreement = (await browser.get("/agreements/acme-webshop/versions/3.yaml")).text

    assert agreement == WEBSHOP
    told = [msgspec.json.decode(line) for line in lines]
    assert sorted(event["id"] for event in told) == sorted(event["id"] for event in month.events())
    figure = month.known(agreement, told).history
    assert len(figure.versions) == 1


async def test_facts_are_shown_page_by_page(month_stand: Stand) -> None:
    many = [{"event": {**event, "id": f"{n}"}} for n in range(150) for event in [next(iter(month.events()))]]
    month_stand.evaluator.facts[month.AGREEMENT, month.OBJECTIVE] = many
    browser = await _viewer(month_stand, "acme")

    first = (await browser.get(f"{OBJECTIVE}/evidence")).text
    following = re.search(r'href="([^"]+cursor=[^"]+)"', first)

    assert first.count("<tr>") == 101
    assert following is not None
    second = (await browser.get(following[1].replace("&amp;", "&"))).text
    assert second.count("<tr>") == 51
    assert "Further facts" in first
    assert "Further facts" not in second
    assert len((await browser.get(f"{OBJECTIVE}/evidence.jsonl")).text.splitlines()) == 150


async def test_the_facts_that_a_figure_rests_on_are_shown_with_what_each_does(month_stand: Stand) -> None:
    browser = await _viewer(month_stand, "acme")
    page = (await browser.get(OBJECTIVE)).text
    (link,) = re.findall(r'href="([^"]*/evidence\?figure=[^"]+)"', page)

    shown = (await browser.get(link.replace("&amp;", "&"))).text
    links = re.findall(r'href="([^"]*/evidence\?figure=[^"]+role=sign_of_life[^"]*)"', shown)
    alone = (await browser.get(links[0].replace("&amp;", "&") + "&lang=de")).text

    count = len(month_stand.evaluator.facts[month.AGREEMENT, month.OBJECTIVE])
    assert f"rests on {count} facts." in shown
    assert "<strong>from before, still true then: 1</strong>" in shown
    assert shown.count("<td>state of the service</td>") == count - 2
    assert "sign of life: 1" in shown
    assert "<td>sign of life</td>" not in shown
    assert alone.count("<td>Lebenszeichen</td>") == 1
    assert alone.count("<tr>") == 2
    (taken,) = re.findall(r'href="([^"]*/evidence\.jsonl\?[^"]+)"', alone)
    assert len((await browser.get(taken.replace("&amp;", "&"))).text.splitlines()) == count


async def test_when_the_evaluator_is_away_the_overview_says_so_and_the_rest_stands(
    month_stand: Stand,
) -> None:
    browser = await _viewer(month_stand, "acme")
    month_stand.evaluator.away = True

    overview, objective = await browser.get("/"), await browser.get(OBJECTIVE)

    assert overview.status_code == 200
    assert "The figures cannot be read at the moment." in overview.text
    assert "Web shop hosting for ACME" in overview.text
    assert objective.status_code == 503
    assert "Nothing is lost" in objective.text


async def test_an_objective_without_facts_shows_the_line_that_moves_the_first_number(stand: Stand) -> None:
    month.teach(stand.evaluator, month.known(small(), []), [])
    await stand.put(small())

    page = (await (await _viewer(stand, "acme")).get("/agreements/shop/availability")).text

    assert "No facts yet. This line moves the first number:" in page
    assert "curl -X POST http://portal.example/v1/events" in page
    assert "no data" in page


@pytest.mark.parametrize(
    "path",
    [
        "/none",
        "/style.js",
        "/agreements/none",
        "/agreements/acme-webshop/none",
        "/agreements/acme-webshop/versions/9.yaml",
        f"{OBJECTIVE}?from=yesterday",
        f"{OBJECTIVE}/evidence?from=yesterday",
    ],
)
async def test_what_is_not_there_is_404(month_stand: Stand, path: str) -> None:
    assert (await (await _viewer(month_stand, "acme")).get(path)).status_code == 404


async def test_the_sheet_and_the_script_are_kept_under_their_digest(month_stand: Stand) -> None:
    page = (await (await _viewer(month_stand, "acme")).get("/")).text
    for address in re.findall(r'(?:href|src)="(/(?:style\.css|live\.js|icon\.svg)\?v=\w+)"', page):
        answer = await month_stand.client().get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert (await month_stand.client().get("/style.css")).headers["content-type"].startswith("text/css")


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("path", "accept", "page"),
    [
        ("/nowhere", BROWSER, True),
        ("/agreements/acme-webshop/versions/latest.yaml", BROWSER, True),
        ("/nowhere", "application/json", False),
        ("/nowhere", "text/html;q=0.5, application/json", False),
        ("/nowhere", "*/*", False),
        ("/v1/nowhere", BROWSER, False),
        ("/v1/agreements/none", BROWSER, False),
    ],
)
async def test_a_browser_finds_a_page_where_nothing_is_and_a_program_a_problem(
    month_stand: Stand, path: str, accept: str, page: bool
) -> None:
    for browser in (month_stand.client(), await _viewer(month_stand, "acme")):
        answer = await browser.get(path, headers={"Accept": accept})

        assert answer.status_code in {401, 404, 422}
        assert answer.headers["content-type"].startswith("text/html" if page else "application/problem+json")
        assert ("There is nothing here." in answer.text) == page


async def test_whoever_is_signed_in_finds_the_way_back_from_nowhere(month_stand: Stand) -> None:
    answer = await (await _viewer(month_stand, "acme")).get("/nowhere", headers={"Accept": BROWSER})

    assert "Viewing as acme" in answer.text
    assert 'href="/"' in answer.text


async def test_a_party_with_a_receiver_that_was_told_nothing_is_not_asked_to_add_one(
    month_stand: Stand,
) -> None:
    url = "https://hooks.acme.example/eyelevel"
    made = await month_stand.operator.post("/v1/receivers", json={"party": "acme", "url": url})
    assert made.status_code == 201, made.text

    page = (await (await _viewer(month_stand, "acme")).get(OBJECTIVE)).text

    assert (
        "Nothing has been told to ACME Retail yet. What comes goes to the webhook at hooks.acme.example."
        in page
    )
    assert "eyelevel receiver add https://… --party acme" not in page
    assert "Northwind Hosting has no receiver." in page
    assert "eyelevel receiver add https://… --party northwind" in page


async def test_what_was_known_then_is_shown_under_a_banner_and_stands_still(month_stand: Stand) -> None:
    acme = await _viewer(month_stand, "acme")

    now = (await acme.get(OBJECTIVE)).text
    then = (await acme.get(f"{OBJECTIVE}?as_known_at={month.AS_OF}")).text

    assert "This is what was known on" not in now
    assert "This is what was known on" in then
    assert "live.js" in now
    assert "live.js" not in then
    links = re.findall(r'href="([^"]*/availability/?[^"]*(?:evidence|version=)[^"]*)"', then)
    assert len(links) > 10
    assert [link for link in links if "as_known_at" not in link] == [links[0]]  # the way to what is known now


async def test_the_clocks_of_a_period_can_be_taken_away_as_a_table(stand: Stand) -> None:
    told = list(lively.events())
    month.teach(stand.evaluator, month.known(lively.LIVELY, told, lively.AS_OF), told)
    assert (await stand.put(lively.LIVELY)).status_code == 201

    answer = await (await _viewer(stand, "acme")).get("/agreements/lively/resolved/clocks.csv")

    lines = answer.text.splitlines()
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert lines[0].startswith("incident,priority,started_at,deadline,state,elapsed_us")
    assert lines[1] == (
        "INC-109,P1,2026-02-19T13:40:00Z,2026-02-20T11:40:00Z,running,6000000000,0,22800000000,,"
    )
    assert len(lines) == 7


async def test_what_was_told_of_sources_stands_on_the_page_of_the_agreement(
    month_stand: Stand, store_url: str
) -> None:
    sentence = {
        "sentence_en": "Web shop: probe-north has been silent.",
        "sentence_de": "Web shop: probe-north schweigt.",
    }
    database = Database(store_url)
    async with database.transaction() as connection:
        said = month.delivery(objective="", verdict_type="source.silent", **sentence)
        await SqlBooks(connection).add_delivery(said)
    await database.close()

    acme = await _viewer(month_stand, "acme")

    assert "Web shop: probe-north has been silent." in (await acme.get("/agreements/acme-webshop")).text
    assert "probe-north has been silent" not in (await acme.get(OBJECTIVE)).text


async def test_names_are_written_as_the_agreement_has_them_escaped_once(stand: Stand) -> None:
    odd = '"O\'Neil <&> Sons"'
    document = re.sub(
        r"(?<=name: )(Northwind Hosting|ACME Retail|Carrier One|Order platform)", odd, lively.LIVELY
    )
    document = re.sub(r"(?<=title: )([A-Z][^,]+)", lambda title: f'"{title[0]} & <more>"', document)
    told = list(lively.events())
    month.teach(stand.evaluator, month.known(document, told, lively.AS_OF), told)
    assert (await stand.put(document)).status_code == 201
    acme = await _viewer(stand, "acme")
    objectives = re.findall(r"- \{id: ([a-z-]+), title", lively.LIVELY)
    for path in (
        "/",
        "/agreements",
        "/agreements/lively",
        *(f"/agreements/lively/{one}" for one in objectives),
    ):
        page = (await acme.get(path)).text
        assert "O&#39;Neil &lt;&amp;&gt; Sons" in page, path
        assert re.findall(r".{40}&amp;(?:amp|lt|gt|#39|#34);.{20}", page) == [], path
        assert re.findall(r".{40}<(?:more|&)", page) == [], path
