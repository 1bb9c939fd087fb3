from index.formats.pdflines import Line
from index.formats.pdfrows import side_by_side


def test_a_raised_number_that_is_a_line_of_its_own_is_a_power() -> None:
    parts = ["It has 10", "6", " J, 1", "2", "/3 cups, a note", "1"]
    lines, left = [], 72.0
    for at, text in enumerate(parts):
        right = left + 5 * len(text)
        lines.append(Line(text.strip(), left, right, 304.4 if at % 2 else 300, 9 if at % 2 else 11))
        left = right
    (line,) = side_by_side(lines)
    assert line.text == "It has 10^6J, 1 2/3 cups, a note1"


def test_a_short_cell_far_to_the_right_belongs_to_its_row() -> None:
    def row(*lines: Line) -> list[str]:
        return [line.text for line in side_by_side(lines)]

    year = Line("2016   648", 38, 84, 392.2, 12)
    assert row(year, Line("112", 131, 149, 392.2, 12)) == ["2016   648   112"]
    # Of another row, of another column of text, to the left.
    assert len(row(year, Line("112", 131, 149, 394, 12))) == 2
    assert len(row(year, Line("They were measured.", 131, 249, 392.2, 12))) == 2
    assert len(row(Line("112", 131, 149, 392.2, 12), year)) == 2


def row(*cells: tuple[str, float, float]) -> list[str]:
    """The rows that cells of text make, given where each begins and how high it stands."""
    lines = [Line(text, left, left + 5 * len(text), base, 10) for text, left, base in cells]
    return [line.text for line in side_by_side(lines)]


def test_a_cell_behind_one_of_several_lines_belongs_to_its_row() -> None:
    first = ("Monday", 72, 700)
    several = [("Swimming for those", 120, 700), ("who have not swum", 120, 688)]
    assert row(first, *several, ("Hall A", 260, 700), ("Tuesday", 72, 660)) == [
        "Monday   Swimming for those who have not swum   Hall A",
        "Tuesday",
    ]
    # In the middle of a cell of two lines.
    several = [("Swimming for those", 150, 706), ("who have not swum", 150, 694)]
    assert row(first, *several, ("Hall A", 300, 700), ("9", 360, 700)) == [
        "Monday   Swimming for those who have not swum   Hall A   9"
    ]


def test_columns_of_text_are_no_row() -> None:
    column = [("Cats purr all day and", 72, 700), ("all night.", 72, 688)]
    assert row(*column, ("Dogs bark at night.", 300, 700)) == [
        "Cats purr all day and",
        "all night.",
        "Dogs bark at night.",
    ]
    # A cell that stands below, and one that stands to the left of what is above it.
    cells = [("Monday", 72, 700), ("Swimming", 120, 700), ("late", 120, 688)]
    assert len(row(*cells, ("Hall A", 260, 694))) == 3
    assert len(row(*cells[:2], ("late or early in the morning", 120, 688), ("Hall", 200, 700))) == 3
