"""The evaluator's read API as the portal uses it: a port, and HTTP behind it.

Every question is asked with the viewer's rights, by an inner token that lives for seconds; so the page can show
nothing that the viewer could not read there.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import quote

import httpx2
import msgspec

from shared.security import tokens
from shared.security.principal import Principal

_TOKEN_SECONDS = 60


class EvaluatorUnavailable(Exception):
    """The evaluator did not answer, or not with figures."""


class NotKnown(Exception):
    """The evaluator has no such figure for this viewer."""


Answer = Mapping[str, Any]
Asked = Mapping[str, str | Sequence[str]]
"""What stands behind the question mark; a name may have several values."""


class Evaluator(Protocol):
    """Each raises EvaluatorUnavailable or NotKnown. Answers are the JSON of the read API.

    `then`: the log clock of which is asked what was known (`as_known_at`, as in verdicts); None: what is known now.
    """

    async def figures(self, viewer: Principal, agreement: str | None = None) -> Answer:
        """The current period of each objective, of one agreement or of all that the viewer sees."""
        ...

    async def periods(
        self, viewer: Principal, agreement: str, objective: str, *, then: str | None = None
    ) -> Answer:
        """Every period known of an objective."""
        ...

    async def period(
        self,
        viewer: Principal,
        agreement: str,
        objective: str,
        start: str,
        version: str | None = None,
        *,
        then: str | None = None,
    ) -> Answer:
        """One period with all that explains it; `start` its first instant, or `current`.

        `version`: which of two versions that share the period; the newer one where it is not said.
        """
        ...

    async def explanation(
        self,
        viewer: Principal,
        agreement: str,
        objective: str,
        start: str,
        version: str | None = None,
        *,
        then: str | None = None,
    ) -> Answer:
        """The figure of a period with its calculation, in numbers and in sentences; asked as `period`."""
        ...

    async def evidence(
        self, viewer: Principal, agreement: str, objective: str, asked: Mapping[str, str]
    ) -> Answer:
        """The facts about an objective; `asked`: `from`, `until`, `class`, `as_known_at`, `cursor`, `limit`."""
        ...

    async def behind(
        self, viewer: Principal, agreement: str, objective: str, start: str, asked: Asked
    ) -> Answer:
        """The facts that a figure rests on; `asked`: `version`, `role`, `as_known_at`, `cursor`, `limit`."""
        ...


class HttpEvaluator:
    """The read API over HTTP."""

    def __init__(
        self, client: httpx2.AsyncClient, master: bytes, clock: Callable[[], int] | None = None
    ) -> None:
        """`client` has the evaluator's base URL. `clock` gives microseconds UTC, to date tokens with: the machine's
        where absent, by which they are read, also where a demonstration plays the portal's own.
        """
        self._client = client
        self._master = master
        self._clock = clock or (lambda: time.time_ns() // 1_000)
        self._answered: float | None = None

    def seconds_since(self) -> float:
        """Since the last answer; -1 before the first."""
        return -1.0 if self._answered is None else time.monotonic() - self._answered

    async def figures(self, viewer: Principal, agreement: str | None = None) -> Answer:
        """`GET /v1/figures[/{agreement}]`."""
        return await self._ask(viewer, "figures", *([agreement] if agreement else []))

    async def periods(
        self, viewer: Principal, agreement: str, objective: str, *, then: str | None = None
    ) -> Answer:
        """`GET /v1/figures/{agreement}/{objective}`."""
        return await self._ask(viewer, "figures", agreement, objective, asked=_said(as_known_at=then))

    async def period(
        self,
        viewer: Principal,
        agreement: str,
        objective: str,
        start: str,
        version: str | None = None,
        *,
        then: str | None = None,
    ) -> Answer:
        """`GET /v1/figures/{agreement}/{objective}/{from}`."""
        asked = _said(version=version, as_known_at=then)
        return await self._ask(viewer, "figures", agreement, objective, start, asked=asked)

    async def explanation(
        self,
        viewer: Principal,
        agreement: str,
        objective: str,
        start: str,
        version: str | None = None,
        *,
        then: str | None = None,
    ) -> Answer:
        """`GET /v1/figures/{agreement}/{objective}/{from}/explanation`."""
        asked = _said(version=version, as_known_at=then)
        return await self._ask(viewer, "figures", agreement, objective, start, "explanation", asked=asked)

    async def evidence(
        self, viewer: Principal, agreement: str, objective: str, asked: Mapping[str, str]
    ) -> Answer:
        """`GET /v1/evidence/{agreement}/{objective}`."""
        return await self._ask(viewer, "evidence", agreement, objective, asked=asked)

    async def behind(
        self, viewer: Principal, agreement: str, objective: str, start: str, asked: Asked
    ) -> Answer:
        """`GET /v1/figures/{agreement}/{objective}/{from}/evidence`."""
        return await self._ask(viewer, "figures", agreement, objective, start, "evidence", asked=asked)

    async def _ask(self, viewer: Principal, *path: str, asked: Asked | None = None) -> Answer:
        token = tokens.issue(viewer, self._master, _TOKEN_SECONDS, self._clock())
        address = "/v1/" + "/".join(quote(part, safe="") for part in path)
        try:
            answer = await self._client.get(
                address, params=dict(asked or {}), headers={"Authorization": f"Bearer {token}"}
            )
        except httpx2.HTTPError as error:
            raise EvaluatorUnavailable(f"the evaluator does not answer: {error!r}") from error
        self._answered = time.monotonic()
        if answer.status_code in {httpx2.codes.NOT_FOUND, httpx2.codes.UNPROCESSABLE_CONTENT}:
            raise NotKnown("/".join(path))  # what was asked for comes from the page's address
        if answer.status_code != httpx2.codes.OK:
            raise EvaluatorUnavailable(f"the evaluator answered {answer.status_code} to {address}")
        return _object(answer.content)


def _said(**asked: str | None) -> Mapping[str, str]:
    """What is asked, without what is not."""
    return {name: value for name, value in asked.items() if value is not None}


def _object(body: bytes) -> Answer:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise EvaluatorUnavailable("the evaluator's answer is not a JSON object") from error
