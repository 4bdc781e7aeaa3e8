"""After every step of random histories, live is what `eyelevel evaluate` says: those of odd seeds."""

import pytest

from shared.contracts.verdicts import VERDICT_TYPES
from tests.integration.live.shards import lived


@pytest.mark.timeout(0)
async def test_what_is_held_shown_and_told_is_what_evaluate_says() -> None:
    wrong, told = await lived(1)
    assert wrong == {}
    assert set(told) == set(VERDICT_TYPES), "the histories have everything"
