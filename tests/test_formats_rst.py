import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Heading
from index.formats.rst import read_rst


def headings(text: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.text) for heading in read_rst(text.encode(), "a.rst").headings]


def test_the_text_stays_and_its_titles_are_headings() -> None:
    text = (
        "====\nCats\n====\n\n:Date: 2024-05-01\n\nThey *purr*.\n\nFood\n----\n\nFish::\n\n"
        "    not a title\n    -----------\n\nTuna\n~~~~\n\nOften.\n\nSleep\r\n-----\r\n\r\nLong.\n"
    )
    content = read_rst(text.encode(), "a.rst")
    assert content.text == text
    assert content.headings == (
        Heading(0, 14, 1, "Cats"),
        Heading(49, 58, 2, "Food"),
        Heading(101, 110, 3, "Tuna"),
        Heading(120, 132, 2, "Sleep"),
    )
    assert (content.title, content.date, content.pages) == ("Cats", "2024-05-01", ())


def test_levels_follow_the_order_in_which_rules_appear() -> None:
    assert headings("One\n~~~\n\nTwo\n===\n\n~~~~~\nThree\n~~~~~\n\nFour\n~~~~\n") == [
        (1, "One"),
        (2, "Two"),
        (3, "Three"),
        (1, "Four"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "text\n\n----\n\ntext",
        "=====  =====\nA      B\n=====  =====\n1      2\n=====  =====\n",
        "+---+\n| a |\n+---+\n",
        "a paragraph\nof two lines\n------------\n",
        "    code\n    ----\n",
        ".. note::\n---------\n",
        "A long title\n--\n",
        "----\n----\n",
    ],
)
def test_what_only_looks_like_a_title_is_none(text: str) -> None:
    assert headings(text) == []


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("The ``cat`` *command*", "The cat command"),
        (":mod:`cats` and `dogs <http://x>`_", "cats and dogs"),
        ("**Strong** |cat| tail_", "Strong cat tail"),
    ],
)
def test_headings_lose_their_markup(title: str, said: str) -> None:
    assert headings(f"{title}\n{'=' * len(title)}\n") == [(1, said)]


@given(st.text(st.sampled_from("ab =-~\n\r.:`*_"), max_size=60))
def test_any_text_stays_and_headings_lie_on_whole_lines(text: str) -> None:
    content = read_rst(text.encode(), "a.rst")
    assert content.text == text
    for heading in content.headings:
        assert heading.start == 0 or text[heading.start - 1] in "\r\n"
        assert heading.end == len(text) or text[heading.end] in "\r\n"


def test_of_a_title_without_end_no_more_is_looked_at_than_is_shown() -> None:
    # A pattern looked on for the end of a role from each colon.
    title = ":a" * 50_000
    assert headings(f"x{title}\n{'=' * 5}\n") == [(1, f"x{title}"[:199] + "…")]
