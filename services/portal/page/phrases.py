"""What the page says, in each language. Phrases are ours and may hold tags; what is filled in is escaped."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from services.portal.page import phrases_de, phrases_en
from services.portal.page.language import Language

_PHRASES = {"en": phrases_en.PHRASES, "de": phrases_de.PHRASES}
_COUNTS = {"en": phrases_en.COUNTS, "de": phrases_de.COUNTS}


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language, by name."""

    language: Language

    def __call__(self, phrase: str, **values: Any) -> Markup:
        """The phrase with its values; KeyError where there is none of this name."""
        return Markup(_PHRASES[self.language][phrase]).format(**values)  # noqa: S704 - ours, see phrases_*

    def text(self, phrase: str, **values: Any) -> str:
        """The phrase as plain text, to be escaped where it is laid out."""
        return self(phrase, **values).unescape()

    def many_text(self, phrase: str, count: int, **values: Any) -> str:
        """`many` as plain text."""
        return self.many(phrase, count, **values).unescape()

    def many(self, phrase: str, count: int, **values: Any) -> Markup:
        """The phrase for one thing (`….one`) or for so many (`….other`, with `count`)."""
        form = "one" if count == 1 else "other"
        return self(f"{phrase}.{form}", count=count, **values)

    def has(self, phrase: str) -> bool:
        """Whether there is such a phrase."""
        return phrase in _PHRASES[self.language]

    def count(self, count: int) -> str:
        """Up to twelve in words, else in digits."""
        words = _COUNTS[self.language]
        return words[count] if 0 <= count < len(words) else str(count)

    def ordinal(self, number: int) -> str:
        """`first`, `2.`: which attempt."""
        known = f"ordinal.{number}"
        return str(self(known)) if self.has(known) else str(self("ordinal.other", number=number))
