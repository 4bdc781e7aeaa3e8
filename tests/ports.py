"""Ports for servers of tests: free now, and not among those that the system gives to outgoing connections.

A port that the system itself hands out (`bind` to 0) may be handed to some connection again before the server binds
it. These are drawn at random from below that range, so that workers side by side seldom meet.
"""

import random
import socket
from typing import Final

_BELOW_EPHEMERAL: Final = range(20_000, 32_000)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on; RuntimeError where none is found."""
    for port in random.SystemRandom().sample(_BELOW_EPHEMERAL, 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no free port of 127.0.0.1 among 100 of {_BELOW_EPHEMERAL}")
