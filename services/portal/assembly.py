"""The portal's parts and how they hang together."""

from collections.abc import Callable
from dataclasses import dataclass

import httpx2

from services.portal import tables
from services.portal.evaluator import Evaluator, HttpEvaluator
from services.portal.intake import GROUP, Intake
from services.portal.metrics import Metrics
from services.portal.settings import Settings
from services.portal.state import Portal
from services.portal.storage import SqlLibrary
from shared.contracts.topics import DELIVERIES
from shared.database.engine import Database
from shared.eventlog.consumer import Consumer
from shared.eventlog.port import EventLog
from shared.outbox.positions import StoredPositions
from shared.outbox.relay import Relay
from shared.security.master import read_master


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What the portal stands on. `evaluator` None: the one that the settings name, over HTTP."""

    log: EventLog
    database: Database
    evaluator: Evaluator | None
    clock: Callable[[], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What works beside the requests, and what the requests share."""

    portal: Portal
    relay: Relay
    consumer: Consumer
    client: httpx2.AsyncClient


def assemble(settings: Settings, outside: Outside, metrics: Metrics) -> Parts:
    """Build them; nothing is opened."""
    master = read_master(settings.secret)
    relay = Relay(outside.database, tables.outbox, outside.log)
    positions = StoredPositions(outside.database, tables.offsets, GROUP)
    intake = Intake(outside.database, positions)
    consumer = Consumer(outside.log.reader(GROUP, [DELIVERIES.name], positions), intake.handle)
    client = httpx2.AsyncClient(base_url=settings.evaluator_url, timeout=10.0)
    evaluator = HttpEvaluator(client, master)
    metrics.watch_evaluator(evaluator.seconds_since)
    portal = Portal(
        library=SqlLibrary(outside.database, relay),
        evaluator=outside.evaluator or evaluator,
        clock=outside.clock,
        url=settings.public_url.rstrip("/"),
        master=master,
        link_seconds=settings.link_seconds,
        session_seconds=settings.session_seconds,
        publish_seconds=settings.publish_seconds,
    )
    return Parts(portal=portal, relay=relay, consumer=consumer, client=client)
