"""`eyelevel demo` as a process of its own, what it prints, and what one finds where it says to look."""

import html
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

import httpx2

from shared.contracts.instants import parse_instant
from tests.end_to_end.deployment import ROOT, wait_until

COMMAND: Final = Path(sys.executable).with_name("eyelevel")
SIDES: Final = ("provider", "customer")
_PATIENCE_SECONDS = 240.0
_PAGE = re.compile(r"^ *The page as the (\w+) sees it +(http\S+)$", re.MULTILINE)
_INBOX = re.compile(r"^ *The inbox of the (\w+) +(http\S+)$", re.MULTILINE)
_BODY = re.compile(r"<pre[^>]*>(.*?)</pre>", re.DOTALL)
_HEADLINE = re.compile(r'<section id="headline".*?</section>', re.DOTALL)
_INSTANT = re.compile(r'datetime="([^"]+)"')


class Demo:
    """One run. Use as a context; what it leaves running is ended."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._out, self._err = folder / "stdout", folder / "stderr"
        with self._out.open("wb") as out, self._err.open("wb") as err, _ctrl_c_heard():
            self._process = subprocess.Popen([COMMAND, "demo", *arguments], cwd=ROOT, stdout=out, stderr=err)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait(30)

    @property
    def stdout(self) -> str:
        return self._out.read_text(encoding="utf-8")

    @property
    def stderr(self) -> str:
        return self._err.read_text(encoding="utf-8")

    def ended(self) -> int:
        """The exit status, once it has ended by itself."""
        return self._process.wait(_PATIENCE_SECONDS)

    def wait_for_its_last_word(self) -> None:
        def said() -> bool:
            assert self._process.poll() is None, self.stderr
            return "Ctrl+C ends it." in self.stdout

        wait_until(said, "the month has been played", _PATIENCE_SECONDS)

    def interrupted(self) -> tuple[int, float]:
        """Ctrl+C: the exit status, and how many seconds it took."""
        begun = time.monotonic()
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(60), time.monotonic() - begun

    @property
    def said(self) -> dict[str, Any]:
        """The line of JSON, the last one that is no advice."""
        line = next(line for line in reversed(self.stdout.splitlines()) if line.startswith("{"))
        said: dict[str, Any] = json.loads(line)
        return said

    @property
    def pages(self) -> dict[str, str]:
        return dict(_PAGE.findall(self.stdout))

    @property
    def inboxes(self) -> dict[str, str]:
        return dict(_INBOX.findall(self.stdout))

    def messages(self, side: str) -> dict[str, dict[str, Any]]:
        """What the inbox shows, by webhook id."""
        page = httpx2.get(self.inboxes[side], timeout=30)
        assert page.status_code == 200
        bodies = [json.loads(html.unescape(body)) for body in _BODY.findall(page.text)]
        return {body["id"]: body for body in bodies}


def signed_in(link: str) -> httpx2.Client:
    """A browser in which the button behind a sign-in link was pressed."""
    client = httpx2.Client(follow_redirects=True, timeout=60)
    answer = client.post(link)
    assert answer.status_code == 200
    assert answer.url.path == "/"
    return client


def headline(page: str) -> str:
    """The part of an objective's page that says how it stands."""
    found = _HEADLINE.search(page)
    assert found is not None
    return found[0]


def instants(part: str) -> set[int]:
    return {parse_instant(text) for text in _INSTANT.findall(part)}


@contextmanager
def _ctrl_c_heard() -> Iterator[None]:
    """What is started meanwhile hears SIGINT, also where a shell runs the tests themselves in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
