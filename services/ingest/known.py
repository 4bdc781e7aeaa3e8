"""The directory in ingest's memory, followed from its topic and brought up to the present when it must be.

A service or a key that is not known may have been put in a moment ago, so before it is refused the topic is read to
the end it has then. Who asks while a read is under way waits for the next one, and all who wait share it: a flood
of unknown names costs one question to the log at a time.
"""

import asyncio
import time
from collections.abc import Sequence
from typing import Final

import structlog

from shared.contracts.directory import AgreementEntry
from shared.eventlog.following import Following
from shared.eventlog.port import LogUnavailable
from shared.security.directory import Directory

_PATIENCE_SECONDS: Final = 5.0
_EVERY_SECONDS: Final = 10.0

log = structlog.get_logger(__name__)


class FollowedDirectory:
    """A Directory that is kept current by a Following."""

    def __init__(self, directory: Directory, following: Following) -> None:
        self._directory = directory
        self._following = following
        self._lock = asyncio.Lock()
        self._asked = 0
        self._covered = 0
        self._read_at: float | None = None
        self._made_at = time.monotonic()

    def agreements_of_service(self, service: str) -> Sequence[AgreementEntry]:
        """Those that name the service."""
        return self._directory.agreements_of_service(service)

    def agreements(self) -> Sequence[AgreementEntry]:
        """All of them."""
        return self._directory.agreements()

    async def loaded(self) -> None:
        """Return once the directory was read to its end; before that a service may seem to have one agreement
        only. LogUnavailable as in `refresh`."""
        if self._read_at is None:
            await self.refresh()

    async def refresh(self) -> None:
        """Read to the end that the topic has now; LogUnavailable when that takes more than five seconds."""
        self._asked += 1
        mine = self._asked
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS), self._lock:
                if self._covered >= mine:
                    return
                covers = self._asked
                await self._following.read_to_end()
                self._covered = covers
                self._read_at = time.monotonic()
        except TimeoutError as error:
            raise LogUnavailable("The directory could not be read to its end in time.") from error

    async def keep_fresh(self) -> None:
        """Read to the end now and then, so that the age of the directory is known; until cancelled."""
        while True:
            try:
                await self.refresh()
            except LogUnavailable as problem:
                log.warning("directory_not_fresh", problem=str(problem), advice="tried again shortly")
                await asyncio.sleep(1)
                continue
            await asyncio.sleep(_EVERY_SECONDS)

    def age(self) -> float:
        """Seconds since the directory was last read to its end, or since the start."""
        return time.monotonic() - (self._made_at if self._read_at is None else self._read_at)

    def trouble(self) -> str | None:
        """A sentence as long as the directory was not read to its end once."""
        if self._read_at is None:
            return "the directory was not read to its end yet, so no key and no service is known"
        return self._following.trouble()
