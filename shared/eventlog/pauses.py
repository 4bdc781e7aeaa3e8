"""Growing pauses between attempts, each twice as long as the one before, up to a longest."""

from collections.abc import Iterator


def growing(first: float = 0.1, longest: float = 5.0) -> Iterator[float]:
    """Seconds to wait after the first, second, third… failure; never ends."""
    pause = first
    while True:
        yield pause
        pause = min(pause * 2, longest)
