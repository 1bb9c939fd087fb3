"""Lists and tables that are quoted whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.library import Hit
from index.passages import Passage
from qa.answer import Quote
from qa.calibration import Calibration
from qa.choose import choose
from qa.lists import Wanted, list_round, list_wanted, needed, of_lines
from qa.reader import Span
from tests.fakes import document

BREAD = """You need:

- rye flour
- salt
* water

1. Mix flour and water.
2. Wait.

| Ticket | Price |
|---|---|
| Adult | 6 euros |

Hours, here:
Day | Summer |
Monday | 7 to 20 | 9 to 17
 | closed | closed
The end."""


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("How do I make it?", Wanted.STEPS),
        ("how is bread made", Wanted.STEPS),
        ("And how to start?", Wanted.STEPS),
        ("What are the prices?", Wanted.ITEMS),
        ("what were they", Wanted.ITEMS),
        ("What do I need for rye bread?", Wanted.ITEMS),
        ("Which file types can I add?", Wanted.ITEMS),
        ("What ingredients go into it?", Wanted.ITEMS),
        ("What does the ticket include?", Wanted.ITEMS),
        ("List the steps.", Wanted.ITEMS),
        ("What equipment is there?", Wanted.ITEMS),
        ("equipment", Wanted.ITEMS),
        ("ingredients plum tart", Wanted.ITEMS),
        ("Equipped kitchen", None),
        ("How many are there?", None),
        ("How long does it take?", None),
        ("What is the price?", None),
        ("Which class does she teach?", None),
        ("Which bus goes there?", None),
        ("What bus does he take?", None),
        ("Who paid?", None),
        ("My download broke off. How do I carry on?", Wanted.STEPS),
        ("I am a beginner! What do I need?", Wanted.ITEMS),
        ("I am a beginner. Who can tell me how to start?", None),
        ("My bus left. Which bus goes there?", None),
    ],
)
def test_which_questions_want_a_whole_list(question, wanted):
    assert list_wanted(question) is wanted


@pytest.mark.parametrize(
    ("part", "wanted", "whole"),
    [
        ("salt", Wanted.ITEMS, "- rye flour\n- salt\n* water"),
        ("rye flour\n- salt", Wanted.ITEMS, "- rye flour\n- salt\n* water"),
        ("Wait", Wanted.STEPS, "1. Mix flour and water.\n2. Wait."),
        ("Wait", Wanted.ITEMS, "1. Mix flour and water.\n2. Wait."),
        ("6 euros", Wanted.ITEMS, "| Ticket | Price |\n|---|---|\n| Adult | 6 euros |"),
        ("7 to 20", Wanted.ITEMS, "Day | Summer |\nMonday | 7 to 20 | 9 to 17\n | closed | closed"),
        (
            "here:\nDay | Summer |",
            Wanted.ITEMS,
            "Hours, here:\nDay | Summer |\nMonday | 7 to 20 | 9 to 17\n | closed | closed",
        ),
        ("salt", Wanted.STEPS, None),
        ("6 euros", Wanted.STEPS, None),
        ("You need", Wanted.ITEMS, None),
        ("The end", Wanted.ITEMS, None),
    ],
)
def test_the_list_round_a_range(part, wanted, whole):
    start = BREAD.index(part)
    found = list_round(BREAD, start, start + len(part), wanted)
    assert (found and BREAD[slice(*found)]) == whole


COLD = """Bring:
- passport
- a warm coat with a hood, since it is cold up
  there at night
- gloves
- boots

Then read on."""
STEPS = """1. Mix flour
   and water.
   - a bowl
   - a spoon
2. Wait an
   hour.
3. Bake.
It is done."""
LOOSE = """You need

- flour

  of rye, and fine
- salt

- water

* a bowl

1. Mix.

2. Wait.

   - in the cold

3. Bake.

1. Eat.


2. Sleep.

– Is it done?

– It is.

    one
    two"""
_COLD = COLD[7:-15]
_MIXED = STEPS[:-12]


@pytest.mark.parametrize(
    ("text", "part", "wanted", "whole"),
    [
        (COLD, "passport", Wanted.ITEMS, _COLD),
        (COLD, "a warm coat", Wanted.ITEMS, _COLD),
        (COLD, "there at night", Wanted.ITEMS, _COLD),
        (COLD, "gloves", Wanted.ITEMS, _COLD),
        (COLD, "Bring:\n- passport", Wanted.ITEMS, COLD[:-15]),
        (COLD, "passport", Wanted.STEPS, None),
        (STEPS, "flour", Wanted.STEPS, _MIXED),
        (STEPS, "and water", Wanted.STEPS, _MIXED),
        (STEPS, "a bowl", Wanted.STEPS, _MIXED),
        (STEPS, "a bowl", Wanted.ITEMS, "   - a bowl\n   - a spoon"),
        (STEPS, "hour", Wanted.STEPS, _MIXED),
        (STEPS, "Bake", Wanted.ITEMS, _MIXED),
        (STEPS, "done", Wanted.ITEMS, None),
        (LOOSE, "salt", Wanted.ITEMS, "- flour\n\n  of rye, and fine\n- salt\n\n- water"),
        (LOOSE, "flour", Wanted.ITEMS, "- flour\n\n  of rye, and fine\n- salt\n\n- water"),
        (LOOSE, "a bowl", Wanted.ITEMS, None),
        # Where the figures begin anew, another list does.
        (LOOSE, "Wait", Wanted.STEPS, "1. Mix.\n\n2. Wait.\n\n   - in the cold\n\n3. Bake."),
        (LOOSE, "Eat", Wanted.STEPS, None),
        # Two people say this.
        (LOOSE, "Is it", Wanted.ITEMS, None),
        (LOOSE, "two", Wanted.ITEMS, None),
        ("- one\n  and more\nEnd", "one", Wanted.ITEMS, None),
        ("- one\nand more\n- two", "one", Wanted.ITEMS, None),
        ("  - one\n  text\n  - two", "two", Wanted.ITEMS, None),
    ],
)
def test_an_item_may_go_on_in_lines_that_are_indented_deeper(text, part, wanted, whole):
    start = text.index(part)
    found = list_round(text, start, start + len(part), wanted)
    assert (found and text[slice(*found)]) == whole


def test_items_parted_by_more_than_is_quoted_are_left_alone():
    text = "- one\n" + "  more of it\n" * 70 + "- two\n- three"
    assert list_round(text, 2, 5, Wanted.ITEMS) is None
    assert list_round(text, len(text) - 3, len(text), Wanted.ITEMS) is None


def test_a_single_item_and_a_long_list_are_left_alone():
    assert list_round("a\n- one\nb", 4, 7, Wanted.ITEMS) is None
    assert list_round("- one word\n" * 100, 0, 5, Wanted.ITEMS) is None
    assert list_round("- one\n- two", 2, 5, Wanted.ITEMS) == (0, 11)


def test_a_quote_grows_to_its_list_and_all_of_it_is_marked():
    found = document(BREAD)
    start = BREAD.index("rye flour")
    hit = Hit(found, Passage(found.id, 0, len(BREAD)), 0.03)
    spans = [Span(hit, start, start + 9, 3.0), Span(hit, start + 12, start + 16, 2.9)]
    calibration = Calibration(1.0, 0.0, 0.25)
    one = choose(spans, calibration).quotes[0]
    assert (one.text, one.highlight) == ("- rye flour", "rye flour")
    (quote,) = choose(spans, calibration, wanted=Wanted.ITEMS).quotes
    assert isinstance(quote, Quote)
    assert quote.text == quote.highlight == "- rye flour\n- salt\n* water"


@given(st.text("- 1.|\nab", max_size=60), st.data())
def test_a_list_holds_what_it_is_round_and_ends_where_lines_do(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = list_round(text, start, end, Wanted.ITEMS)
    if found is not None:
        assert found[0] <= start
        assert end - 1 <= found[1]
        assert found[0] == 0 or text[found[0] - 1] == "\n"
        assert found[1] == len(text) or text[found[1]] == "\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- one\n- two", True),
        ("1. one\n2. two", True),
        ("| a | b |\n|---|---|\n| 1 | 2 |", True),
        ("REPORTER: Who?\nMARSH: Nobody.", True),
        ("Who is it?\nMarsh: Nobody.", True),
        ("- one", False),
        ("", False),
        ("A line that was\nbroken anywhere.", False),
        ("Prices:\n- one\n- two", True),
        ("Hours\n\nMonday | 7 to 20 | closed", True),
        ("- one\nand more", False),
        ("- one\n  and more\n- two", True),
        ("1. one\n   - more\n\n2. two", True),
        ("- one\n  and more", False),
        ("    keys:\n    - one\n    last: 2", False),
        ("Leave is granted for:\n\nyour own wedding: 2 days\na birth", True),
        ("Leave is granted for:\n\nweddings", False),
        (
            "Leave is granted for:\n\nwhoever has been here for at least a year, and\nhas asked.",
            False,
        ),
    ],
)
def test_which_texts_are_shown_line_by_line(text, expected):
    assert of_lines(text) is expected


@pytest.mark.parametrize(
    ("question", "headings", "asked"),
    [
        (
            "What do I need for rye bread?",
            ["Rye bread", "### Ingredients"],
            "What ingredients do I need for rye bread?",
        ),
        ("and what would we need?", ["**The Tools:**"], "and what tools would we need?"),
        ("what goes into soup?", ["2. Ingredients"], "What ingredients do I need for soup?"),
        ("what goes into soup?", ["Ingredients"], "What ingredients do I need for soup?"),
        ("Shopping list for soup", ["Ingredients"], "What ingredients do I need for soup"),
        (
            "I have guests. What do I need for soup?",
            ["Ingredients"],
            "I have guests. What ingredients do I need for soup?",
        ),
        (
            "I have guests. What goes into soup?",
            ["Ingredients"],
            "I have guests. What ingredients do I need for soup?",
        ),
        ("What do I need?", ["Ingredients of a good life"], "What do I need?"),
        ("What do I need?", [], "What do I need?"),
        ("What are they?", ["Ingredients"], "What are they?"),
        ("What do I need to do to claim?", ["Documents"], "What do I need to do to claim?"),
        ("What needs to be paid?", ["Documents"], "What needs to be paid?"),
    ],
)
def test_a_list_of_what_is_needed_is_asked_by_its_name(question, headings, asked):
    assert needed(question, headings) == asked
