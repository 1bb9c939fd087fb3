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
