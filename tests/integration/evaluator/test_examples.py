"""The worked examples, lived: every story goes through the evaluator, and its figures are the example's."""

from pathlib import Path
from typing import Any

import pytest

from services.evaluator import tables
from services.evaluator.clauses import read_clauses
from shared.agreements.figure_json import figure_json
from shared.agreements.reading import read_agreement
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent, read_mapping
from shared.contracts.instants import MINUTE, parse_instant
from shared.contracts.topics import FACTS
from shared.database.engine import Database
from shared.database.migrations import migrate
from shared.eventlog.port import Partition, Record
from shared.sla.spans import Span
from tests.integration.evaluate.examples import SAMPLES, Example, examples, outcome
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import records, tick

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the project")


def story(example: Example, name: str) -> list[CloudEvent | tuple[str, CloudEvent]]:
    """Its versions, its facts in their own order, and the tick of its instant."""
    as_of = parse_instant(example.as_of)
    first = min([parse_instant(fact["time"]) for fact in example.facts] or [as_of]) - MINUTE
    puts = [
        (
            name,
            CloudEvent(
                id=f"put-{document.metadata.version}",
                source="eyelevel/portal",
                type=TYPE_PREFIX + "agreement.put",
                subject=name,
                time=example.as_of,
                data={
                    "document": example.agreement,
                    "hash": document.hash,
                    "version": document.metadata.version,
                },
            ),
        )
        for document in read_agreement(example.agreement)
    ]
    facts = [(name, read_mapping(fact)) for fact in example.facts]
    return [tick(min(first, as_of - MINUTE)), *puts, *facts, tick(as_of)]


@pytest.mark.parametrize("share", range(2))
async def test_an_example_that_is_lived_ends_with_its_figures(tmp_path: Path, share: int):
    url = f"sqlite:///{tmp_path / 'evaluator.db'}"
    await migrate(url, "services.evaluator")
    database = Database(url)
    world = World(database)
    lived = [example for example in list(examples())[share::8] if not _refused(example)]
    different: dict[str, Any] = {}
    for number, example in enumerate(lived):
        name, partition = f"example-{number}", Partition(FACTS.name, number)
        await world.claiming.claim([partition])
        log = [
            Record(partition, record.offset, record.key, record.value, (), 0)
            for record in records(story(example, name))
        ]
        await world.handler.handle(partition, log)
        found = await figures(world, name, example)
        if found != example.expected["objectives"]:
            different[example.name] = found
    assert different == {}
    assert len(lived) > 40
    await sentences_are_whole(world)
    await database.close()


def _refused(example: Example) -> bool:
    found = outcome(example)
    return bool(found.refused or found.differences)


async def figures(world: World, name: str, example: Example) -> list[dict[str, Any]]:
    """What the read API would say, with the fields that the example gives."""
    known = await world.agreements.known(name)
    assert known is not None
    found = []
    for expected in example.expected["objectives"]:
        clause = read_clauses(example.agreement, expected["version"]).objective(expected["objective"])
        assert clause is not None
        span = Span(parse_instant(expected["period"]["from"]), parse_instant(expected["period"]["until"]))
        figure = known.history.figure(expected["objective"], expected["version"], span, known.clock)
        said = figure_json(figure, clause)
        for outage in said["outages"] or ():
            del outage["cause"], outage["conditions"]
        found.append(said)
    return found


async def sentences_are_whole(world: World) -> None:
    """No verdict of any indicator says None, or leaves a gap."""
    for row in await world.rows(tables.verdicts):
        body = row["event"].decode()
        assert not any(fault in body for fault in ("None", "  ", " ,", ' ."'))
