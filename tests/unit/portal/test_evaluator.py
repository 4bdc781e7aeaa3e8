"""The evaluator is asked over HTTP with the viewer's rights, and its silence is told apart from its no."""

import httpx2
import pytest

from services.portal.evaluator import EvaluatorUnavailable, HttpEvaluator, NotKnown
from shared.security import tokens
from shared.security.principal import Principal

MASTER = b"a master secret for tests, long enough"
NOW = 1_765_500_000_000_000
ACME = Principal("party", "session of acme", party="acme")


def evaluator(answer: httpx2.Response | Exception, seen: list[httpx2.Request] | None = None) -> HttpEvaluator:
    """One whose other side always answers like this."""

    def respond(request: httpx2.Request) -> httpx2.Response:
        if seen is not None:
            seen.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = httpx2.AsyncClient(transport=httpx2.MockTransport(respond), base_url="http://evaluator")
    return HttpEvaluator(client, MASTER, lambda: NOW)


async def test_it_is_asked_with_a_token_that_speaks_for_the_viewer_for_a_minute() -> None:
    seen: list[httpx2.Request] = []
    asked = evaluator(httpx2.Response(200, json={"periods": []}), seen)

    assert asked.seconds_since() == -1
    await asked.periods(ACME, "acme-webshop", "a/b c")

    token = seen[0].headers["authorization"].removeprefix("Bearer ")
    assert tokens.read(token, MASTER, NOW) == ACME
    assert tokens.read(token, MASTER, NOW + 60_000_000) is None
    assert seen[0].url.raw_path == b"/v1/figures/acme-webshop/a%2Fb%20c"
    assert asked.seconds_since() >= 0


async def test_a_version_a_span_and_a_log_clock_are_passed_on() -> None:
    seen: list[httpx2.Request] = []
    asked = evaluator(httpx2.Response(200, json={}), seen)

    await asked.period(ACME, "a", "b", "current", "3")
    await asked.evidence(ACME, "a", "b", {"from": "2026-01-01T00:00:00Z", "limit": "5"})
    await asked.behind(ACME, "a", "b", "current", {"version": "3", "limit": "5"})
    await asked.figures(ACME)
    await asked.period(ACME, "a", "b", "current", then="2026-01-02T00:00:00Z")
    await asked.periods(ACME, "a", "b", then="2026-01-02T00:00:00Z")

    assert [str(request.url.raw_path, "ascii") for request in seen] == [
        "/v1/figures/a/b/current?version=3",
        "/v1/evidence/a/b?from=2026-01-01T00%3A00%3A00Z&limit=5",
        "/v1/figures/a/b/current/evidence?version=3&limit=5",
        "/v1/figures",
        "/v1/figures/a/b/current?as_known_at=2026-01-02T00%3A00%3A00Z",
        "/v1/figures/a/b?as_known_at=2026-01-02T00%3A00%3A00Z",
    ]


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        (httpx2.Response(404), NotKnown),
        (httpx2.Response(422), NotKnown),
        (httpx2.Response(401), EvaluatorUnavailable),
        (httpx2.Response(500), EvaluatorUnavailable),
        (httpx2.Response(200, content=b"no json"), EvaluatorUnavailable),
        (httpx2.Response(200, content=b"[]"), EvaluatorUnavailable),
        (httpx2.ConnectError("refused"), EvaluatorUnavailable),
        (httpx2.ReadTimeout("slow"), EvaluatorUnavailable),
    ],
)
async def test_its_no_is_told_apart_from_its_silence(answer, raised) -> None:
    with pytest.raises(raised):
        await evaluator(answer).figures(ACME)
