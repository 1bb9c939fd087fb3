from collections.abc import Sequence

import pytest

from index.formats.pdflines import Line, joined, with_hyphens, without_running

BODY = ["Cats purr all day and all night.", "Dogs bark.", "Fish swim.", "Birds sing.", "Rats run."]


def kept(top: Sequence[str], bottom: Sequence[str] = (), size: float = 10) -> list[list[str]]:
    """Return what is kept of pages with a line at the top and one at the bottom."""
    pages = []
    for at, head in enumerate(top):
        page = [Line(head, 50, 200, 780, size)] if head else []
        # At a height of its own on each page, so that none of it looks like a running line.
        page += [Line(BODY[at % 5], 50, 300, 700 - 20 * at - 7 * row, 10) for row in range(3)]
        page += [Line(bottom[at], 50, 200, 50, 10)] if bottom else []
        pages.append(page)
    return [
        [line.text for line in page if line.text not in BODY] for page in without_running(pages)
    ]


GONE: list[list[str]] = [[]] * 5


@pytest.mark.parametrize(
    "lines",
    [
        ["The book of cats"] * 5,
        [f"Page {number} of 5" for number in range(1, 6)],
        [f"The book of 9 lives   {number}" for number in range(1, 6)],
        [f"{number}" for number in range(1040, 1045)],
        ["iii", "iv", "v", "vi", "vii"],
        # Left and right pages.
        ["2   Cats", "Purring   3", "4   Cats", "Purring   5", "6   Cats"],
    ],
)
def test_a_line_that_repeats_or_counts_the_pages_goes(lines: list[str]) -> None:
    assert kept(lines) == GONE
    assert kept([""] * 5, lines) == GONE


@pytest.mark.parametrize(("last", "stays"), [(540, True), (170, True), (160, False)])
def test_what_all_letters_of_a_file_say_last_is_no_foot_where_it_stands_higher(
    last: int, stays: bool
) -> None:
    pages = []
    for at, name in enumerate(["Ann", "Bo", "Cleo"]):
        said = [f"Dear {name}", "Hello.", f"{name} owes us {at}."]
        page = [Line(one, 50, 200, 700 - 9 * at - 20 * row, 10) for row, one in enumerate(said)]
        page.append(Line("Pay by 15 June.", 50, 200, last + 16, 10))
        pages.append([*page, Line("Thank you.", 50, 99, last, 10)])
    found = without_running(pages, edges_at=[(0, 842)] * 3)
    assert [page[-1].text == "Thank you." for page in found] == [stays] * 3


def short(*bases: int) -> list[list[str]]:
    """Return what is kept of five invoices with lines of these heights."""
    pages = []
    for at in range(5):
        said = [f"Invoice {1040 + 7 * at}", f"State: {'OPEN' if at % 2 else 'PAID'}"]
        said += [f"Total: {100 + 13 * at} EUR", "Due: 15 June", "Account 12-34"]
        rows = zip(said, bases, strict=True)
        pages.append([Line(text, 50, 200, base, 10) for text, base in rows])
    found = without_running(pages, edges_at=[(0, 842)] * 5)
    return [[line.text.split()[0] for line in page] for page in found]


ALL = ["Invoice", "State:", "Total:", "Due:", "Account"]


@pytest.mark.parametrize(
    ("bases", "kept"),
    [
        # Set like lines of one text, within a fifth of the page from its upper edge.
        ((780, 760, 740, 720, 700), ALL),
        ((780, 760, 734, 714, 694), ALL),
        # As far from the next line as heads are: 27 points are more than 1.3 lines of 20.
        ((780, 760, 733, 713, 693), ["Invoice", "Total:", "Due:", "Account"]),
        # Less than 0.07 * 842 = 58.9 points from an edge no text stands.
        ((810, 790, 770, 750, 730), ["Invoice", "Total:", "Due:", "Account"]),
        ((138, 118, 98, 78, 58), ["Invoice", "State:", "Total:", "Due:"]),
    ],
)
def test_lines_that_stand_as_near_as_those_of_the_text_are_text(
    bases: tuple[int, ...], kept: list[str]
) -> None:
    assert short(*bases) == [kept] * 5


def test_a_foot_near_the_text_of_full_pages_goes_where_it_stands_apart_on_another() -> None:
    pages = []
    for at in range(4):
        rows = [Line(f"{BODY[row]} {at}{row}", 50, 300, 180 - 20 * row, 10) for row in range(5)]
        pages.append([*(rows if at else rows[:3]), Line("For members", 50, 99, 80, 10)])
    found = without_running(pages, edges_at=[(0, 842)] * 4)
    assert [len(page) for page in found] == [3, 5, 5, 5]


@pytest.mark.parametrize(
    "lines",
    [
        [f"Invoice No. {number}" for number in range(1040, 1045)],
        [f"Invoice {1000 + 7 * number}" for number in range(5)],
        [f"Date 2024-0{month}-15" for month in range(1, 6)],
        [f"{day} March 2024" for day in range(1, 6)],
        [f"Total due {119 + 9 * number}.75 EUR" for number in range(5)],
        [f"{number}.50" for number in range(1, 6)],
        [f"Room {number}, floor {number}" for number in range(1, 6)],
        [f"Page {number}" for number in (1, 7, 4, 9, 2)],
    ],
)
def test_a_line_with_another_number_on_each_page_is_kept(lines: list[str]) -> None:
    pages = [[line] for line in lines]
    assert kept(lines) == pages
    assert kept([""] * 5, lines) == pages


def test_at_the_height_of_running_heads_a_number_goes_that_counts_on() -> None:
    # The last chapter has one page, so that its head stands nowhere else.
    heads = [*("On Cats   1", "On Cats   2", "On Dogs   3", "On Dogs   4", "On Fish   5")]
    assert kept(heads) == GONE
    assert kept([*heads[:4], "Invoice 1040"]) == [[], [], [], [], ["Invoice 1040"]]
    assert kept([*heads[:4], "119"]) == [[], [], [], [], ["119"]]


def test_the_hyphens_of_addresses_stay() -> None:
    lines = [
        Line("Write to www.long-", 50, 150, 700, 10),
        Line("site.org. A re-", 50, 150, 688, 10),
    ]
    lines.append(Line("served table.", 50, 150, 676, 10))
    assert joined(with_hyphens(lines)) == "Write to www.long-site.org. A reserved table."


def test_page_numbers_that_begin_anew_go() -> None:
    # Roman and Arabic, each on fewer than two fifths of the pages.
    numbers = ["i", "ii", "iii", "1", "2", "3", "4", "1", "2"]
    assert kept(numbers) == [[]] * 9


def test_what_counts_pages_in_large_letters_is_a_heading() -> None:
    heads = [f"Day {number}" for number in range(1, 6)]
    assert kept(heads, size=12) == [[head] for head in heads]


def test_of_two_pages_only_their_numbers_and_what_browsers_print_go() -> None:
    for ends in (
        ["1", "2"],
        ["Page 1", "Page 2"],
        ["1 of 2", "2 of 2"],
        ["a.org/x   1/2", "a.org/x   2/2"],
    ):
        assert kept(["", ""], ends) == [[], []]
    assert kept(["11/30/26, 2:56 PM   The club"] * 2) == [[], []]
    for other in (["The club"] * 2, ["Room 1", "Room 2"], ["1 of 3", "2 of 3"]):
        assert kept(["", ""], other) == [[line] for line in other]
