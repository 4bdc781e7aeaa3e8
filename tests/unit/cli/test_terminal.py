"""What goes to the terminal holds nothing that it would obey, and a text of others begins no line."""

import pytest

from services.cli.terminal import complain, show


def test_each_text_is_one_line_whatever_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    show("Web\nThe promise was kept.", "\x1b[2J")
    complain("no \u202efield")
    out, err = capsys.readouterr()
    assert out == "Web\\u000aThe promise was kept.\n\\u001b[2J\n"
    assert err == "no \\u202efield\n"
