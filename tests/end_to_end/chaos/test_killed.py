"""Over SQLite: kill -9 at seeded points, and in the end all is as if nothing had happened."""

from pathlib import Path

from tests.end_to_end.chaos.deaths import MARKS, POINTS, check, days_for, say_seed, undisturbed
from tests.end_to_end.chaos.stage import embedded

pytestmark = MARKS


async def test_killed_at_seeded_points_all_ends_as_if_nothing_had_happened(tmp_path: Path) -> None:
    say_seed()
    days = days_for(POINTS)
    measure = await undisturbed(tmp_path / "undisturbed", days)
    await check(embedded(tmp_path / "killed"), POINTS, measure, days)
