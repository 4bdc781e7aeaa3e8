"""One runner for all services: twice does nothing more, two at once do it once, and /readyz knows."""

import asyncio
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared.database.engine import Database
from shared.database.migrations import behind, drift, migrate, newest, write_revision
from shared.outbox import store
from tests.integration.database.example import entry, outbox

SERVICE = "tests.integration.database.example_service"


async def versions(url: str) -> list[str]:
    database = Database(url)
    async with database.reading() as connection:
        found = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalars().all()
    await database.close()
    return list(found)


async def test_migrations_give_the_tables_the_code_wants(store_url: str) -> None:
    await migrate(store_url, SERVICE)

    assert await versions(store_url) == ["0002"]
    assert await drift(store_url, SERVICE) == []


async def test_migrating_again_changes_nothing(store_url: str) -> None:
    await migrate(store_url, SERVICE)
    database = Database(store_url)
    async with database.transaction() as connection:
        await store.add(connection, outbox, [entry(1)])
    await migrate(store_url, SERVICE)

    async with database.reading() as connection:
        assert [id_ for id_, _ in await store.oldest(connection, outbox, 10)] == [1]
    await database.close()


async def test_two_tasks_at_once_migrate_once(store_url: str) -> None:
    await asyncio.gather(*(migrate(store_url, SERVICE) for _ in range(3)))

    assert await versions(store_url) == ["0002"]


async def test_two_processes_at_once_migrate_once(store_url: str) -> None:
    program = (
        "import asyncio, sys; from shared.database.migrations import migrate; "
        "sys.stdin.readline(); asyncio.run(migrate(sys.argv[1], sys.argv[2]))"
    )
    command = [sys.executable, "-W", "error", "-c", program, store_url, SERVICE]
    pipe = asyncio.subprocess.PIPE
    replicas = [await asyncio.create_subprocess_exec(*command, stdin=pipe, stderr=pipe) for _ in range(2)]
    said = await asyncio.gather(*(replica.communicate(b"go\n") for replica in replicas))

    assert [(replica.returncode, err) for replica, (_, err) in zip(replicas, said, strict=True)] == [
        (0, b"")
    ] * 2
    assert await versions(store_url) == ["0002"]


async def test_a_migration_that_fails_leaves_nothing(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = service(tmp_path, monkeypatch, "broken_service")
    await write_revision(package, "First")
    first = next((tmp_path / package / "migrations").glob("0001*"))
    second = (
        first.read_text()
        .replace("'0001'", "'0002'")
        .replace("down_revision = None", "down_revision = '0001'")
    )
    second = second.replace("'things'", "'more'").replace(
        "\n\n\ndef downgrade", "\n    raise ZeroDivisionError\n\n\ndef downgrade"
    )
    first.with_name("0002_broken.py").write_text(second)
    newest.cache_clear()

    with pytest.raises(ZeroDivisionError):
        await migrate(store_url, package)

    database = Database(store_url)
    assert await behind(database, package) is not None
    async with database.transaction() as connection:
        await connection.execute(text("CREATE TABLE things (id INTEGER)"))
    await database.close()


async def test_a_database_without_tables_is_told_in_a_sentence(store_url: str) -> None:
    database = Database(store_url)
    before = await behind(database, SERVICE)
    await migrate(store_url, SERVICE)
    after = await behind(database, SERVICE)
    await database.close()

    assert before == "the tables are at version none, this program needs 0002; run `eyelevel migrate`"
    assert after is None


async def test_a_database_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/no/such/folder/x.db", "postgresql://nobody@127.0.0.1:1/x"):
        database = Database(url)
        said = await behind(database, SERVICE)
        await database.close()
        assert said is not None
        assert said.startswith("the database does not answer: ")


async def test_a_new_revision_holds_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = service(tmp_path, monkeypatch, "growing_service")

    written = await write_revision(package, "First things")

    assert written.name == "0001_first_things.py"
    assert "op.create_table('things'" in written.read_text()
    assert "###" not in written.read_text()
    assert newest(package) == "0001"


def service(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> str:
    """A package of a service with one table and no migration yet."""
    name = f"{name}_{uuid4().hex[:8]}"  # modules of one name would be remembered from test to test
    (folder / name / "migrations").mkdir(parents=True)
    (folder / name / "__init__.py").write_text("")
    (folder / name / "tables.py").write_text(
        "from sqlalchemy import Column, Integer, MetaData, Table\n"
        "metadata = MetaData()\n"
        "Table('things', metadata, Column('id', Integer, primary_key=True))\n"
    )
    monkeypatch.syspath_prepend(str(folder))
    return name
