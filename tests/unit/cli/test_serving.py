"""How the server of one process hears that it is to end."""

import signal

from starlette.applications import Starlette

from services.cli.serving import server_of


def test_the_first_signal_ends_it_in_good_order() -> None:
    server = server_of(Starlette())

    server.handle_exit(signal.SIGINT, None)

    assert server.should_exit
    assert not server.force_exit


def test_a_signal_that_comes_again_breaks_nothing_off() -> None:
    server = server_of(Starlette())

    for heard in (signal.SIGINT, signal.SIGINT, signal.SIGTERM):
        server.handle_exit(heard, None)

    assert not server.force_exit
