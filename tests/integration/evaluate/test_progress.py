"""Long input shows a bar on a terminal, and nowhere else."""

import io
import json
import os
import pty
import subprocess
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress as Bar

from services.cli.fact_lines import FactLines
from services.cli.progress import Progress
from shared.agreements.evaluation import Asked, evaluate
from shared.contracts.instants import parse_instant
from tests.integration.evaluate.test_command import COMMAND, fact
from tests.unit.agreements.documents import with_changes
from tests.unit.evaluator.builders import document, objective, terms


def long_input(folder: Path) -> list[str]:
    agreement, facts = folder / "agreement.yaml", folder / "facts.jsonl"
    agreement.write_text(json.dumps(with_changes()), encoding="utf-8")
    padding = "x" * 10_000
    lines = [
        fact(n, f"2026-01-01T{n // 60:02}:{n % 60:02}:00Z", "up", note=padding[:500]) for n in range(1_000)
    ]
    told = [{**line, "data": {"state": "up", "reason": padding}} for line in lines]
    facts.write_text("".join(json.dumps(line) + "\n" for line in told), encoding="utf-8")
    return [*COMMAND, "evaluate", str(agreement), str(facts), "--as-of", "2026-02-01T00:00:00Z"]


def on_a_terminal(command: list[str]) -> str:
    """What the command writes on a standard error that is a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        try:
            while more := os.read(ours, 65_536):
                seen += more
        except OSError:
            pass  # how Linux tells that the other end of a terminal was closed
        finally:
            os.close(ours)
        assert process.wait(timeout=60) == 0
    return seen.decode(errors="replace")


def test_a_terminal_shows_how_far_the_reading_is(tmp_path: Path) -> None:
    assert "Reading facts" in on_a_terminal(long_input(tmp_path))


def test_a_pipe_shows_nothing(tmp_path: Path) -> None:
    ran = subprocess.run(long_input(tmp_path), capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_bar_is_told_bytes_and_periods() -> None:
    with Bar(console=Console(file=io.StringIO())) as bar:
        progress = Progress(bar, 10)
        progress.read(4)
        progress.read(6)
        assert list(progress.periods([])) == []
        assert [task.completed for task in bar.tasks] == [10, 0]


def test_without_a_bar_periods_pass_through() -> None:
    progress = Progress(None, None)
    progress.read(4)
    assert list(progress.periods([])) == []


def test_the_periods_of_all_objectives_are_one_task() -> None:
    versions = [terms(document(objective("one"), objective("two", window="{calendar: day}")))]
    told: list[list[str]] = []

    def watched(asked: Sequence[Asked]) -> Sequence[Asked]:
        told.append([name for name, _ in asked])
        return asked

    evaluate(versions, FactLines(), parse_instant("2026-01-02T12:00:00Z"), None, watched)
    assert told == [["one", "two", "two"]]
