"""Fills the templates. Everything is escaped but what our own code made as markup; a name that is missing raises.

Characters that draw nothing are written out (`visible`): a mark of writing direction in a title or reason would turn
around the sentence that it stands in.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.portal.page.language import Language
from services.portal.page.lead import timed
from services.portal.page.phrases import Phrases
from shared.agreements.visible import filled
from shared.contracts.instants import format_instant

_HERE: Final = Path(__file__).parent
ASSETS: Final = {"style.css": "text/css", "live.js": "text/javascript", "icon.svg": "image/svg+xml"}
SIGNS: Final = {
    "met": "✓", "at_risk": "!", "breached": "✕", "not_assessable": "?", "no_data": "–",
    "running": "▸", "paused": "‖", "fulfilled": "✓", "released": "–",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around every page. `here` is its path, `query` the rest of its address without the language."""

    language: Language
    here: str
    query: str = ""
    viewer: str | None = None
    current: str = ""
    live: bool = False
    url: str = ""


def render(template: str, frame: Frame, **values: Any) -> str:
    """A page of HTML."""
    say = Phrases(frame.language)
    return _templates().get_template(template).render(say=say, frame=frame, digests=_digests(), **values)


def breakable(said: str) -> str:
    """A duration that may break between its parts, not within them, for boxes narrower than it: `2 h 10 min|36 s`."""
    parts = said.split("\u00a0")
    return " ".join("\u00a0".join(parts[place : place + 2]) for place in range(0, len(parts), 2))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=filled,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["time"] = timed
    templates.filters["instant"] = format_instant
    templates.filters["breakable"] = breakable
    templates.globals["signs"] = SIGNS
    return templates


@lru_cache(maxsize=len(ASSETS))
def asset(name: str) -> bytes:
    """A file of our own that pages load; KeyError where there is none of this name."""
    if name not in ASSETS:
        raise KeyError(name)
    return (_HERE / "static" / name).read_bytes()


@lru_cache(maxsize=1)
def _digests() -> dict[str, str]:
    """A few letters that change with the file, so that a browser may keep it for good."""
    return {name: hashlib.sha256(asset(name)).hexdigest()[:12] for name in ASSETS}
