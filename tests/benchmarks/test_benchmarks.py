"""Each measurement runs in its short form and fills its table; no time is judged."""

import pytest

from tests.benchmarks.measurements import MEASUREMENTS


@pytest.mark.parametrize("name", MEASUREMENTS)
def test_a_measurement_fills_every_cell_of_its_table(name: str) -> None:
    table = MEASUREMENTS[name](short=True)
    assert table.rows
    assert all(len(row) == len(table.columns) and all(row) for row in table.rows)
    assert table.title in table.text()
