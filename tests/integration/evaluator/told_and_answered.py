"""What verdicts and trends said at their log clocks, beside what the API answers of these clocks."""

from collections import Counter
from typing import Any
from urllib.parse import quote

import msgspec

from services.evaluator import tables
from shared.sla.spans import EVER
from tests.integration.evaluator.asking import Asking, asking
from tests.integration.evaluator.world import World


async def answered(api: Asking, data: dict[str, Any], *, rolling: bool) -> dict[str, Any]:
    """What the API says of the figures that a verdict or trend gives, in its fields."""
    start = "current" if rolling else data["period"]["from"]
    place = f"figures/{data['agreement']['id']}/{data['objective']['id']}/{quote(start)}"
    answer = await api.json(place, as_known_at=data["as_known_at"], version=data["agreement"]["version"])
    figure = answer["figure"]
    assert answer["as_of"] == data["as_known_at"]
    for name in ("good", "total", "budget"):
        figure.setdefault(name, figure.get(f"{name}_us"))
    return {**{name: figure[name] for name in data["figures"]}, "period": figure["period"]}


async def told_as_answered(world: World) -> Counter[str]:
    """How many verdicts of each type there were, when each has the figures that the API answers of its clock."""
    rows = await world.rows(tables.verdicts)
    found: Counter[str] = Counter()
    async with asking(world) as api:
        for row in sorted(rows, key=lambda row: (row["agreement"], row["told_at"])):
            data = msgspec.json.decode(row["event"])["data"]
            if "figures" not in data:  # of a source
                continue
            said = {**data["figures"], "period": data["period"]}
            assert await answered(api, data, rolling=row["start"] == EVER) == said, row["type"]
            found[row["type"]] += 1
    return found
