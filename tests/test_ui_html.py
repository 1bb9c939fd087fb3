"""Text is on the page character for character, and never becomes markup."""

from hypothesis import given
from hypothesis import strategies as st

from tests.drawn import Letters, hostile, shown
from ui import html


def test_a_mark_is_cut_where_another_begins_or_ends():
    assert html.marked("abcdef", [(0, 4, "quote"), (2, 3, "short"), (3, 6, "heading")]) == (
        '<mark class="quote">ab</mark>'
        '<mark class="quote short">c</mark>'
        '<mark class="quote heading">d</mark>'
        '<b class="heading">ef</b>'
    )


def test_marks_outside_of_what_is_shown_are_left_out():
    marks = [(0, 3, "quote"), (5, 6, "short")]
    assert html.marked("abcdef", marks, start=2, end=5) == '<mark class="quote">c</mark>de'


def test_a_page_starts_with_an_empty_tag():
    assert html.marked("ab", [], parts=[(0, "page 1"), (1, "slide <2>")]) == (
        '<span class="page" data-part="page 1"></span>a'
        '<span class="page" data-part="slide &lt;2&gt;"></span>b'
    )


def test_what_cannot_stand_in_a_page_is_replaced_and_a_carriage_return_is_kept():
    assert html.escaped("a\x00\r\n\ud800<&\"'") == "a\ufffd&#13;\n\ufffd&lt;&amp;&quot;&#x27;"


@given(hostile, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.just("quote"))))
def test_marked_text_without_its_tags_is_the_text(text, marks):
    found = Letters(html.marked(text, marks, parts=[(0, "page 1"), (3, text)]))
    assert found.text == shown(text)
    assert set(found.tags) <= {"mark", "span"}


def test_a_button_carries_what_it_is_about_as_text():
    assert html.button("Go <on>", ask='"a" & b', stop="") == (
        '<button type="button" class="plain" data-ask="&quot;a&quot; &amp; b" data-stop>'
        "Go &lt;on&gt;</button>"
    )
    assert html.button("Go", classes="link", spoken="Go <on>", ask="?") == (
        '<button type="button" class="link" data-ask="?" aria-label="Go &lt;on&gt;">Go</button>'
    )
