"""Who may import whom: the rules of docs/architecture.md, held by import-linter and a look at each file."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = sorted([*ROOT.glob("services/**/*.py"), *ROOT.glob("shared/**/*.py")])
CALCULUS = sorted(ROOT.glob("shared/sla/**/*.py"))

# What would let the calculus ask the clock, the machine or chance.
IMPURE = {
    "time",
    "random",
    "secrets",
    "os",
    "socket",
    "subprocess",
    "threading",
    "asyncio",
    "sqlite3",
    "uuid",
}
ASKS_THE_CLOCK = {"now", "utcnow", "today"}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


def test_the_layers_hold():
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("path", CALCULUS, ids=lambda path: path.name)
def test_the_calculus_imports_the_standard_library_alone(path: Path):
    for name in imported(path):
        top = name.split(".")[0]
        assert name.startswith(("shared.sla", ".")) or top in sys.stdlib_module_names, (
            f"{path.name} imports {name}"
        )
        assert top not in IMPURE, f"{path.name} imports {name}; the calculus is told the time and does no I/O"


@pytest.mark.parametrize("path", CALCULUS, ids=lambda path: path.name)
def test_the_calculus_never_asks_the_clock(path: Path):
    calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    asked = {func.attr for func in calls if isinstance(func, ast.Attribute)} & ASKS_THE_CLOCK
    assert not asked, f"{path.name} calls {asked}"


def test_no_drawers():
    drawers = {"util", "utils", "common", "helper", "helpers", "core", "manager", "base", "misc"}
    named = [path for path in PRODUCT if path.stem in drawers or path.parent.name in drawers]
    assert not named


def test_files_stay_small():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in PRODUCT
        if (lines := len(path.read_text().splitlines())) > 300
    }
    assert not long, "each is a place to look for two ideas in one"


def test_importing_does_nothing():
    """A fresh interpreter imports every module: no file, socket, thread or line of output comes of it."""
    modules = sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in PRODUCT
        if not {"migrations", "environment"} & set(path.parts) and path.stem != "__main__"
    )
    program = (
        "import sys, threading, importlib\n"
        "def watch(event, args):\n"
        "    writes = event == 'open' and isinstance(args[1], str) and set(args[1]) & set('wax+')\n"
        "    if event in ('socket.connect', 'socket.bind', 'sqlite3.connect', 'subprocess.Popen') or writes:\n"
        "        raise RuntimeError(f'{event} {args} at import')\n"
        "sys.dont_write_bytecode = True\n"
        "sys.addaudithook(watch)\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], cwd=ROOT, capture_output=True, text=True
    )
    assert (run.returncode, run.stdout) == (0, ""), run.stdout + run.stderr
