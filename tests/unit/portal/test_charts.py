"""Pictures show what the numbers say, where and when it happened, in every width."""

import re
from fractions import Fraction
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

from services.portal.page.charts.axis import base_below, count_ticks, duration_ticks
from services.portal.page.charts.budget import BudgetChart, Fall, budget
from services.portal.page.charts.hours import Piece, hours
from services.portal.page.charts.months import Bar, months, percentages
from services.portal.page.charts.placing import Box, Placed
from services.portal.page.charts.strip import meter, worst
from services.portal.page.svg import SIZES, at, element
from shared.contracts.instants import parse_instant

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE, HOUR, DAY = 60_000_000, 3_600_000_000, 86_400_000_000


def drawn(markup: str) -> list[ET.Element]:
    """The drawings, one for each width; it must be XML."""
    return list(ET.fromstring(f"<all>{markup}</all>"))


def boxes(drawing: ET.Element, kind: str) -> list[dict[str, Fraction]]:
    return [
        {name: Fraction(one.attrib[name]) for name in ("x", "y", "width", "height")}
        for one in drawing.iter("rect")
        if one.attrib.get("class") == kind
    ]


def test_a_day_of_25_hours_draws_the_hour_that_comes_twice_in_one_place() -> None:
    start, end = parse_instant("2026-10-24T22:00:00Z"), parse_instant("2026-10-25T23:00:00Z")
    twice = Piece(parse_instant("2026-10-25T00:00:00Z"), parse_instant("2026-10-25T02:00:00Z"), "down")
    wide = drawn(hours([twice], start, end, BERLIN, "a day"))[0]

    down = boxes(wide, "c-down")
    assert [(box["y"], box["height"]) for box in down] == [
        (20, 7),
        (20, 7),
    ]  # 02:00 to 03:00 of 168 for the day


def test_a_day_of_23_hours_leaves_the_hour_that_never_comes_empty() -> None:
    start, end = parse_instant("2026-03-28T23:00:00Z"), parse_instant("2026-03-29T22:00:00Z")
    wide = drawn(hours([Piece(start, end, "up")], start, end, BERLIN, "a day"))[0]

    assert [(box["y"], box["height"]) for box in boxes(wide, "c-up")] == [(6, 14), (27, 147)]


def test_a_stretch_over_midnight_is_drawn_in_both_days() -> None:
    start, end = parse_instant("2026-01-01T00:00:00Z"), parse_instant("2026-01-03T00:00:00Z")
    night = Piece(
        parse_instant("2026-01-01T23:00:00Z"), parse_instant("2026-01-02T01:00:00Z"), "down", "night"
    )
    wide = drawn(hours([night], start, end, ZoneInfo("UTC"), "two days"))[0]

    first, second = boxes(wide, "c-down")
    assert first["x"] < second["x"]
    assert (first["y"] + first["height"], second["y"]) == (174, 6)
    assert [title.text for title in wide.iter("title")] == ["two days", "night", "night"]


def test_a_moment_is_still_seen() -> None:
    start, end = parse_instant("2026-01-01T00:00:00Z"), parse_instant("2026-01-02T00:00:00Z")
    short = Piece(start + 5, start + 6, "down")
    for one in drawn(hours([short], start, end, BERLIN, "a day")):
        assert boxes(one, "c-down")[0]["height"] == 3


def test_a_year_is_drawn_in_rows_of_months() -> None:
    start, end = parse_instant("2026-01-01T00:00:00Z"), parse_instant("2027-01-01T00:00:00Z")
    for one in drawn(hours([Piece(start, end, "up")], start, end, ZoneInfo("UTC"), "2026")):
        assert len({box["y"] for box in boxes(one, "c-up")}) == 12
        assert len(boxes(one, "c-up")) == 365


def test_every_picture_is_drawn_for_each_width_and_stays_inside_it() -> None:
    for picture in (_budget(), _months(), hours([], 0, 31 * DAY, BERLIN, "a month")):
        found = drawn(picture)
        assert [one.attrib["class"] for one in found] == [f"drawn {size.name}" for size in SIZES]
        for one, size in zip(found, SIZES, strict=True):
            for x in re.findall(r"[ML](-?[\d.]+),", picture if one is found[0] else ""):
                assert float(x) <= SIZES[0].width
            for box in one.iter("rect"):
                assert Fraction(box.attrib["x"]) + Fraction(box.attrib["width"]) <= size.width + 1
            assert one.attrib["role"] == "img"
            title = next(one.iter("title"))
            assert one.attrib["aria-labelledby"] == title.attrib["id"]


def test_names_of_pictures_are_unique_on_the_page() -> None:
    ids = re.findall(r'id="([^"]+)"', _budget() + _months() + hours([], 0, DAY, BERLIN, "a day"))
    assert len(ids) == len(set(ids)) == 3 * len(SIZES)


def test_the_budget_turns_red_exactly_where_it_crosses_zero() -> None:
    wide = drawn(_budget())[0]
    above = next(one.attrib["d"] for one in wide.iter("path") if one.attrib["class"] == "budget")
    below = next(one.attrib["d"] for one in wide.iter("path") if one.attrib["class"] == "over")

    assert above.rsplit("L", 1)[1] == below.removeprefix("M").split("L")[0]
    horizon = next(one for one in wide.iter("line") if one.attrib["class"] == "horizon")
    assert below.removeprefix("M").split("L")[0].split(",")[1] == horizon.attrib["y1"]


def test_the_breach_is_named_in_every_width_and_falls_where_there_is_room() -> None:
    wide, *_, slim = drawn(_budget())

    assert "breached 5 Jan, 00:00" in _words(wide)
    assert "20 min down" in _words(wide)
    assert any("5 Jan" in said for said in _words(slim))
    assert "20 min down" not in _words(slim)


def test_bars_that_do_not_begin_at_zero_begin_at_a_round_value_below_the_lowest() -> None:
    assert base_below(Fraction("99.7736")) == Fraction("99.7")
    assert base_below(Fraction("99.99")) == Fraction("99.98")
    assert base_below(Fraction(100)) < 100
    assert base_below(Fraction(97)) == Fraction("96.5")
    assert base_below(Fraction(10)) == 0


def test_a_period_without_a_figure_is_empty_not_green() -> None:
    for one in drawn(_months()):
        assert len(boxes(one, "c-none")) == 1
        assert len(boxes(one, "c-up")) == 1
        assert len(boxes(one, "c-down")) == 1


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (0, 44 * MINUTE, 5, [0, 10, 20, 30, 40]),
        (-35 * MINUTE, 44 * MINUTE, 5, [-20, 0, 20, 40]),
        (0, 7 * HOUR, 4, [0, 120, 240, 360]),
        (0, 0, 5, [0]),
    ],
)
def test_ticks_are_round(low, high, most, ticks) -> None:
    assert [tick // MINUTE for tick in duration_ticks(Fraction(low), Fraction(high), most)] == ticks


@pytest.mark.parametrize(
    ("kinds", "drawn_as"),
    [
        (["up", "down"], "down"),
        (["up", "unknown", "degraded"], "unknown"),
        (["up", "maintenance"], "maintenance"),
        (["up", "tolerated"], "tolerated"),
        (["not_in_force"], None),
        ([], None),
    ],
)
def test_a_day_is_drawn_as_its_worst_class_and_unknown_is_never_green(kinds, drawn_as) -> None:
    assert worst(kinds) == drawn_as


def test_a_meter_is_full_from_a_hundred_percent_on() -> None:
    widths = [boxes(drawn(meter(share, "met", ""))[0], "c-up") for share in (0, 1, 50, 100, 250)]
    assert [found[0]["width"] if found else 0 for found in widths] == [0, 3, 50, 100, 100]


def test_words_cover_neither_one_another_nor_a_line() -> None:
    placed = Placed(Box(0, 0, 300, 100))
    placed.occupy((Fraction(0), Fraction(40)), (Fraction(300), Fraction(40)))
    first = placed.near(Fraction(50), Fraction(50), "first", None, gap=8)
    second = placed.near(Fraction(50), Fraction(50), "second", None, gap=8)

    assert len(first) == len(second) == 1
    found = [box for box in placed.taken if box.width > 2]
    assert not found[0].meets(found[1])
    assert not any(box.meets(line) for box in found for line in placed.taken if line.width == 2)


def test_words_that_find_no_place_are_left_out() -> None:
    assert Placed(Box(0, 0, 20, 20)).near(Fraction(10), Fraction(10), "far too long", None, gap=8) == []


def test_coordinates_are_written_to_a_tenth_and_attributes_escaped() -> None:
    assert [at(value) for value in (Fraction(1, 3), Fraction(-1, 20), 2, Fraction(-25, 10))] == [
        "0.3",
        "0",
        "2",
        "-2.5",
    ]
    assert element("a", title='"<&') == '<a title="&#34;&lt;&amp;"/>'


def _budget() -> str:
    return budget(
        BudgetChart(
            points=[
                (0, Fraction(10 * MINUTE)),
                (3 * DAY, Fraction(10 * MINUTE)),
                (5 * DAY, Fraction(-10 * MINUTE)),
            ],
            start=0,
            end=31 * DAY,
            now=5 * DAY,
            ended=False,
            breached_at=4 * DAY,
            breached_said=("breached 5 Jan, 00:00", "breached 5 Jan", "5 Jan"),
            now_said="now",
            ahead_said="if nothing more fails",
            falls=[Fall(3 * DAY, 5 * DAY, Fraction(20 * MINUTE), "20 min down")],
            days=[(n * DAY, str(n + 1)) for n in range(0, 31, 5)],
            pace=True,
            label="the budget",
        )
    )


def _months() -> str:
    target = Fraction("99.9")
    bars = [
        Bar("Nov", None, "–", target, "99.9 %", "no_data"),
        Bar("Dec", Fraction("99.95"), "99.9500", target, "99.9 %", "met"),
        Bar("Jan", Fraction("99.7"), "99.7000", target, "99.9 %", "breached"),
    ]
    return months(bars, percentages(bars), "three months")


def _words(drawing: ET.Element) -> list[str]:
    return [one.text or "" for one in drawing.iter("text")]


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (Fraction(0), Fraction(147), 5, [0, 50, 100]),
        (Fraction(-30), Fraction(9), 3, [-20, 0]),
        (Fraction(0), Fraction(1, 2), 5, [0]),
        (Fraction(0), Fraction(4), 5, [0, 1, 2, 3, 4]),
        (Fraction(0), Fraction(2_500_000), 5, [0, 500_000, 1_000_000, 1_500_000, 2_000_000, 2_500_000]),
    ],
)
def test_an_axis_of_counts_has_round_whole_ticks(low, high, most, ticks) -> None:
    assert list(count_ticks(low, high, most)) == ticks
