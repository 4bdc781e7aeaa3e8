"""A notifier that starts before what it needs is there."""

import time
from pathlib import Path

import httpx2
from fastapi import FastAPI

from services.notifier.app import create_app, describe
from shared.database.migrations import drift, migrate
from tests.integration.notifier.hook import Hooks
from tests.integration.notifier.whole import Whole, settings, until


async def test_without_tables_it_is_not_ready_and_says_what_to_run(whole: Whole, hooks: Hooks) -> None:
    await whole.put(*hooks.receivers())
    await whole.say("v1")
    app = create_app(settings(whole.store_url, whole.folder), log=whole.log)
    async with app.router.lifespan_context(app), client(app) as web:

        async def says_so() -> bool:
            answered = await web.get("/readyz")
            assert answered.status_code == 503
            return "run `eyelevel migrate`" in answered.json()["detail"]

        await until(says_so, "it does not say what to run")


async def test_without_a_log_it_is_alive_not_ready_and_stops_soon(tmp_path: Path) -> None:
    nowhere = settings(f"sqlite:///{tmp_path / 'store.db'}", tmp_path, event_log="kafka://127.0.0.1:1")
    app = create_app(nowhere)
    async with client(app) as web:
        async with app.router.lifespan_context(app):
            assert (await web.get("/livez")).status_code == 200

            async def says_so() -> bool:
                answered = await web.get("/readyz")
                return "the event log does not answer yet" in answered.text

            await until(says_so, "it is not ready")
            begun = time.monotonic()
        assert time.monotonic() - begun < 8


async def test_the_migrations_make_the_tables_that_the_code_names(store_url: str) -> None:
    await migrate(store_url, "services.notifier")
    await migrate(store_url, "services.notifier")
    assert await drift(store_url, "services.notifier") == []


def test_its_api_is_described_without_anything_around_it() -> None:
    paths = describe().openapi()["paths"]
    assert set(paths) == {"/v1/deliveries", "/v1/deliveries/{delivery}/retry"}


def client(app: FastAPI) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=app)
    return httpx2.AsyncClient(transport=transport, base_url="http://notifier")
