"""A small copy of the project in which one file is mutated, kept so that a run can go on where it stopped.

In the copy a property is written as a function and an assignment, and no function keeps its answers: the tool
changes no decorated function, and an answer kept from before a change would hide the change.
"""

from __future__ import annotations

import ast
import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.mutation.plan import EXAMPLES, ROOT, SOURCES, examples, source

PLACE = ROOT / ".cache" / "mutation"

_PROPERTIES = frozenset({"property", "cached_property"})
_CACHES = frozenset({"lru_cache", "cache"})

_ALIVE = frozenset({0, 5, 33, 34, 35})
"""The tool's exit codes of mutants that no example noticed."""

_SETTINGS = """\
[tool.mutmut]
source_paths = ["shared"]
only_mutate = [{file}]
pytest_add_cli_args = ["-m", "not hypothesis", "-p", "no:cacheprovider", "-p", "no:asyncio"]
pytest_add_cli_args_test_selection = ["tests/unit/sla"]
use_git_change_detection = false
timeout_constant = 1.0
timeout_multiplier = 3.0

[tool.pytest.ini_options]
addopts = ["--strict-markers", "--strict-config", "--import-mode=importlib", "--assert=plain"]
filterwarnings = ["error"]
pythonpath = ["."]
"""


def plain(text: str) -> str:
    """A module without decorators that would keep a function from being mutated."""
    lines = text.splitlines()
    for node in reversed([one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.FunctionDef)]):
        if len(node.decorator_list) != 1:
            continue
        name = _name(node.decorator_list[0])
        if name in _PROPERTIES:
            lines.insert(_end(node), f"{' ' * node.col_offset}{node.name} = {name}({node.name})")
        if name in _PROPERTIES | _CACHES:
            del lines[node.decorator_list[0].lineno - 1 : node.lineno - 1]
    return "\n".join(lines) + "\n"


def _name(decorator: ast.expr) -> str | None:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.id if isinstance(called, ast.Name) else None


def _end(node: ast.FunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno


def tree_of(file: str) -> Path:
    """Where the copy for a file stands."""
    return PLACE / file


def results_of(file: str) -> Path:
    """Where the tool keeps what became of each mutant of a file."""
    return tree_of(file) / "mutants" / f"{source(file)}.meta"


def forget(file: str) -> None:
    """Drop the copy for a file and what is known of its mutants."""
    shutil.rmtree(tree_of(file), ignore_errors=True)


def lay_out(file: str, paths: Sequence[Path]) -> Path:
    """Bring the copy for a file up to date, with these examples; what others let live is tried again."""
    tree = tree_of(file)
    _write(tree / "shared" / "__init__.py", (ROOT / "shared" / "__init__.py").read_text())
    for path in (ROOT / SOURCES).glob("*.py"):
        text = path.read_text()
        _write(tree / SOURCES / path.name, plain(text) if path.stem == file else text)
        if path.stem != file:
            _write(tree / "mutants" / SOURCES / path.name, text)
    told = {path: (ROOT / path).read_text() for path in paths}
    shutil.rmtree(tree / EXAMPLES, ignore_errors=True)
    shutil.rmtree(tree / "mutants" / EXAMPLES, ignore_errors=True)
    for path, text in told.items():
        _write(tree / path, text)
    _write(tree / "pyproject.toml", _SETTINGS.format(file=f'"{source(file)}"'))
    _try_again_if_changed(file, "".join(told.values()))
    return tree


def is_done(file: str) -> bool:
    """Whether all of its mutants were tried, and neither it nor the examples have changed since."""
    mark = tree_of(file) / "done.sha256"
    return mark.exists() and mark.read_text() == _state_of(file)


def note_done(file: str) -> None:
    """Note that all of its mutants were tried."""
    (tree_of(file) / "done.sha256").write_text(_state_of(file))


def _state_of(file: str) -> str:
    texts = [(ROOT / path).read_text() for path in (source(file), *examples())]
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def _write(path: Path, text: str) -> None:
    """Write what differs alone: the tool goes by the time of a file."""
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _try_again_if_changed(file: str, text: str) -> None:
    """Forget survivors, and which examples reach what, where the examples are not those of the last run."""
    mark = tree_of(file) / "examples.sha256"
    digest = hashlib.sha256(text.encode()).hexdigest()
    if mark.exists() and mark.read_text() == digest:
        return
    (tree_of(file) / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    results = results_of(file)
    if results.exists():
        kept = json.loads(results.read_text())
        codes = kept["exit_code_by_key"]
        kept["exit_code_by_key"] = {name: None if code in _ALIVE else code for name, code in codes.items()}
        results.write_text(json.dumps(kept))
    mark.write_text(digest)
