"""Whether a service is ready, and if not, why: named checks, each silent or a sentence.

Many may ask at once, of a service that has enough to do: whoever asks while the checks are being asked shares their
answer, so that being asked is never what makes a service late.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable

Check = Callable[[], str | Awaitable[str | None] | None]

_PATIENCE_SECONDS = 5.0


class Health:
    """The checks behind /readyz."""

    def __init__(self, *, patience: float = _PATIENCE_SECONDS) -> None:
        """`patience`: seconds that one check may take."""
        self._patience = patience
        self._checks: dict[str, Check] = {}
        self._asking: asyncio.Task[dict[str, str]] | None = None

    def add(self, name: str, check: Check) -> None:
        """`check` gives None when all is well, else a sentence; it may be a coroutine function that asks a database."""
        self._checks[name] = check

    async def troubles(self) -> dict[str, str]:
        """The sentence of each check that has one. A check that fails or takes too long says so."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_each())
        # Who asks may go away; the others wait for the same answer.
        return dict(await asyncio.shield(self._asking))

    async def _ask_each(self) -> dict[str, str]:
        answers = await asyncio.gather(*(_ask(check, self._patience) for check in self._checks.values()))
        return {name: said for name, said in zip(self._checks, answers, strict=True) if said is not None}


async def _ask(check: Check, patience: float) -> str | None:
    try:
        async with asyncio.timeout(patience):
            said = check()
            return await said if inspect.isawaitable(said) else said
    except TimeoutError:
        return "no answer in time"
    except Exception as error:  # noqa: BLE001 - a check that breaks is an answer, not the end of /readyz
        return f"the check itself failed: {error!r}"
