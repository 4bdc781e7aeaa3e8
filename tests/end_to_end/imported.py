"""The past of an agreement, told to the command and to a running system: both must give the same figures."""

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from shared.contracts.envelope import BATCH, CloudEvent
from tests.end_to_end.deployment import Deployment, wait_until
from tests.end_to_end.front import Front

EVALUATE = [Path(sys.executable).with_name("eyelevel"), "evaluate"]
YAML = {"Content-Type": "application/yaml"}
AT_ONCE = 500
"""Facts in one request."""

Figures = dict[tuple[str, str], dict[str, Any]]
"""Whole entries of CONTRACT.md section 3, by objective and start of the period."""


@dataclass(frozen=True)
class Past:
    """An agreement's id, its document, its objectives, and the facts in their order of arrival."""

    agreement: str
    text: str
    objectives: Sequence[str]
    facts: Sequence[CloudEvent]

    def shuffled(self, seed: int) -> "Past":
        """The same facts in another order."""
        facts = list(self.facts)
        random.Random(seed).shuffle(facts)
        return Past(self.agreement, self.text, self.objectives, facts)


def evaluated(folder: Path, past: Past) -> Figures:
    """Every figure as the command gives it."""
    agreement, lines = folder / f"{past.agreement}.yaml", folder / f"{past.agreement}.jsonl"
    agreement.write_text(past.text)
    lines.write_bytes(b"".join(event.encode() + b"\n" for event in past.facts))
    run = subprocess.run([*EVALUATE, agreement, lines], capture_output=True, text=True, check=True)
    return {_name(figure): figure for figure in json.loads(run.stdout)["objectives"]}


def import_(server: Deployment | Front, past: Past) -> None:
    """Put the agreement and import its facts as history over HTTP."""
    put = server.ask("portal", "PUT", f"/v1/agreements/{past.agreement}", content=past.text, headers=YAML)
    assert put.status_code == 201, put.text
    for start in range(0, len(past.facts), AT_ONCE):
        some = [event.mapping() for event in past.facts[start : start + AT_ONCE]]
        body, kind = msgspec.json.encode(some), {"Content-Type": BATCH}
        sent = server.ask("ingest", "POST", "/v1/history", content=body, headers=kind)
        assert sent.status_code == 202, sent.text
        assert sent.json()["rejected"] == 0, sent.text


def wait_for(server: Deployment | Front, past: Past, wanted: Figures) -> None:
    """Wait until every period of every objective has the wanted figure, in every field."""
    known: Figures = {}

    def equal() -> bool:
        for objective in past.objectives:
            answer = server.ask("evaluator", "GET", f"/v1/figures/{past.agreement}/{objective}")
            for figure in answer.json()["periods"] if answer.is_success else ():
                fields = wanted.get(_name(figure), figure)
                known[_name(figure)] = {name: figure[name] for name in fields}
        return known == wanted

    try:
        wait_until(equal, f"every figure of {past.agreement} is there")
    except AssertionError:
        assert known == wanted
        raise


def _name(figure: dict[str, Any]) -> tuple[str, str]:
    return figure["objective"], figure["period"]["from"]
