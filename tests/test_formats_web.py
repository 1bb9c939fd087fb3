"""HTML pages: what stands where, what is not shown, and numbers that are raised."""

import pytest

from index.formats.web import read_html


def text_of(body: str) -> str:
    return read_html(body.encode(), "a.html").text


def test_what_is_merged_down_several_rows_is_in_each_of_them() -> None:
    assert (
        text_of(
            "<table><tr><th>Day</th><th>Time</th><th>Class</th></tr>"
            "<tr><td rowspan=2>Monday</td><td>9</td><td>Art</td></tr>"
            "<tr><td>10</td><td>Music</td></tr>"
            "<tr><td>Friday</td><td>11</td><td>Sports</td></tr></table><p>End"
        )
        == "Day | Time | Class\nMonday | 9 | Art\nMonday | 10 | Music\nFriday | 11 | Sports\n\nEnd"
    )


def test_what_is_merged_downwards_may_stand_in_several_columns_or_at_the_end() -> None:
    assert (
        text_of(
            "<table><tr><td>a</td><td>b</td><td rowspan=3>z</td></tr>"
            '<tr><td rowspan="2">p</td><td>q</td></tr><tr><td></td></tr>'
            "<tr><td rowspan=2 colspan=2>wide</td><td>1</td></tr><tr><td>2</td></tr></table>"
        )
        == "a | b | z\np | q | z\np |  | z\nwide |  | 1\nwide |  | 2"
    )


def test_long_text_that_is_merged_downwards_is_read_once() -> None:
    long = "x" * 201
    rows = f"<tr><td rowspan=2>{long}</td><td>a</td></tr><tr><td>b</td></tr>"
    assert text_of(f"<table>{rows}</table>") == f"{long} | a\n | b"


def test_a_cell_that_spans_several_columns_leaves_the_others_empty() -> None:
    assert (
        text_of(
            "<table><tr><th>Item</th><th>Unit</th><th>Price</th></tr>"
            "<tr><td colspan=2>Total</td><td>20</td></tr>"
            "<tr><td colspan=x>a</td><td>b</td></tr></table>"
        )
        == "Item | Unit | Price\nTotal |  | 20\na | b"
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("10<sup>6</sup> J", "10^6 J"),
        ("10<sup>-3</sup> m s<sup>−1</sup>", "10^-3 m s^−1"),
        ('in 1999<sup><a href="#n">3</a></sup>', "in 1999^3"),
        ("the 1<sup>st</sup>, 5 m<sup>2</sup>", "the 1st, 5 m2"),
        ("Ca<sup>2+</sup>, a note<sup>[1]</sup>, <sup>14</sup>C", "Ca2+, a note[1], 14C"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2"),
        (
            "<math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac></math>",
            "(a+b)/2",
        ),
        ("<math><msup><mn>10</mn><mn>6</mn></msup></math>", "10^6"),
        ("<math><msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup></math>", "x_1^2"),
    ],
)
def test_raised_numbers_and_parts_of_formulas_keep_their_places(html: str, text: str) -> None:
    assert text_of(f"<p>{html}</p>") == text


def test_how_a_word_is_spoken_does_not_stand_in_it() -> None:
    ruby = "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>です"
    assert text_of(f"<p>{ruby}</p>") == "漢字です"


def test_what_shows_only_when_something_is_done_is_left_out() -> None:
    html = "<dialog>No.</dialog><div popover>No.</div><dialog open>Yes.</dialog>"
    assert text_of(html) == "Yes."


def test_a_heading_is_read_without_the_link_to_itself() -> None:
    html = '<h2>Set up<a href="#set-up">¶</a></h2><p><a href="#1">#1</a> <a href="/x">#</a>'
    content = read_html(html.encode(), "a.html")
    assert [heading.text for heading in content.headings] == ["Set up"]
    assert content.text == "Set up\n\n#1 #"


def test_what_stands_behind_the_end_of_the_page_is_read() -> None:
    html = "<html><body><p>Cats.</p></body></html>\n<p>Dogs.</p><HTML><body>Cows.</body></HTML >"
    assert text_of(html) == "Cats.\n\nDogs.\n\nCows."
