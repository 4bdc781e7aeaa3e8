"""`eyelevel hours` as people and scripts meet it: both questions, working days, sentences, formats."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.forked import command
from tests.unit.agreements.documents import with_changes

HOURS = {
    "office": {"weekly": {"mon-fri": ["09:00-12:00", "13:00-17:00"]}, "holidays": {"dates": ["2026-01-06"]}},
    "night": {"weekly": {"mon-sun": ["22:00-06:00"]}},
    "tokyo": {"time_zone": "Asia/Tokyo", "weekly": {"mon-fri": ["09:00-17:00"]}},
    "closed": {
        "weekly": {"mon": ["09:00-17:00"]},
        "holidays": {"dates": ["01-01..12-31"]},
        "on": {"2026-02-01": ["10:00-11:00"]},
    },
}
MONDAY_AT_FOUR = "2026-01-05T16:00:00+01:00"


class Asking:
    """An agreement on disk, and the command run on it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "agreement.yaml"
        self.write(with_changes(service_hours=HOURS))

    def write(self, *documents: dict[str, Any]) -> None:
        self.file.write_text("\n---\n".join(json.dumps(one) for one in documents), encoding="utf-8")

    def run(self, name: str, *options: str) -> subprocess.CompletedProcess[str]:
        return command(self.file.parent, "hours", str(self.file), name, *options)

    def ask(self, name: str, *options: str) -> dict[str, Any]:
        ran = self.run(name, *options, "--format", "json")
        assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
        answer: dict[str, Any] = json.loads(ran.stdout)
        return answer

    def refused(self, name: str, *options: str) -> list[str]:
        ran = self.run(name, *options)
        assert (ran.returncode, ran.stdout) == (2, "")
        return ran.stderr.splitlines()


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return Asking(tmp_path)


def test_the_time_between_is_told_with_its_open_segments(asking: Asking) -> None:
    page = asking.run("office", "--from", MONDAY_AT_FOUR, "--until", "2026-01-07T10:00:00+01:00").stdout
    lines = page.splitlines()
    assert lines[:4] == [
        "Service hours office of agreement acme-webshop, version 1 (Europe/Berlin)",
        "From   Monday, 5 January 2026, 16:00:00 (2026-01-05T15:00:00Z)",
        "Until  Wednesday, 7 January 2026, 10:00:00 (2026-01-07T09:00:00Z)",
        "Service time: 2 h",
    ]
    assert lines[5:7] == [  # the sixth is a holiday
        "  Mon  5 Jan 2026 16:00:00 to  5 Jan 2026 17:00:00  1 h",
        "  Wed  7 Jan 2026 09:00:00 to  7 Jan 2026 10:00:00  1 h",
    ]
    assert lines[-1].startswith("Time zones 20")


def test_the_end_of_the_time_between_is_also_called_to(asking: Asking) -> None:
    end = "2026-01-07T10:00:00+01:00"
    asked = [asking.ask("office", "--from", MONDAY_AT_FOUR, option, end) for option in ("--until", "--to")]
    assert asked[0] == asked[1]
    assert asked[1]["elapsed_us"] == 7_200_000_000


def test_a_deadline_is_told_with_where_counting_begins(asking: Asking) -> None:
    page = asking.run("office", "--from", "2026-01-05T12:30:00+01:00", "--add", "PT4H30M").stdout
    assert page.splitlines()[1:5] == [
        "From      Monday, 5 January 2026, 12:30:00 (2026-01-05T11:30:00Z)",
        "Opening   Monday, 5 January 2026, 13:00:00 (2026-01-05T12:00:00Z): before it nothing counts",
        "Add       4 h 30 min of service time",
        "Deadline  Wednesday, 7 January 2026, 09:30:00 (2026-01-07T08:30:00Z)",
    ]


def test_the_answer_is_in_german_where_that_is_asked_for(asking: Asking) -> None:
    due = asking.run("office", "--from", MONDAY_AT_FOUR, "--add", "PT1H", "--language", "de").stdout
    assert due.splitlines()[1:5] == [
        "Von       Montag, 5. Januar 2026, 16:00:00 (2026-01-05T15:00:00Z)",
        "Dazu      1 h Servicezeit",
        "Frist     Montag, 5. Januar 2026, 17:00:00 (2026-01-05T16:00:00Z)",
        (
            "Das liegt außerhalb der Servicezeit; weiter zählt sie ab Mittwoch, 7. Januar 2026, 09:00:00 "
            "(2026-01-07T08:00:00Z)"
        ),
    ]
    until = ("--until", "2026-01-07T10:00:00+01:00", "--language", "de")
    between = asking.run("office", "--from", MONDAY_AT_FOUR, *until).stdout
    assert "  Mo 05.01.2026 16:00:00 bis 05.01.2026 17:00:00  1 h" in between


def test_a_deadline_on_closing_time_stays_there_and_says_when_hours_open_again(asking: Asking) -> None:
    answer = asking.ask("office", "--from", MONDAY_AT_FOUR, "--add", "PT1H")
    assert (answer["deadline"], answer["opens_again"]) == ("2026-01-05T16:00:00Z", "2026-01-07T08:00:00Z")
    page = asking.run("office", "--from", MONDAY_AT_FOUR, "--add", "PT1H").stdout
    assert "That is outside hours: nothing counts until Wednesday, 7 January 2026, 09:00:00" in page


def test_both_questions_are_inverse_to_one_another(asking: Asking) -> None:
    due = asking.ask("office", "--from", MONDAY_AT_FOUR, "--add", "PT20H")["deadline"]
    back = asking.ask("office", "--from", MONDAY_AT_FOUR, "--until", due)
    assert back["elapsed_us"] == 20 * 3_600_000_000


@pytest.mark.parametrize(
    ("options", "deadline"),
    [
        (("2",), "2026-01-08T15:00:00Z"),
        (("2", "--by-close"), "2026-01-08T16:00:00Z"),
        (("0", "--by-close"), "2026-01-05T16:00:00Z"),
    ],
)
def test_working_days_keep_the_time_of_day_or_go_to_the_close(
    asking: Asking, options: tuple[str, ...], deadline: str
) -> None:
    answer = asking.ask("office", "--from", MONDAY_AT_FOUR, "--add-working-days", *options)
    assert answer["deadline"] == deadline


def test_a_date_is_its_midnight_in_the_zone_of_the_agreement(asking: Asking) -> None:
    answer = asking.ask("office", "--from", "2026-01-05", "--until", "2026-01-06")
    assert (answer["from"], answer["elapsed_us"]) == ("2026-01-04T23:00:00Z", 7 * 3_600_000_000)


def test_hours_of_another_zone_are_shown_on_its_clocks(asking: Asking) -> None:
    page = asking.run("tokyo", "--from", "2026-01-05T00:00:00Z", "--until", "2026-01-05T02:00:00Z").stdout
    assert "(Asia/Tokyo)" in page
    assert "Mon  5 Jan 2026 09:00:00 to  5 Jan 2026 11:00:00  2 h" in page


def test_always_is_built_in(asking: Asking) -> None:
    assert (
        asking.ask("always", "--from", MONDAY_AT_FOUR, "--add", "P1D")["deadline"] == "2026-01-06T15:00:00Z"
    )
    assert asking.ask("always", "--from", MONDAY_AT_FOUR, "--until", MONDAY_AT_FOUR)["elapsed_us"] == 0


def test_hours_that_never_reach_it_say_so(asking: Asking) -> None:
    page = asking.run("closed", "--from", MONDAY_AT_FOUR, "--add", "PT2H").stdout
    assert "Deadline  none: the hours never reach it" in page
    assert asking.ask("closed", "--from", MONDAY_AT_FOUR, "--add", "PT1H")["opens_again"] is None


def test_no_service_time_in_between_is_said(asking: Asking) -> None:
    page = asking.run("office", "--from", "2026-01-10", "--until", "2026-01-11").stdout
    assert "Service time: 0 s" in page
    assert "No service time lies in between." in page


def test_the_latest_version_answers_unless_another_is_named(asking: Asking) -> None:
    later = {**HOURS, "office": {"weekly": {"mon-fri": ["10:00-12:00"]}}}
    second = with_changes(service_hours=later, metadata__version=2, in_force={"from": "2026-02-01"})
    asking.write(with_changes(service_hours=HOURS), second)
    day = ("--from", "2026-01-05", "--until", "2026-01-06")
    answers = [asking.ask("office", *day), asking.ask("office", *day, "--version", "1")]
    assert [(one["version"], one["elapsed_us"] // 3_600_000_000) for one in answers] == [(2, 2), (1, 7)]
    assert asking.refused("office", *day, "--version", "3") == [
        "--version: there is no version 3 in the file; there is 1, 2"
    ]


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("offise", ("--add", "PT1H"), "the agreement has no service hours 'offise' (did you mean office?)"),
        ("zzz", ("--add", "PT1H"), "there are always, office, night, tokyo, closed"),
        ("office", (), "ask one thing"),
        ("office", ("--add", "PT1H", "--until", "2026-01-09"), "ask one thing"),
        ("office", ("--add", "1h"), "--add: it is '1h'; a duration is written like PT4H"),
        ("office", ("--add", "P1M"), "months and years have no fixed length"),
        ("office", ("--add", "P99999D"), "a hundred years are the most"),
        ("office", ("--until", "2026-01-04"), "--until: it lies before --from"),
        ("office", ("--until", "2026-02-30"), "there is no such day"),
        ("office", ("--until", "2026-02-28T10:00"), "with its offset"),
        ("office", ("--until", "0001-02-28T10:00:00Z"), "outside the years 2 to 9990"),
        ("office", ("--until", "2200-01-01"), "more than a hundred years after --from"),
        ("office", ("--add", "PT1H", "--by-close"), "--by-close: it goes with --add-working-days"),
        ("office", ("--add-working-days", "0"), "which needs --by-close"),
        ("office", ("--add-working-days", "-1"), "it lies between 0 and 25000"),
        ("night", ("--add-working-days", "1"), "these hours cross midnight"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    asking: Asking, name: str, options: tuple[str, ...], said: str
) -> None:
    (sentence,) = asking.refused(name, "--from", MONDAY_AT_FOUR, *options)
    assert said in sentence


def test_all_faults_of_the_options_are_told_and_as_problem_details_with_json(asking: Asking) -> None:
    ran = asking.run("office", "--from", "noon", "--add", "soon", "--format", "json")
    problem = json.loads(ran.stdout)
    assert (ran.returncode, problem["status"]) == (2, 422)
    assert [error["field"] for error in problem["errors"]] == ["--from", "--add"]
    assert [error["detail"] for error in problem["errors"]] == ran.stderr.splitlines()


def test_a_bad_agreement_or_none_is_refused(asking: Asking) -> None:
    asking.file.unlink()
    assert asking.refused("office", "--from", MONDAY_AT_FOUR, "--add", "PT1H") == [
        f"{asking.file}: cannot be read: No such file or directory"
    ]
    asking.write(with_changes(time_zone="Mars"))
    (sentence,) = asking.refused("office", "--from", MONDAY_AT_FOUR, "--add", "PT1H")
    assert sentence.startswith(f"{asking.file}:1:")
