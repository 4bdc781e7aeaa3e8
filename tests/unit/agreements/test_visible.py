"""What draws nothing is written out, and what people write in any script stays as it is."""

import pytest

from shared.agreements.visible import is_visible, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[12A\x1b[J", "\\u001b[12A\\u001b[J"),
        ("\x00\t\n\r\x7f", "\\u0000\\u0009\\u000a\\u000d\\u007f"),
        ("\x9b2J", "\\u009b2J"),
        ("Sh\u202eop", "Sh\\u202eop"),
        ("\u200e\u200f\u202a\u202c\u2066\u2069", "\\u200e\\u200f\\u202a\\u202c\\u2066\\u2069"),
        ("A\u200bB\ufeffC\u00adD", "A\\u200bB\\ufeffC\\u00adD"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("\U000e0041", "\\udb40\\udc41"),
        ("\ud800", "\\ud800"),
    ],
)
def test_a_character_that_draws_nothing_is_written_as_json_writes_it(text: str, shown: str) -> None:
    assert (visible(text), is_visible(text)) == (shown, False)
    assert visible(shown) == shown


@pytest.mark.parametrize(
    "text", ["", "Web shop", "Größe – 99,9\u202f%", "פורטל", "門戶", "a\\b", "\N{GRINNING FACE}", "e\u0301"]
)
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible(text) == text


def test_what_is_kept_stays() -> None:
    assert visible("a\nb\tc", kept="\n") == "a\nb\\u0009c"
