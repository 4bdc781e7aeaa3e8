"""Each service starts from what its image holds: `shared` and itself, without its siblings or what composes them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WITH_TABLES = ("evaluator", "notifier", "portal")

STARTED = """
import asyncio, sys
from importlib import import_module
from pathlib import Path

import httpx2
import services
import shared

name, asked = sys.argv[1], sys.argv[2:]
here = Path.cwd().resolve()
assert Path(services.__file__).resolve().is_relative_to(here), services.__file__
assert Path(shared.__file__).resolve().is_relative_to(here), shared.__file__


async def start():
    app = import_module(f"services.{name}.app").describe()
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://alone.example") as client,
    ):
        for path in asked:
            answer = await client.get(path)
            assert answer.status_code == 200, (path, answer.text)


asyncio.run(start())
import_module(f"services.{name}.__main__")
"""


@pytest.fixture
def image(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with `shared` and the one service."""
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "shared", tmp_path / "shared", ignore=leave)
    shutil.copytree(ROOT / "services" / request.param, tmp_path / "services" / request.param, ignore=leave)
    shutil.copy(ROOT / "services" / "__init__.py", tmp_path / "services")
    return tmp_path


def run(image: Path, *arguments: str, **variables: str) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("EYELEVEL_")}
    environment = bare | {"PYTHONPATH": str(image), **variables}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=image, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize(
    ("image", "asked"),
    [
        ("ingest", ["/livez", "/metrics", "/openapi.json"]),
        ("evaluator", ["/livez", "/metrics", "/openapi.json"]),
        ("notifier", ["/livez", "/metrics", "/openapi.json"]),
        ("portal", ["/livez", "/metrics", "/openapi.json", "/sign-in", "/style.css"]),
    ],
    indirect=["image"],
)
def test_a_service_starts_from_a_folder_that_holds_no_other(image: Path, asked: list[str]) -> None:
    (service,) = (each.name for each in (image / "services").iterdir() if each.is_dir())
    if service in WITH_TABLES:
        url = f"sqlite:///{service}.db"
        run(image, "-m", "shared.database", f"services.{service}", EYELEVEL_DATABASE_URL=url)
    run(image, "-c", STARTED, service, *asked)


@pytest.mark.parametrize("image", ["ingest"], indirect=True)
def test_a_sibling_is_not_found_there(image: Path) -> None:
    with pytest.raises(AssertionError, match=r"No module named .services\.threads"):
        run(image, "-c", "import services.ingest.app, services.threads")
