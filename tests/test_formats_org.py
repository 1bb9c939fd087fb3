import pytest

from index.documents import Heading
from index.errors import UnreadableFile
from index.formats.content import Content
from index.formats.org import read_org


def headings(text: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.text) for heading in read_org(text.encode(), "a.org").headings]


def test_the_text_stays_as_it_is_written_and_stars_make_headings() -> None:
    text = (
        "#+TITLE: The boat\n#+date: <2024-05-01 Wed 10:30>\n\n* Berth\nIt is *blue*.\n"
        "** Fee\n| Berth | Fee |\n|-------+-----|\n| A     |  90 |\n"
    )
    assert read_org(text.encode(), "a.org") == Content(
        text,
        "The boat",
        headings=(Heading(50, 57, 1, "Berth"), Heading(72, 78, 2, "Fee")),
        date="2024-05-01",
    )


def test_without_a_title_it_is_the_first_heading() -> None:
    assert read_org(b"** Fee\n* Berth\n* Crane\n", "a.org").title == "Berth"
    assert read_org(b"Cats purr.", "a.org") == Content("Cats purr.")


def test_headings_are_shown_without_their_state_tags_counts_and_links() -> None:
    assert headings(
        "* TODO [#A] Rent a berth [1/2] :spring:@home:\n"
        "* DONE Pay\n* Ask [[https://x.org][the harbour]] and [[Bo]] [50%]\n* COMMENT Old\n"
        "* Todos at 10:30: now\n"
    ) == [
        *((1, "Rent a berth"), (1, "Pay"), (1, "Ask the harbour and Bo"), (1, "Old")),
        (1, "Todos at 10:30: now"),
    ]


def test_stars_elsewhere_make_no_headings() -> None:
    text = " * an item\n*bold* text\n,* code\n* \n*\n- * x\n* TODO\r\n** So\r\n"
    assert headings(text) == [(1, "TODO"), (2, "So")]


def test_dates_are_read_as_they_are_written_or_not_at_all() -> None:
    for said, date in [("2024-05-01", "2024-05-01"), ("[2024-05-01 Wed]", "2024-05-01")]:
        assert read_org(f"#+date: {said}\nx".encode(), "a.org").date == date
    assert read_org(b"#+date: \\today\nx", "a.org").date == ""


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.org is binary, not text\."):
        read_org(b"\0\1", "a.org")


def test_long_lines_are_read_in_no_time() -> None:
    for said in ("* " + " " * 1_000_000, "* x" + " " * 1_000_000, "* " + "[[" * 100_000):
        assert len(read_org(said.encode(), "a.org").headings) == ("x" in said or "[" in said)
