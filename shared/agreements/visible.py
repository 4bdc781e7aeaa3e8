"""Text of others made safe to show: each character that draws nothing, and so can forge what is beside it, is written.

A terminal obeys control characters (it erases lines, moves up, hides), and the marks of writing direction turn around
what follows them, on a page too. A title or reason is the other party's text; it must change nothing but itself.
"""

from __future__ import annotations

import re
from typing import Any, Final
from unicodedata import category

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, marks of format and direction, halves of pairs, separators of lines and paragraphs (Unicode, 4.5)."""
_NOT_PLAIN: Final = re.compile(r"[^ -~]")


def visible(text: str, *, kept: str = "") -> str:
    r"""The text with every such character as JSON writes it, `\u202e`, but for those that are `kept`.

    What is visible stays as it is; so does a backslash, and the same again changes nothing.
    """
    return _NOT_PLAIN.sub(lambda found: _written(found.group(), kept), text)


def is_visible(text: str) -> bool:
    """Whether there is no such character in it."""
    return visible(text) == text


def _written(character: str, kept: str) -> str:
    if character in kept or category(character) not in _HIDDEN:
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def filled(value: Any) -> Any:
    """What a template fills in: a text as it is shown, lines staying lines, and markup still markup."""
    return type(value)(visible(value, kept="\n\t")) if isinstance(value, str) else value
