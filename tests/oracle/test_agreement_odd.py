"""The calculus and the oracle give the same answer to each story of an odd seed: a shard of its own for a worker."""

import pytest

from tests.oracle.shards import disagreements


@pytest.mark.timeout(0)
def test_the_calculus_and_the_oracle_agree_in_every_field() -> None:
    assert disagreements(1) == {}
