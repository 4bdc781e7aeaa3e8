"""What a receipt's numbers look like."""

import pytest

from services.notifier.receipts import receipt_id, seconds_text


@pytest.mark.parametrize(
    ("took", "text"),
    [
        (0, "0"),
        (999, "0"),
        (1_000, "0.001"),
        (304_999, "0.304"),
        (300_000, "0.3"),
        (20_000_000, "20"),
        (10_050_000, "10.05"),
    ],
)
def test_seconds_are_exact_to_the_millisecond_rounded_down(took: int, text: str) -> None:
    assert seconds_text(took) == text


def test_the_id_follows_from_delivery_and_attempt() -> None:
    assert receipt_id("d1", 2) == "d1-2"
