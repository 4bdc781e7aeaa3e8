"""Both languages say the same things, about the same values, and nothing that is never said."""

import string
from pathlib import Path

import pytest

import services.portal.page
from services.portal.page.phrases import Phrases
from services.portal.page.phrases_de import PHRASES as GERMAN
from services.portal.page.phrases_en import PHRASES as ENGLISH

PAGE = Path(services.portal.page.__file__).parent


def _fields(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


def test_every_phrase_is_there_in_both_languages() -> None:
    assert ENGLISH.keys() == GERMAN.keys()


@pytest.mark.parametrize("name", sorted(ENGLISH))
def test_a_phrase_speaks_of_the_same_values_in_both_languages(name: str) -> None:
    assert _fields(ENGLISH[name]) == _fields(GERMAN[name])


def test_no_phrase_shouts() -> None:
    assert [said for said in (*ENGLISH.values(), *GERMAN.values()) if "!" in said] == []


def test_every_phrase_is_used() -> None:
    files = [*PAGE.rglob("*.py"), *PAGE.rglob("*.html"), *PAGE.parent.glob("*.py")]
    text = "\n".join(file.read_text() for file in files if not file.name.startswith("phrases_"))
    assert [name for name in ENGLISH if not _used(name, text)] == []


def _used(name: str, text: str) -> bool:
    """By its whole name, or by its beginning where the rest is put in: `state.{…}`, `many("strip.bad", …)`."""
    parts = name.split(".")
    beginnings = [".".join(parts[:n]) for n in range(1, len(parts))]
    whole = any(f"{quote}{name}{quote}" in text for quote in "'\"")
    return whole or any(
        f"{beginning}.{{" in text
        or any(f"many({quote}{beginning}{quote}" in text for quote in "'\"")
        or ("." in beginning and f'"{beginning}"' in text)
        for beginning in beginnings
    )


def test_what_is_filled_in_is_escaped_and_the_phrase_is_not() -> None:
    said = Phrases("en")("lead.nothing.open")
    named = Phrases("en")("where.outage", name="<b>A & B</b>")

    assert "<" not in said
    assert named == "in an outage at &lt;b&gt;A &amp; B&lt;/b&gt;"


def test_counts_are_words_up_to_twelve() -> None:
    assert [Phrases("en").count(n) for n in (0, 1, 12, 13)] == ["no", "one", "twelve", "13"]
    assert [Phrases("de").ordinal(n) for n in (1, 2, 4)] == ["erster", "zweiter", "4."]
