"""`eyelevel demo`, twice at once and beside a process that never rests: one run ends by itself, one by Ctrl+C.

The last test ends the run that stays.
"""

import json
import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from shared.contracts.instants import parse_instant
from tests.end_to_end.demonstration import SIDES, Demo, headline, instants, signed_in

_MINUTE = 60.0
_SOON = 20.0
"""Seconds. It takes two or three on a machine that has nothing else to do."""


@dataclass(frozen=True)
class Runs:
    """`leaving` has ended by itself, `staying` goes on in real time; its port was taken."""

    leaving: Demo
    status: int
    staying: Demo
    taken: int
    cpu_seconds: float


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with (
        _taken_port() as taken,
        Demo(tmp_path_factory.mktemp("staying"), "--json", "--port", str(taken)) as staying,
        Demo(tmp_path_factory.mktemp("leaving"), "--exit", "--json", "--port", "0") as leaving,
    ):
        with _busy():
            status = leaving.ended()
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            staying.wait_for_its_last_word()
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        yield Runs(leaving, status, staying, taken, cpu)


@contextmanager
def _taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@contextmanager
def _busy() -> Iterator[None]:
    never_resting = "import os; os.nice(10)\nwhile True: pass"  # and leaves the other tests their turn
    process = subprocess.Popen([sys.executable, "-c", never_resting])
    try:
        yield
    finally:
        process.kill()
        process.wait(30)


def test_it_ends_by_itself_with_success_and_says_nothing_of_trouble(runs: Runs) -> None:
    assert runs.status == 0, runs.leaving.stderr
    assert "Traceback" not in runs.leaving.stderr


def test_the_last_line_is_one_object_of_the_agreed_form(runs: Runs) -> None:
    said = json.loads(runs.leaving.stdout.splitlines()[-1])

    assert set(said) == {"facts", "verdicts", "deliveries", "seconds"}
    assert set(said["facts"]) == {"accepted", "rejected"}
    assert set(said["deliveries"]) == set(SIDES)
    assert [set(said["deliveries"][side]) for side in SIDES] == [{"delivered", "failed"}] * 2
    counts = [*said["facts"].values(), *said["verdicts"].values()]
    counts += [count for side in SIDES for count in said["deliveries"][side].values()]
    assert {type(count) for count in counts} == {int}
    assert isinstance(said["seconds"], float)


def test_a_lifelike_month_has_facts_a_breach_and_nothing_that_has_to_be_taken_back(runs: Runs) -> None:
    facts, verdicts = runs.leaving.said["facts"], runs.leaving.said["verdicts"]

    assert facts["accepted"] > 1_000
    assert facts["rejected"] >= 1
    assert verdicts["objective.breached"] >= 1
    assert verdicts["objective.at_risk"] >= 1
    assert "breach.withdrawn" not in verdicts


def test_the_month_shows_verdicts_of_several_kinds(runs: Runs) -> None:
    """Of the service desk and of sources besides those of time: owed by the provider and by the customer."""
    assert set(runs.leaving.said["verdicts"]) >= {
        "clock.at_risk",
        "clock.breached",
        "clock.fulfilled",
        "objective.at_risk",
        "objective.breached",
        "source.heard",
        "source.silent",
    }
    owed = {
        message["data"]["objective"]["owed_by"]
        for message in runs.staying.messages("provider").values()
        if message["type"] == "dev.eyelevel.clock.breached"
    }
    assert owed == {"provider", "customer"}


def test_each_side_was_told_of_every_verdict(runs: Runs) -> None:
    every = sum(runs.leaving.said["verdicts"].values())

    assert runs.leaving.said["deliveries"] == {side: {"delivered": every, "failed": 0} for side in SIDES}


def test_a_breach_comes_within_a_minute_of_the_start(runs: Runs) -> None:
    """By the time that one processor worked for it, since others work on this machine meanwhile."""
    assert 0 < runs.cpu_seconds < _MINUTE


def test_where_the_port_is_taken_it_takes_another(runs: Runs) -> None:
    addresses = [*runs.staying.pages.values(), *runs.staying.inboxes.values()]

    ports = {urlsplit(address).port for address in addresses}

    assert len(addresses) == 4
    assert len(ports) == 1
    assert runs.taken not in ports


def test_both_inboxes_have_the_same_messages_under_the_same_ids(runs: Runs) -> None:
    provider, customer = (runs.staying.messages(side) for side in SIDES)

    assert provider == customer
    assert len(provider) >= sum(runs.staying.said["verdicts"].values())


def test_the_breach_of_the_message_stands_on_the_page_of_both(runs: Runs) -> None:
    breaches = [
        message["data"]
        for message in runs.staying.messages("customer").values()
        if message["type"] == "dev.eyelevel.objective.breached"
    ]
    viewers = [signed_in(runs.staying.pages[side]) for side in SIDES]

    shown = [[headline(viewer.get(breach["url"]).text) for viewer in viewers] for breach in breaches]

    for viewer in viewers:
        viewer.close()
    assert breaches
    for breach, heads in zip(breaches, shown, strict=True):
        at = parse_instant(breach["figures"]["breached_at"])
        assert [(at in instants(head), 'class="state breached"' in head) for head in heads] == [
            (True, True)
        ] * 2


def test_ctrl_c_ends_it_soon_with_success_and_without_a_traceback(runs: Runs) -> None:
    status, seconds = runs.staying.interrupted()

    assert (status, runs.staying.stderr.strip()) == (0, "")
    assert seconds < _SOON
