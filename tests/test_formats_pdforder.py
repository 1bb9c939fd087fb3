from index.formats.pdflines import Line
from index.formats.pdforder import from_top


def line(text: str, base: float, left: float = 50, *, angle: int = 0) -> Line:
    return Line(text, left, left + 5 * len(text), base, 10, angle=angle)


def order(*lines: Line) -> list[str]:
    return [each.text for each in from_top(lines)]


def test_lines_below_one_another_are_read_from_the_top() -> None:
    assert order(line("Cats", 600), line("purr", 588), line("The title", 700)) == [
        *("The title", "Cats", "purr")
    ]
    # Two at one height are a row if nothing is near.
    assert order(line("long", 600, 90), line("Tail", 600), line("The title", 700)) == [
        *("The title", "Tail", "long")
    ]


def test_columns_stay_in_the_order_they_are_written_in() -> None:
    left = [line("Cats", 700), line("purr.", 688)]
    right = [line("Dogs", 700, 300), line("bark.", 688, 300)]
    assert order(*left, *right) == ["Cats", "purr.", "Dogs", "bark."]
    # A cell of two lines beside one of one line.
    assert order(*left, right[0]) == ["Cats", "purr.", "Dogs"]
    # Not on one grid.
    assert order(*left, line("Dogs", 694, 300)) == ["Cats", "purr.", "Dogs"]


def test_loose_lines_of_columns_that_stand_between_one_another_are_no_rows() -> None:
    left = [line("Cats", 700), line("purr", 676), line("here.", 652)]
    right = [line("Dogs", 688, 300), line("bark", 664, 300), line("there.", 640, 300)]
    assert order(*left, *right) == ["Cats", "purr", "here.", "Dogs", "bark", "there."]


def test_what_is_printed_across_a_page_changes_nothing() -> None:
    assert order(line("purr", 600), line("DRAFT", 650, angle=1), line("Cats", 700)) == [
        *("purr", "DRAFT", "Cats")
    ]
