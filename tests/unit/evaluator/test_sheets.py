"""What a table holds, and what a spreadsheet must not take for a formula."""

import pytest

from services.evaluator.reading.sheets import sheet


def cells(value: object) -> str:
    body = bytes(sheet(["a", "b"], [{"a": value}], "name").body).decode()
    return body.split("\r\n")[1].removesuffix(",")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (0, "0"),
        (-300, "-300"),
        ("-123.5", "-123.5"),
        ("-370/3", "-370/3"),
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-rm", "'-rm"),
        ("@name", "'@name"),
        ("\tx", "'\tx"),
        ("a,b", '"a,b"'),
        ('say "x"', '"say ""x"""'),
    ],
)
def test_a_value_is_its_digits_and_a_text_no_formula(value: object, cell: str):
    assert cells(value) == cell


def test_the_files_name_holds_nothing_that_a_header_could_not():
    headers = sheet([], [], 'a/b"\r\nX: ü').headers
    assert headers["content-disposition"] == 'attachment; filename="a_b___X___.csv"'
