"""`eyelevel demo`: starts everything embedded, plays the month, prints where to look, and goes on in real time."""

import asyncio
import contextlib
import json
import tempfile
import time
from collections import deque
from pathlib import Path
from typing import Annotated, Any

import httpx2
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from services.cli import serving
from services.cli.demo.deciding import decisions
from services.cli.demo.following import Outcome, following
from services.cli.demo.player import Player
from services.cli.demo.stage import PARTIES, Stage
from services.cli.demo.story import begins, heartbeat, month, spoiled, start_of
from services.cli.inbox import Inboxes
from services.embedded import Embedding, create_app
from services.ingest.clock import PlayedClock
from shared.contracts.instants import DAY, SECOND, format_instant
from shared.eventlog.open import open_log
from shared.observability import logs
from shared.security import keys

_PATIENCE_SECONDS = 120
_NOT_SETTLED = (
    f"The month was played, but not everything was decided and delivered {_PATIENCE_SECONDS} seconds later. "
    "What stood still is said above; on a machine that is busy, try again when it is not."
)
_QUIET_SECONDS = 1.0
_LIFE_SECONDS = 60
_WORDS = {
    "clock.at_risk": "clocks near their deadline",
    "clock.breached": "clocks late",
    "clock.fulfilled": "clocks in time",
    "clock.released": "clocks released",
    "clock.withdrawn": "ends of clocks taken back",
    "objective.at_risk": "warnings",
    "objective.breached": "breaches",
    "objective.recovered": "recoveries",
    "period.closed": "periods closed",
    "period.restated": "periods restated",
    "source.heard": "sources heard again",
    "source.silent": "sources silent",
}
_PROBES = (
    ("webshop", "probe-north"),
    ("webshop", "probe-acme"),
    ("checkout", "probe-north"),
    ("order-feed", "acme-erp"),
)

console = Console(stderr=True, highlight=False)


def demo(
    exit_: Annotated[bool, typer.Option("--exit", help="End when the month has been played.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what happened as one line of JSON.")] = False,
    port: Annotated[
        int,
        typer.Option(min=0, max=65_535, help="The port to listen on; another free one where it is taken."),
    ] = 8080,
) -> None:
    """Play a made-up month for one agreement and open it for both parties."""
    logs.configure("eyelevel", "warning", "console")
    with (
        tempfile.TemporaryDirectory(prefix="eyelevel-demo-") as folder,
        contextlib.suppress(KeyboardInterrupt),
    ):
        try:
            asyncio.run(Demonstration(Path(folder), port, as_json=as_json).run(leave=exit_))
        except TimeoutError:
            console.print(_NOT_SETTLED)
            raise typer.Exit(1) from None


class Demonstration:
    """One run of the demo, in a folder of its own."""

    def __init__(self, folder: Path, port: int, *, as_json: bool) -> None:
        try:
            self._listening = serving.listen("127.0.0.1", port)
        except serving.AddressTaken:
            self._listening = serving.listen("127.0.0.1", 0)
        self._url = f"http://127.0.0.1:{serving.port_of(self._listening)}"
        self._as_json = as_json
        self._begun = time.monotonic()
        self._end = time.time_ns() // 1_000
        self._clock = PlayedClock(start_of(self._end) - DAY)
        self._inboxes = Inboxes()
        self._outcome = Outcome()
        self._how = Embedding(
            data=folder,
            url=self._url,
            inner_url=self._url,
            operator_key=keys.mint("operator").text,
            clock=self._clock,
            allow_private_receivers=True,
            retry_seconds=(1.0, 2.0, 5.0, 15.0),
            mounts={"/inbox": self._inboxes.app},
        )

    async def run(self, *, leave: bool) -> None:
        """From the first start to the summary; then, unless it leaves, real time until Ctrl+C."""
        async with contextlib.AsyncExitStack() as stack:
            server = await stack.enter_async_context(serving.serving(create_app(self._how), self._listening))
            http = await stack.enter_async_context(httpx2.AsyncClient(base_url=self._url, timeout=60.0))
            log = open_log(self._how.event_log)
            await log.start()
            stack.push_async_callback(log.stop)
            await stack.enter_async_context(following(log, self._outcome))
            stage = Stage(http, str(self._how.operator_key), self._url)
            player = Player(http, await stage.set(begins(self._end), self._inboxes))
            await self._play(player, stage)
            await self._settle(stage)
            await self._summary(stage, player, leave=leave)
            if not leave:
                await self._go_on(player, server)

    async def _play(self, player: Player, stage: Stage) -> None:
        story, to_say = list(month(self._end)), deque(decisions(self._end))
        bar = (
            TextColumn("A month is played"),
            BarColumn(),
            TextColumn("{task.completed} of {task.total} facts"),
        )
        with Progress(*bar, TimeRemainingColumn(), console=console, transient=True) as progress:
            task = progress.add_task("", total=len(story))
            async for told in player.play(story, self._clock):
                progress.update(task, completed=told)
                while to_say and to_say[0].at <= self._clock.now():
                    said = to_say.popleft()
                    await stage.decide(said.side, said.path, said.body)
        for event in spoiled(self._end):
            await player.send_spoiled(event)
        await self._clock.advance(max(self._end, self._clock.now()))
        for said in to_say:
            await stage.decide(said.side, said.path, said.body)
        self._clock.release()

    async def _settle(self, stage: Stage) -> None:
        """Wait until the figures have reached the end of the story and everybody has been told."""
        reached = format_instant(self._end - self._end % SECOND)
        quiet_since, seen = time.monotonic(), self._outcome.verdicts()
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while (
                not self._outcome.settled
                or time.monotonic() - quiet_since < _QUIET_SECONDS
                or await stage.as_of() < reached
            ):
                await asyncio.sleep(0.1)
                if (now := self._outcome.verdicts()) != seen:
                    quiet_since, seen = time.monotonic(), now

    async def _summary(self, stage: Stage, player: Player, *, leave: bool) -> None:
        said: dict[str, Any] = {
            "facts": {"accepted": player.count.accepted, "rejected": player.count.rejected},
            "verdicts": self._outcome.verdicts(),
            "deliveries": self._outcome.deliveries(),
            "seconds": round(time.monotonic() - self._begun, 1),
        }
        if not (leave and self._as_json):
            self._print_count(said)
        if not leave:
            await self._print_addresses(stage)
        if self._as_json:
            print(json.dumps(said), flush=True)

    def _print_count(self, said: dict[str, Any]) -> None:
        verdicts = ", ".join(f"{count} {_WORDS.get(kind, kind)}" for kind, count in said["verdicts"].items())
        facts = said["facts"]
        taken = f"{facts['accepted']} facts, {facts['rejected']} rejected with a reason"
        print(
            f"A month in {said['seconds']} s: {taken}; {verdicts}; both parties told of each.\n", flush=True
        )

    async def _print_addresses(self, stage: Stage) -> None:
        for side, party in PARTIES.items():
            page = f"The page as the {side} sees it"
            print(f"  {page:34}{await stage.link(party)}")
        for side, party in PARTIES.items():
            inbox = f"The inbox of the {side}"
            print(f"  {inbox:34}{self._url}/inbox/{party}")
        print("\nA link signs in once; open the second in a private window.", flush=True)

    async def _go_on(self, player: Player, server: asyncio.Task[None]) -> None:
        """Real time: every minute a word of each probe."""
        print("It goes on in real time. Ctrl+C ends it.", flush=True)
        while not server.done():
            now = self._clock.now()
            await player.send([heartbeat(service, source, now) for service, source in _PROBES])
            await asyncio.wait({server}, timeout=_LIFE_SECONDS)
