"""Which examples run which functions of the calculus, and how long each takes: asked once, without any change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from cProfile import Profile
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType

import pytest

from tests.mutation.plan import PLACE, ROOT, SOURCES, examples, near
from tests.mutation.running import run_item

_KEPT = PLACE / "reach.json"
_SOURCES = str(ROOT / SOURCES)


@dataclass(frozen=True, slots=True)
class Reached:
    """The functions that one example runs (`spans.union`), and the seconds of processor time that it takes."""

    functions: frozenset[str]
    seconds: float


class ExamplesFail(Exception):
    """An example fails by itself; the message is its name."""


def state() -> str:
    """The same as long as neither the calculus nor an example has changed."""
    paths = [*sorted((ROOT / SOURCES).glob("*.py")), *(ROOT / path for path in examples())]
    return hashlib.sha256("\0".join(path.read_text() for path in paths).encode()).hexdigest()


def reach(items: Sequence[pytest.Item]) -> dict[str, Reached]:
    """What each example runs, by its name; ExamplesFail where one fails."""
    now = state()
    kept = json.loads(_KEPT.read_text()) if _KEPT.exists() else {}
    if kept.get("state") != now:
        kept = {"state": now, "examples": _look(items)}
        _KEPT.parent.mkdir(parents=True, exist_ok=True)
        _KEPT.write_text(json.dumps(kept))
    return {name: Reached(frozenset(functions), took) for name, (functions, took) in kept["examples"].items()}


def in_order(file: str, function: str, reached: Mapping[str, Reached]) -> list[str]:
    """The examples that run a function, first those that stand near to its file, the quickest first."""
    close = tuple(str(path) for path in near(file))
    found = [name for name, one in reached.items() if f"{file}.{function}" in one.functions]
    return sorted(found, key=lambda name: (not name.startswith(close), reached[name].seconds))


def _look(items: Sequence[pytest.Item]) -> dict[str, tuple[list[str], float]]:
    """Run every example in a process of its own, so that this one stays as it was."""
    here, there = get_context("fork").Pipe(duplex=False)
    process = get_context("fork").Process(target=_run_all, args=(items, there))
    process.start()
    there.close()
    told = here.recv()
    process.join()
    if isinstance(told, str):
        raise ExamplesFail(told)
    found: dict[str, tuple[list[str], float]] = told
    return found


def _run_all(items: Sequence[pytest.Item], answer: Connection) -> None:
    found = {}
    for item in items:
        profile = Profile(builtins=False, subcalls=False)
        profile.enable()
        passed = run_item(item)
        profile.disable()
        if not passed:
            answer.send(item.nodeid)
            return
        called = profile.getstats()
        names = {_name(one.code) for one in called if isinstance(one.code, CodeType) and _is_ours(one.code)}
        found[item.nodeid] = sorted(names), sum(one.inlinetime for one in called)
    answer.send(found)


def _is_ours(code: CodeType) -> bool:
    return code.co_filename.startswith(_SOURCES)


def _name(code: CodeType) -> str:
    return f"{Path(code.co_filename).stem}.{code.co_qualname.partition('.<locals>')[0]}"
