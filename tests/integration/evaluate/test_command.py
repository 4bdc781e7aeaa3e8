"""`eyelevel evaluate` as people and scripts meet it: files, standard input, exit status, sentences, formats."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.forked import command
from tests.unit.agreements.documents import AVAILABILITY, with_changes

COMMAND = [sys.executable, "-c", "from services.cli.main import run; run()"]
NOON = {
    "specversion": "1.0",
    "source": "probe",
    "subject": "shop",
    "type": "dev.eyelevel.availability.changed",
}


def fact(number: int, time: str, state: str, **changes: Any) -> dict[str, Any]:
    return {**NOON, "id": f"e{number}", "time": time, "data": {"state": state}, **changes}


FACTS = [
    fact(1, "2025-12-31T00:00:00Z", "up"),
    fact(2, "2026-01-17T02:00:00Z", "down"),
    fact(3, "2026-01-17T03:00:00Z", "up"),
]


class Files:
    """An agreement and facts on disk, and the command run on them."""

    def __init__(self, folder: Path) -> None:
        self.agreement = folder / "agreement.yaml"
        self.facts = folder / "facts.jsonl"
        self.write(with_changes(), FACTS)

    def write(self, document: dict[str, Any] | str, facts: list[Any]) -> None:
        text = document if isinstance(document, str) else json.dumps(document, indent=1)
        self.agreement.write_text(text, encoding="utf-8")
        lines = [line if isinstance(line, str) else json.dumps(line) for line in facts]
        self.facts.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def run(
        self, *options: str, facts: str | None = None, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        source = str(self.facts) if facts is None else facts
        return command(self.facts.parent, "evaluate", str(self.agreement), source, *options, stdin=stdin)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_figures_come_as_json_with_the_versions_behind_them(files: Files) -> None:
    ran = files.run("--as-of", "2026-02-01T00:00:00Z", "--period", "2026-01")
    answer = json.loads(ran.stdout)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert list(answer) == [
        "agreement",
        "version",
        "as_of",
        "engine",
        "tzdata",
        "holidays",
        "facts",
        "objectives",
    ]
    assert answer["facts"] == {"read": 3, "repeated": 0, "later": 0, "used": 3, "set_aside": []}
    (figure,) = answer["objectives"]
    assert (figure["state"], figure["sli_percent"]) == ("breached", "99.865591397849")
    assert figure["breached_at"] == "2026-01-17T02:44:38.4Z"
    assert figure["outages"][0]["from"] == "2026-01-17T02:00:00Z"


def test_an_open_figure_carries_burn_rates_and_forecasts_as_trends_do(files: Files) -> None:
    ran = files.run("--as-of", "2026-01-17T02:30:00Z", "--period", "2026-01")
    (figure,) = json.loads(ran.stdout)["objectives"]
    assert [(one["rate"], one["windows"], one["exceeded"]) for one in figure["burn"]] == [
        ("14.4", ["PT1H2M", "PT5M10S"], True),
        ("6", ["PT6H12M", "PT31M"], True),
        ("3", ["P1DT48M", "PT2H4M"], True),
        ("1", ["P3DT2H24M", "PT6H12M"], True),
    ]
    assert figure["forecast"]["runs_out"]["at"] == "2026-01-17T02:44:38.4Z"
    assert figure["forecast"]["at_end"]["sli_percent"] == "99.79018657194"
    ended = json.loads(files.run("--as-of", "2026-02-01T00:00:00Z", "--period", "2026-01").stdout)
    assert not {"burn", "forecast"} & ended["objectives"][0].keys()


def test_facts_come_from_standard_input_with_the_same_answer(files: Files) -> None:
    options = ("--as-of", "2026-02-01T00:00:00Z")
    piped = files.run(*options, facts="-", stdin=files.facts.read_text(encoding="utf-8"))
    assert (piped.returncode, piped.stdout) == (0, files.run(*options).stdout)


def test_each_line_is_repeated_later_set_aside_or_used_in_this_order(files: Files) -> None:
    empty_span = {
        **NOON,
        "id": "c1",
        "type": "dev.eyelevel.change.announced",
        "time": "2026-01-02T00:00:00Z",
        "data": {"change": "C", "from": "2026-01-03T00:00:00Z", "until": "2026-01-03T00:00:00Z"},
    }
    elsewhere = fact(8, "2026-01-02T00:00:00Z", "down", subject="elsewhere")
    tick = {"specversion": "1.0", "id": "t", "source": "eyelevel/ingest", "type": "dev.eyelevel.clock.ticked"}
    later = fact(9, "2026-02-01T00:00:00.000001Z", "down")
    known = fact(10, "2026-02-01T00:00:00Z", "up")
    files.write(
        with_changes(),
        [
            *FACTS,
            FACTS[0],
            later,
            later,
            elsewhere,
            empty_span,
            {**tick, "time": "2026-01-02T00:00:00Z"},
            known,
            "",
        ],
    )
    answer = json.loads(files.run("--as-of", "2026-02-01T00:00:00Z").stdout)
    assert answer["facts"] == {
        "read": 10,
        "repeated": 2,
        "later": 1,
        "used": 4,
        "set_aside": [
            {
                "source": "eyelevel/ingest",
                "id": "t",
                "reason": "type 'dev.eyelevel.clock.ticked' tells nothing of a service",
            },
            {
                "source": "probe",
                "id": "c1",
                "reason": "data.until does not lie after data.from; a span ends after it begins",
            },
            {"source": "probe", "id": "e8", "reason": "service 'elsewhere' is not in the agreement"},
        ],
    }


def test_a_repeat_that_arrived_at_another_time_is_a_repeat(files: Files) -> None:
    files.write(with_changes(), [FACTS[0], {**FACTS[0], "recordedtime": "2026-01-01T00:00:05Z"}])
    assert json.loads(files.run("--as-of", "2026-02-01T00:00:00Z").stdout)["facts"]["repeated"] == 1


def refusal(ran: subprocess.CompletedProcess[str]) -> tuple[list[str], dict[str, Any]]:
    assert ran.returncode == 2
    problem = json.loads(ran.stdout)
    sentences = ran.stderr.splitlines()
    assert [error["detail"] for error in problem["errors"]] == sentences
    assert (problem["status"], problem["type"]) == (422, "about:blank")
    return sentences, problem


def test_a_bad_agreement_is_refused_with_a_sentence_for_each_fault(files: Files) -> None:
    files.write(with_changes(time_zone="Mars", objectives__0__target=99.9), FACTS)
    sentences, problem = refusal(files.run())
    assert [sentence.startswith(f"{files.agreement}:") for sentence in sentences] == [True, True]
    assert [error["field"] for error in problem["errors"]] == ["time_zone", "objectives[0].target"]
    assert problem["errors"][1]["line"] > problem["errors"][0]["line"]


def test_unreadable_lines_are_all_named_with_line_event_and_field(files: Files) -> None:
    files.write(
        with_changes(),
        [
            "{",
            "[]",
            fact(1, "2026-01-01T00:00:00Z", "dwon"),
            fact(2, "2026-01-01T00:00:00", "up"),
            fact(3, "2026-01-01T00:00:00Z", "up"),
            fact(3, "2026-01-01T00:00:01Z", "up"),
            fact(4, "2026-01-01T00:00:00Z", "up", subject=None),
            fact(5, "2026-01-01T00:00:00Z", "up", type="dev.eyelevel.availability.chnged"),
        ],
    )
    sentences, problem = refusal(files.run())
    assert [error["line"] for error in problem["errors"]] == [1, 2, 3, 4, 6, 7, 8]
    assert [error["event"] for error in problem["errors"]] == [None, None, "e1", None, "e3", "e4", "e5"]
    assert sentences[2] == (
        f"{files.facts}:3: event 'e1': data.state is 'dwon'; it is one of up, degraded, down, unknown"
    )
    assert "with other content, in line 5" in sentences[4]


def test_very_many_faults_end_with_a_word_about_the_rest(files: Files) -> None:
    files.write(with_changes(), ["{"] * 150)
    sentences, _ = refusal(files.run())
    assert (len(sentences), "further faults are not shown" in sentences[-1]) == (101, True)


def test_bad_options_are_all_named(files: Files) -> None:
    sentences, problem = refusal(files.run("--as-of", "yesterday", "--period", "2026-13"))
    assert [error["field"] for error in problem["errors"]] == ["--as-of", "--period"]
    assert "with its offset" in sentences[0]


def test_one_objective_alone_is_evaluated_where_it_is_named(files: Files) -> None:
    options = ("--as-of", "2026-02-01T00:00:00Z")
    figures = json.loads(files.run(*options).stdout)["objectives"]
    name = figures[0]["objective"]
    alone = json.loads(files.run(*options, "--objective", name).stdout)["objectives"]
    assert alone == [figure for figure in figures if figure["objective"] == name]


def test_an_objective_that_is_not_there_is_refused_with_those_that_are(files: Files) -> None:
    sentences, _ = refusal(files.run("--objective", "no-such"))
    assert len(sentences) == 1
    assert sentences[0].startswith("--objective: the agreement has no objective 'no-such'; it has ")


@pytest.mark.parametrize("missing", ["agreement", "facts"])
def test_a_file_that_is_not_there_is_refused_by_name(files: Files, missing: str) -> None:
    getattr(files, missing).unlink()
    sentences, _ = refusal(files.run())
    assert sentences == [f"{getattr(files, missing)}: cannot be read: No such file or directory"]


def test_text_is_a_page_that_one_would_read(files: Files) -> None:
    ran = files.run("--as-of", "2026-02-01T00:00:00Z", "--period", "2026-01", "--format", "text")
    page = ran.stdout.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert ran.returncode == 0
    for line in (
        "Northwind Hosting for ACME Retail",
        "1 result: 1 not met.",
        "January 2026 (1 Jan 2026 00:00:00 to 1 Feb 2026 00:00:00), ended, can change",
        "Web shop was up for 99.8655 % of the counted time in January 2026 (promised:",
        "1 h   0.1344 %  bad",
        "left = may fail − used = 2,678.4 s − 3,600 s = −15 min 21.6 s",
        "share reached 99.8655 % ≥ promised 99.9 %: does not hold",
        "could be kept until Saturday, 17 January 2026, 03:44:38.4",
        "17 Jan 2026 03:00:00 to 17 Jan 2026 04:00:00: 1 h counted, cause open",
        "3 facts: 1 from before, still true then; 2 on the state of the service.",
        "3 facts: 3 used.",
        "eyelevel evaluate AGREEMENT FACTS --as-of 2026-02-01T00:00:00Z",
        "With --evidence it names each fact that a figure rests on",
    ):
        assert line in page, page


def test_the_evidence_of_each_figure_is_named_where_it_is_asked_for(files: Files) -> None:
    options = ("--as-of", "2026-02-01T00:00:00Z", "--period", "2026-01", "--evidence")
    (one,) = json.loads(files.run(*options).stdout)["objectives"]
    assert [(fact["id"], fact["role"]) for fact in one["evidence"]] == [
        ("e1", "opening"),
        ("e2", "state"),
        ("e3", "state"),
    ]
    named = {"source": "probe", "id": "e2", "at": "2026-01-17T02:00:00Z", "role": "state", "of": None}
    assert one["evidence"][1] == named
    page = files.run(*options, "--format", "text").stdout
    assert "- 17 Jan 2026 03:00:00: down; e2 of probe" in page
    assert "With --evidence" not in page


SUMMARY = {
    "en": """\
        Objective     Period                Promised    Reached  State         Credit
        Up time       last 30 days          ≥ 99.9 %          –  without data       –
        availability  January 2026          ≥ 99.9 %  99.8461 %  not met         10 %
        availability  February–April 2026   ≥ 99.9 %          –  without data       –""",
    "de": """\
        Zusage        Zeitraum             Zugesagt   Erreicht  Stand            Gutschrift
        Up time       letzte 30 Tage       ≥ 99,9 %          –  ohne Daten                –
        availability  Januar 2026          ≥ 99,9 %  99,8461 %  verfehlt               10 %
        availability  Februar–April 2026   ≥ 99,9 %          –  ohne Daten                –""",
}
DRAWN_TOGETHER = {
    "en": "February–April 2026, 3 periods: there is nothing to judge.",
    "de": "Februar–April 2026, 3 Zeiträume: es gibt nichts zu beurteilen.",
}


@pytest.mark.parametrize("language", ["en", "de"])
def test_all_results_stand_in_a_table_before_they_are_explained(files: Files, language: str) -> None:
    quiet = {"counts": {"unknown": "excluded"}}
    document = with_changes(
        services=[{"id": "shop", "name": "Web shop", "stale_after": "P14D"}],
        objectives=[
            {**AVAILABILITY, **quiet, "id": "rolls", "title": "Up time", "window": {"rolling": "P30D"}},
            {**AVAILABILITY, **quiet, "credits": [{"below": "99.9 %", "percent": 10}]},
        ],
    )
    files.write(document, FACTS)
    ran = files.run("--as-of", "2026-05-01T00:00:00+02:00", "--format", "text", "--language", language)
    top, *sections = ran.stdout.split("-" * 78 + "\n")
    assert [line.split() for line in top.splitlines()[-5:] if line] == [
        line.split() for line in SUMMARY[language].splitlines()
    ]
    assert [DRAWN_TOGETHER[language] in section for section in sections] == [False, False, True, False]


def test_a_single_result_needs_no_table(files: Files) -> None:
    ran = files.run("--as-of", "2026-02-01T00:00:00Z", "--period", "2026-01", "--format", "text")
    assert "Reached" not in ran.stdout


SPANS = {
    "en": [
        "up, maintenance announced too late: 21 Jan 2026 09:00:00 to 21 Jan 2026 10:00:00 (CHG-2)",
        "degraded, as both agreed: 22 Jan 2026 09:00:00 to 22 Jan 2026 10:00:00 (k)",
        "maintenance: 20 Jan 2026 09:00:00 to 20 Jan 2026 10:00:00 (CHG-1)",
        "5 Jan 2026 10:00:00 to 5 Jan 2026 11:00:00; and 1 more (--evidence)",
    ],
    "de": [
        "verfügbar, Wartung zu spät angekündigt: 21.01.2026 09:00:00 bis 21.01.2026 10:00:00 (CHG-2)",
        "beeinträchtigt, so vereinbart: 22.01.2026 09:00:00 bis 22.01.2026 10:00:00 (k)",
        "Wartung: 20.01.2026 09:00:00 bis 20.01.2026 10:00:00 (CHG-1)",
        "05.01.2026 10:00:00 bis 05.01.2026 11:00:00; und 1 weitere (--evidence)",
    ],
}


@pytest.mark.parametrize(
    ("window", "language", "asked"),
    [
        ({"rolling": "P30D"}, "en", "; read as one window, as asked"),
        ({"rolling": "P30D"}, "de", "; wie gefragt als ein Zeitraum gelesen"),
        ({"calendar": "quarter"}, "de", "; wie gefragt als ein Zeitraum gelesen"),
        ({"calendar": "month"}, "en", ""),
        ({"calendar": "month"}, "de", ""),
    ],
)
def test_a_span_that_is_no_window_of_the_objective_is_said_to_be_read_as_one(
    files: Files, window: dict[str, Any], language: str, asked: str
) -> None:
    files.write(with_changes(objectives__0__window=window), FACTS)
    options = ("--as-of", "2026-02-01T00:00:00Z", "--period", "2026-01", "--format", "text")
    page = " ".join(files.run(*options, "--language", language).stdout.split())
    said = ("; read as one window, as asked", "; wie gefragt als ein Zeitraum gelesen")
    assert [one for one in said if one in page] == [asked] * bool(asked)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_spans_of_a_row_are_named_with_their_change_or_correction(files: Files, language: str) -> None:
    def change(number: int, announced: str, name: str, day: int) -> dict[str, Any]:
        span = {"from": f"2026-01-{day}T08:00:00Z", "until": f"2026-01-{day}T09:00:00Z"}
        return {**told(number, "change.announced", announced, change=name, **span), "source": "desk"}

    span = {"from": "2026-01-22T08:00:00Z", "until": "2026-01-22T09:00:00Z"}
    corrected = told(
        30, "correction.proposed", "2026-01-23T00:00:00Z", correction="k", by="acme", to="degraded"
    )
    corrected["data"] |= {"service": "shop", **span}
    accepted = told(31, "correction.accepted", "2026-01-24T00:00:00Z", correction="k", by="northwind")
    days = [
        one
        for day in range(1, 7)
        for one in (
            fact(day * 2 + 40, f"2026-01-0{day}T09:00:00Z", "degraded"),
            fact(day * 2 + 41, f"2026-01-0{day}T10:00:00Z", "up"),
        )
    ]
    announced = [
        change(20, "2026-01-01T00:00:00Z", "CHG-1", 20),
        change(21, "2026-01-20T00:00:00Z", "CHG-2", 21),
    ]
    files.write(with_changes(maintenance={"notice": "P3D"}), [*FACTS, *announced, corrected, accepted, *days])
    options = ("--as-of", "2026-02-01T00:00:00Z", "--period", "2026-01", "--format", "text")
    some, every = (
        " ".join(files.run(*options, "--language", language, *more).stdout.split())
        for more in ((), ("--evidence",))
    )
    assert [sentence in some for sentence in SPANS[language]] == [True] * 4
    assert "(--evidence)" not in every


def test_text_is_in_the_agreements_language_unless_another_is_asked_for(files: Files) -> None:
    files.write(with_changes(metadata__language="de"), FACTS)
    options = ("--as-of", "2026-02-01T00:00:00Z", "--period", "2026-01", "--format", "text")
    german, english = files.run(*options).stdout, files.run(*options, "--language", "en").stdout
    assert "Northwind Hosting für ACME Retail" in german
    assert "Northwind Hosting for ACME Retail" in english
    assert max(len(line) for line in (german + english).splitlines()) <= 80


FORGED = "\u001b[12A\u001b[JThe promise was kept.\u001b[8m\u202e"


@pytest.mark.parametrize(("language", "quoted"), [("en", "“{}”"), ("de", "„{}“")])
def test_the_text_of_others_is_shown_and_not_obeyed(files: Files, language: str, quoted: str) -> None:
    span = {"from": "2026-01-17T02:00:00Z", "until": "2026-01-17T03:00:00Z"}
    proposed = {
        **told(4, "correction.proposed", "2026-01-20T00:00:00Z", correction="k\u202e", by="northwind"),
        "source": "desk\u009b2J",
    }
    proposed["data"] |= {"service": "shop", "to": "excused", "reason": FORGED, **span}
    title = {"metadata__title": "Sh\u202eop", "objectives__0__title": "Up\nNOT MET"}
    files.write(with_changes(**title), [*FACTS, proposed])
    ran = files.run(
        "--as-of", "2026-02-01T00:00:00Z", "--format", "text", "--evidence", "--language", language
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert not {"\x1b", "\u202e", "\x9b"} & set(ran.stdout)
    assert ran.stdout.startswith("Sh\\u202eop\n==========\n")
    shown = quoted.format("\\u001b[12A\\u001b[JThe promise was kept.\\u001b[8m\\u202e")
    assert shown in " ".join(ran.stdout.split())
    assert "desk\\u009b2J" in ran.stdout
    assert "Up\\u000aNOT MET" in ran.stdout


def test_what_is_refused_is_shown_and_not_obeyed(files: Files) -> None:
    files.write(with_changes(), [fact(1, "2026-01-01T00:00:00Z", "\u001b[2J\u202e", source="\u001b[2J")])
    ran = files.run("--format", "text")
    assert ran.returncode == 2
    assert not {"\x1b", "\u202e"} & set(ran.stderr)
    assert len(ran.stderr.splitlines()) == 1


def test_a_refusal_with_text_writes_nothing_on_standard_output(files: Files) -> None:
    files.write(with_changes(time_zone="Mars"), FACTS)
    ran = files.run("--format", "text")
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)


def test_a_second_version_of_one_file_is_evaluated_too(files: Files) -> None:
    first = json.dumps(with_changes())
    second = json.dumps(with_changes(metadata__version=2, in_force={"from": "2026-01-10"}))
    files.write(f"{first}\n---\n{second}\n", FACTS)
    answer = json.loads(files.run("--as-of", "2026-02-01T00:00:00Z", "--period", "2026-01").stdout)
    assert (answer["version"], [figure["version"] for figure in answer["objectives"]]) == (2, [1, 2])


def test_the_command_starts_without_loading_servers_or_pages(files: Files) -> None:
    heavy = ("fastapi", "sqlalchemy", "aiokafka", "pydantic", "jinja2", "holidays", "uvicorn")
    script = (
        "import sys\n"
        "from services.cli.evaluating import evaluated\n"
        f"evaluated({str(files.agreement)!r}, {str(files.facts)!r}, '2026-02-01T00:00:00Z', None)\n"
        f"print([name for name in {heavy!r} if name in sys.modules])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout == "[]\n"


def told(number: int, kind: str, time: str, **data: Any) -> dict[str, Any]:
    return {**NOON, "id": f"s{number}", "type": f"dev.eyelevel.{kind}", "time": time, "data": data}


def test_answers_and_samples_are_evaluated_with_values_as_exact_text(files: Files) -> None:
    shared = {name: AVAILABILITY[name] for name in ("owed_by", "service", "window")}
    score = {"id": "score", "indicator": "satisfaction", "target": "4.0 of 5", "at_least_answers": 2}
    speed = {
        "id": "speed",
        "indicator": "measurement",
        "metric": "latency",
        "unit": "ms",
        "take": "p95",
        "at_most": 200,
    }
    share = {
        **speed,
        "id": "share",
        "take": None,
        "at_most": None,
        "each": {"at_most": 200},
        "target": "50 %",
    }
    objectives = [
        {**shared, **{key: value for key, value in own.items() if value is not None}}
        for own in (score, speed, share)
    ]
    scale = {"from": 1, "to": 5}
    facts = [
        told(1, "feedback.given", "2026-01-05T10:00:00Z", score=5, scale=scale),
        told(2, "feedback.given", "2026-01-06T10:00:00Z", score=3, scale=scale),
        told(3, "measurement.taken", "2026-01-06T10:00:00Z", metric="latency", value="199.5", unit="ms"),
        told(4, "measurement.taken", "2026-01-06T10:01:00Z", metric="latency", value="0.2", unit="s"),
        told(5, "measurement.taken", "2026-01-06T10:02:00Z", metric="latency", value=250, unit="ms"),
    ]
    files.write(with_changes(objectives=objectives), facts)
    answer = json.loads(files.run("--as-of", "2026-02-01T00:00:00Z", "--period", "2026-01").stdout)
    found = [
        (one["state"], one["good"], one["total"], one["value"], one["sli_percent"])
        for one in answer["objectives"]
    ]
    assert found == [
        ("met", 1, 2, "4", None),
        ("breached", 1, 2, "250", None),
        ("met", 1, 2, None, "50"),
    ]
    assert [one["ledger_us"] for one in answer["objectives"]] == [None, None, None]
    assert answer["facts"]["set_aside"][0]["reason"] == (
        "'latency' is told with the unit 's'; it is agreed in 'ms'"
    )
    page = files.run("--as-of", "2026-01-07T00:00:00Z", "--period", "2026-01", "--format", "text").stdout
    said = " ".join(page.split())
    assert (
        "Web shop was rated 4 of 5 on average in January 2026 so far, in 2 answers (promised: at least 4 of 5)."
        in said
    )
    assert "The 95th percentile of 2 samples of latency of Web shop was 250 ms in January 2026 so far" in said
    assert "1 of 2 samples of latency of Web shop was within the bounds in January 2026 so far" in said
