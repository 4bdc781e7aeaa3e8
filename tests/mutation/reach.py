"""Which examples run which functions of the calculus, and how long each takes: asked once, without any change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from cProfile import Profile
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType

import pytest

from tests.mutation.plan import PLACE, ROOT, SOURCES, near
from tests.mutation.running import run_item
from tests.mutation.states import States

_KEPT = PLACE / "examples" / "reached.json"
_SOURCES = str(ROOT / SOURCES)


@dataclass(frozen=True, slots=True)
class Reached:
    """The functions that one example runs (`spans.union`), and the seconds of processor time that it takes."""

    functions: frozenset[str]
    seconds: float


class ExamplesFail(Exception):
    """An example fails by itself; the message is its name."""


def reach(items: Sequence[pytest.Item], now: States) -> dict[str, Reached]:
    """What each example runs, by its name; ExamplesFail where one fails. Files that have not changed are known."""
    kept = json.loads(_KEPT.read_text()) if _KEPT.exists() else {}
    files = kept.get("files", {}) if kept.get("calculus") == now.calculus else {}
    known = {path: files[path] for path, state in now.examples.items() if files.get(path, [None])[0] == state}
    told = _look([item for item in items if _file(item.nodeid) not in known])
    for name, seen in told.items():
        known.setdefault(_file(name), (now.of(name), {}))[1][name] = seen
    _KEPT.parent.mkdir(parents=True, exist_ok=True)
    _KEPT.write_text(json.dumps({"calculus": now.calculus, "files": known}))
    return {
        name: Reached(frozenset(functions), took)
        for _, found in known.values()
        for name, (functions, took) in found.items()
    }


def _file(name: str) -> str:
    return name.partition("::")[0]


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
    file = Path(code.co_filename).relative_to(_SOURCES).with_suffix("")
    return f"{file.as_posix()}.{code.co_qualname.partition('.<locals>')[0]}"
