"""Which language a page speaks: asked for by name, then remembered, then preferred by the browser, then agreed."""

from typing import Final, Literal, get_args

Language = Literal["en", "de"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


def choose(asked: str | None, remembered: str | None, accepted: str | None, agreed: str | None) -> Language:
    """The first of `?lang=`, the cookie, the header Accept-Language, the agreement that names one we speak."""
    for wish in (asked, remembered, *_ranked(accepted), agreed):
        known = _known(wish)
        if known is not None:
            return known
    return "en"


def _known(tag: str | None) -> Language | None:
    primary = (tag or "").strip().lower().partition("-")[0]
    return next((language for language in LANGUAGES if language == primary), None)


def _ranked(accepted: str | None) -> list[str]:
    """The tags of an Accept-Language header, best first; what has no readable weight is left out."""
    ranked: list[tuple[int, int, str]] = []
    for place, item in enumerate((accepted or "").split(",")):
        tag, _, weight = item.partition(";")
        rank = thousandths(weight)
        if tag.strip() and rank > 0:
            ranked.append((-rank, place, tag))
    return [tag for _, _, tag in sorted(ranked)]


def thousandths(weight: str) -> int:
    """The weight of an item of an Accept header: `q=0.8` as 800; 1000 where none is said, 0 where it cannot be read."""
    text = weight.strip().removeprefix("q=")
    if not text:
        return 1000
    whole, _, decimals = text.partition(".")
    digits = whole + decimals[:3].ljust(3, "0")
    return int(digits) if digits.isascii() and digits.isdigit() else 0
