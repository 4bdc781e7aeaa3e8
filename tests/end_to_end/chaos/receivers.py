"""The receivers of both parties: they take every webhook, hold its signature against the specification's own library,
and remember what came under which id.
"""

import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator

from standardwebhooks import Webhook, WebhookVerificationError

from shared.contracts.directory import ReceiverEntry
from shared.security.master import read_master
from shared.security.webhooks import derive_secret, secret_text
from tests.integration.notifier.hook import Got, Hook, answer

PARTIES = ("northwind", "acme")


class Receiver:
    """One party's. `got` has the bodies by webhook-id, in the order in which they came; `refused` what was wrong."""

    def __init__(self, party: str, secret: str) -> None:
        self.party = party
        self.got: dict[str, list[bytes]] = defaultdict(list)
        self.refused: list[str] = []
        self.hook = Hook()
        self.hook.answers(self._take)
        self._webhook = Webhook(secret_text(derive_secret(read_master(secret), self.entry.id, 1)))

    @property
    def entry(self) -> ReceiverEntry:
        """As it stands in the directory."""
        return ReceiverEntry(id=f"receiver-of-{self.party}", party=self.party, url=self.hook.url())

    async def _take(self, got: Got) -> bytes:
        try:
            self._webhook.verify(got.body, got.headers)
        except WebhookVerificationError as problem:
            self.refused.append(f"{got.headers}: {problem}")
            return answer(401)
        self.got[got.headers["webhook-id"]].append(got.body)
        return answer(204)


@contextlib.asynccontextmanager
async def listening(secret: str) -> AsyncIterator[tuple[Receiver, ...]]:
    """One of each party, on 127.0.0.1."""
    receivers = tuple(Receiver(party, secret) for party in PARTIES)
    for receiver in receivers:
        await receiver.hook.up()
    try:
        yield receivers
    finally:
        for receiver in receivers:
            await receiver.hook.down()
