"""Text on 80 columns: nothing is wider, numbers stand under one another, an equation breaks at its signs."""

from services.cli.text_layout import WIDTH, beside, bullets, columns, equation, table, wrapped

LONG = "a sentence that goes on and on, " * 5


def test_lines_are_wrapped_by_words_and_hang() -> None:
    lines = list(bullets([LONG]))
    assert all(len(line) <= WIDTH for line in lines)
    assert lines[0].startswith("    - a sentence")
    assert all(line.startswith("      ") for line in lines[1:])
    assert list(wrapped("short", 2)) == ["  short"]


def test_what_a_narrow_space_joins_stays_together() -> None:
    number = "2\N{NARROW NO-BREAK SPACE}678\N{NARROW NO-BREAK SPACE}400 s"
    lines = list(wrapped("x" * (WIDTH - 8) + f" {number}"))
    assert lines[1].startswith("2\N{NARROW NO-BREAK SPACE}678")


def test_an_equation_stands_on_one_line_or_on_one_for_each_side() -> None:
    assert list(equation(["a", "1 + 1", "2"])) == ["    a = 1 + 1 = 2"]
    assert list(equation(["a", "b" * 40, "c" * 40])) == [
        "    a",
        f"      = {'b' * 40}",
        f"      = {'c' * 40}",
    ]


def test_a_table_sets_numbers_right_and_wraps_its_labels() -> None:
    rows = [["up", "1 d", "99 %", "good"], ["a label " * 10, "30 d 23 h", "1 %", "not counted"]]
    lines = list(table(rows))
    assert all(len(line) <= WIDTH for line in lines)
    assert lines[0].index("1 d") + len("1 d") == lines[1].index("30 d 23 h") + len("30 d 23 h")
    assert lines[2].startswith("      ")


def test_two_texts_at_both_ends_of_a_line() -> None:
    assert [len(line) for line in beside("left", "RIGHT")] == [WIDTH]
    assert list(beside("l" * 76, "RIGHT")) == ["l" * 76, f"{'RIGHT':>{WIDTH}}"]


def test_columns_stand_under_one_another_and_wrap_by_words_where_they_are_too_wide() -> None:
    assert list(columns([["a", "1"], ["bc", "23"]], right=(1,))) == ["a    1", "bc  23"]
    lines = list(columns([["Objective", "State"], [LONG, "nicht beurteilbar"]]))
    assert all(len(line) <= WIDTH for line in lines)
    assert lines[1].endswith("nicht beurteilbar")
    assert len(lines) > 2


def test_a_word_that_is_wider_than_the_page_is_broken() -> None:
    rows = [["x" * 100, "y" * 100, "z" * 24]]
    assert all(len(line) <= WIDTH for line in columns(rows))
