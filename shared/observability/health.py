"""Whether a service is ready, and if not, why: named checks, each silent or a sentence."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable

Check = Callable[[], str | Awaitable[str | None] | None]

_PATIENCE_SECONDS = 3.0


class Health:
    """The checks behind /readyz."""

    def __init__(self, *, patience: float = _PATIENCE_SECONDS) -> None:
        """`patience`: seconds that one check may take."""
        self._patience = patience
        self._checks: dict[str, Check] = {}

    def add(self, name: str, check: Check) -> None:
        """`check` gives None when all is well, else a sentence; it may be a coroutine function that asks a database."""
        self._checks[name] = check

    async def troubles(self) -> dict[str, str]:
        """The sentence of each check that has one. A check that fails or takes too long says so."""
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
