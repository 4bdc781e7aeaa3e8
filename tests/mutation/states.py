"""What an answer was found with: it holds as long as neither the calculus nor the example behind it has changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.mutation.plan import EXAMPLES, ROOT, SOURCES, examples

_IMPORTED = re.compile(r"^from tests\.unit\.sla\.([\w.]+) import", re.MULTILINE)


@dataclass(frozen=True)
class States:
    """Digests of the calculus, and of each file of examples with what it takes from others."""

    calculus: str
    examples: Mapping[str, str]

    @cached_property
    def whole(self) -> str:
        """All examples."""
        return _digest(self.examples[path] for path in sorted(self.examples))

    def of(self, example: str | None) -> str | None:
        """The file of an example by its name, None where that is gone; of no example: all of them."""
        return self.whole if example is None else self.examples.get(example.partition("::")[0])


def states() -> States:
    """As the files are now."""
    calculus = _digest(path.read_text() for path in sorted((ROOT / SOURCES).rglob("*.py")))
    return States(calculus, {str(path): _digest(_with_imports(path)) for path in examples()})


def _with_imports(path: Path) -> list[str]:
    text = (ROOT / path).read_text()
    others = [ROOT / EXAMPLES / f"{name.replace('.', '/')}.py" for name in _IMPORTED.findall(text)]
    return [text, *(other.read_text() for other in others)]


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
