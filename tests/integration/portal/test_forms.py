"""The forms of the page: who is shown which, what pressing a button does, and whose press does nothing."""

from pathlib import Path

import httpx2
import msgspec
import pytest

from shared.contracts.topics import FACTS
from tests.integration.portal.conftest import URL, Stand
from tests.unit.portal import month
from tests.unit.portal.documents import WEBSHOP

AGREEMENT = "/agreements/acme-webshop"
OBJECTIVE = f"{AGREEMENT}/availability"
CORRECTION = f"{AGREEMENT}/corrections/C-9"
CHANGE = f"{AGREEMENT}/changes/CHG/121"
ASKING = WEBSHOP.replace(
    "maintenance: {notice: P3D}", "maintenance: {notice: P3D, acknowledged_by: customer}"
)
SAID = {
    "service": "webshop", "from": "2026-01-22T15:05:00Z", "until": "2026-01-22T15:12:30Z", "to": "excused",
    "reason": "A firewall rule.",
}  # fmt: skip
ANNOUNCED = {
    "change": "CHG/121", "title": "New database", "services": ["webshop"], "from": "2034-01-28T01:00:00Z",
    "until": "2034-01-28T03:00:00Z", "announced_at": "2026-01-23T08:00:00Z", "falls_short": ["not_acknowledged"],
}  # fmt: skip


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """SQLite alone: pages do not depend on the database."""
    return f"sqlite:///{tmp_path / 'portal.db'}"


@pytest.fixture
async def asked(stand: Stand) -> Stand:
    """Northwind has proposed a correction and announced maintenance; ACME is asked about both."""
    proposed = {
        "specversion": "1.0", "id": "p", "source": "portal", "type": "dev.eyelevel.correction.proposed",
        "subject": "webshop", "time": "2026-01-23T10:00:00Z", "data": {"correction": "C-9", **SAID, "by": "northwind"},
    }  # fmt: skip
    month.teach(stand.evaluator, month.known(ASKING, [*month.events(), proposed]))
    stand.evaluator.changes["acme-webshop"] = [ANNOUNCED]
    assert (await stand.put(ASKING)).status_code == 201
    provider = await stand.party("northwind")
    answer = await provider.put("/v1/agreements/acme-webshop/corrections/C-9", json=SAID)
    assert answer.status_code == 201, answer.text
    return stand


async def _viewer(stand: Stand, party: str) -> httpx2.AsyncClient:
    link = (await stand.operator.post("/v1/links", json={"party": party})).json()["url"]
    browser = stand.client()
    assert (await browser.post(link)).status_code == 303
    return browser


async def _decided(stand: Stand) -> list[tuple[str, dict[str, str]]]:
    facts = [msgspec.json.decode(record.value or b"") for record in await stand.records(FACTS.name)]
    told = [(fact["type"].removeprefix("dev.eyelevel."), fact["data"]) for fact in facts]
    return [one for one in told if one[0] not in {"agreement.put", "correction.proposed"}]


async def test_what_waits_stands_on_the_overview_of_the_side_that_is_asked(asked: Stand) -> None:
    waits = {party: (await (await _viewer(asked, party)).get("/")).text for party in ("acme", "northwind")}

    assert "Waits for you" in waits["acme"]
    assert "Northwind Hosting proposes to count 22\u00a0Jan, 16:05:00 to 16:12:30" in waits["acme"]
    assert "New database (CHG/121): 28\u00a0Jan, 02:00:00 to 04:00:00, for Web shop." in waits["acme"]
    assert 'action="/agreements/acme-webshop/changes/CHG%2F121"' in waits["acme"]
    assert f'href="{OBJECTIVE}#proposed"' in waits["acme"]
    assert "Waits for you" not in waits["northwind"]


async def test_both_read_the_same_of_what_is_open_and_each_has_its_own_buttons(asked: Stand) -> None:
    pages = {party: await _viewer(asked, party) for party in ("acme", "northwind")}
    for path in (OBJECTIVE, AGREEMENT):
        shown = {party: (await browser.get(path)).text for party, browser in pages.items()}
        for page in shown.values():
            assert "Waits for ACME Retail" in page
            assert "“A firewall rule.”" in page
            assert "eyelevel correction accept acme-webshop C-9" in page
        assert ('value="accepted"' in shown["acme"], 'value="withdrawn"' in shown["acme"]) == (True, False)
        assert ('value="accepted"' in shown["northwind"], 'value="withdrawn"' in shown["northwind"]) == (
            False, True,
        )  # fmt: skip


async def test_a_press_decides_with_its_reason_and_leads_back(asked: Stand) -> None:
    acme = await _viewer(asked, "acme")

    pressed = await acme.post(
        CORRECTION,
        data={"decision": "accepted", "reason": " It was ours. "},
        headers={"Referer": f"{URL}{OBJECTIVE}?lang=en", "Sec-Fetch-Site": "same-origin"},
    )

    assert (pressed.status_code, pressed.headers["location"]) == (303, f"{OBJECTIVE}?lang=en")
    told = {"correction": "C-9", "by": "acme", "reason": "It was ours."}
    assert await _decided(asked) == [("correction.accepted", told)]
    page = (await acme.get(OBJECTIVE)).text
    assert "ACME Retail accepted it on" in page, "at once, though the figures have not followed yet"
    assert "“It was ours.”" in page
    assert 'value="accepted"' not in page
    assert "Decide on a correction" not in (await acme.get("/")).text


async def test_a_word_on_maintenance_can_be_changed_until_it_begins(asked: Stand) -> None:
    acme = await _viewer(asked, "acme")
    for word in ("acknowledged", "declined"):
        assert (await acme.post(CHANGE, data={"decision": word})).headers["location"] == AGREEMENT
    page = (await acme.get(AGREEMENT)).text

    told = {"change": "CHG/121", "by": "acme"}
    assert await _decided(asked) == [("change.acknowledged", told), ("change.declined", told)]
    assert "ACME Retail declined it on" in page
    assert ('value="acknowledged"' in page, 'value="declined"' in page) == (True, True), "C-9 can be declined"
    assert "Acknowledge maintenance" not in (await acme.get("/")).text


async def test_what_was_said_of_an_earlier_announcement_is_asked_again(asked: Stand) -> None:
    acme = await _viewer(asked, "acme")
    await acme.post(CHANGE, data={"decision": "acknowledged"})
    asked.evaluator.changes["acme-webshop"] = [{**ANNOUNCED, "announced_at": "2033-12-01T00:00:00Z"}]

    assert "Acknowledge maintenance" in (await acme.get("/")).text


@pytest.mark.parametrize(
    ("party", "path", "decision", "status", "said"),
    [
        ("northwind", CORRECTION, "accepted", 403, "This is not yours to decide."),
        ("acme", CORRECTION, "withdrawn", 403, "This is not yours to decide."),
        ("northwind", CHANGE, "acknowledged", 403, "This is not yours to decide."),
        ("globex", CORRECTION, "accepted", 404, "There is nothing here."),
        ("acme", f"{AGREEMENT}/corrections/none", "accepted", 404, "There is nothing here."),
    ],
)
async def test_who_may_not_is_told_so_and_changes_nothing(
    asked: Stand, party: str, path: str, decision: str, status: int, said: str
) -> None:
    refused = await (await _viewer(asked, party)).post(path, data={"decision": decision})

    assert (refused.status_code, said in refused.text) == (status, True)
    assert await _decided(asked) == []


async def test_what_was_decided_stays(asked: Stand) -> None:
    acme = await _viewer(asked, "acme")
    for decision, status in (("declined", 303), ("declined", 303), ("accepted", 409)):
        assert (await acme.post(CORRECTION, data={"decision": decision})).status_code == status
    assert [kind for kind, _ in await _decided(asked)] == ["correction.declined"]


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://elsewhere.example"}]
)  # fmt: skip
async def test_a_form_on_another_site_decides_nothing(asked: Stand, headers: dict[str, str]) -> None:
    acme = await _viewer(asked, "acme")

    refused = await acme.post(CORRECTION, data={"decision": "accepted"}, headers=headers)

    assert refused.status_code == 403
    assert await _decided(asked) == []


@pytest.mark.parametrize(
    "referer", ["http://elsewhere.example/x", "//elsewhere.example", f"{URL}//elsewhere.example/x", ""]
)
async def test_a_press_leads_to_no_other_site(asked: Stand, referer: str) -> None:
    acme = await _viewer(asked, "acme")
    answer = await acme.post(CORRECTION, data={"decision": "declined"}, headers={"Referer": referer})
    assert answer.headers["location"] == AGREEMENT


async def test_whoever_is_not_signed_in_is_sent_to_sign_in(asked: Stand) -> None:
    answer = await asked.client().post(CORRECTION, data={"decision": "accepted"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


async def test_the_past_has_no_buttons(asked: Stand) -> None:
    acme = await _viewer(asked, "acme")
    assert 'value="accepted"' not in (await acme.get(f"{OBJECTIVE}?as_known_at={month.AS_OF}")).text
