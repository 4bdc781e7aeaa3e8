"""`eyelevel agreement check`: clear, advised, or refused with the place of each fault; and the overview."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.forked import command
from tests.unit.agreements.documents import with_changes


def check(folder: Path, *options: str, **changes: Any) -> subprocess.CompletedProcess[str]:
    file = folder / "agreement.yaml"
    file.write_text(json.dumps(with_changes(**changes)), encoding="utf-8")
    return command(folder, "agreement", "check", str(file), *options)


def test_a_clear_agreement_is_named_with_its_hash_and_advice(tmp_path: Path) -> None:
    ran = check(tmp_path)
    lines = ran.stdout.splitlines()
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "agreement acme-webshop, version 1: clear. sha256:" in lines[0]
    assert all(line.startswith("  advice: ") for line in lines[1:])


@pytest.mark.parametrize(("language", "said"), [("en", "Every hour counts"), ("de", "Jede Stunde zählt")])
def test_clauses_are_said_in_either_language(tmp_path: Path, language: str, said: str) -> None:
    assert said in check(tmp_path, "--clauses", "--language", language).stdout


def test_faults_are_refused_with_their_place(tmp_path: Path) -> None:
    ran = check(tmp_path, time_zone=None, objectives__0__window=None)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert [line.split(": ", 1)[1].split(" ")[0] for line in ran.stderr.splitlines()] == [
        "time_zone",
        "objectives[0].window",
    ]


def test_a_file_that_is_not_there_and_a_language_that_is_not_known(tmp_path: Path) -> None:
    assert command(tmp_path, "agreement", "check", str(tmp_path / "no.yaml")).returncode == 2
    assert "it is en or de" in check(tmp_path, "--language", "fr").stderr


def test_the_overview_names_every_subcommand_and_a_near_one(tmp_path: Path) -> None:
    overview = command(tmp_path, "--help")
    assert [name in overview.stdout for name in ("evaluate", "agreement", "up")] == [True] * 3
    wrong = command(tmp_path, "evalute")
    assert (wrong.returncode, "evaluate" in wrong.stderr) == (2, True)


def test_the_version_is_told(tmp_path: Path) -> None:
    assert command(tmp_path, "--version").stdout.startswith("eyelevel ")
