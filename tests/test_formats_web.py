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
        ("1<sup>1</sup>/<sub>2</sub> or 2<sup>3</sup>&frasl;<sub>4</sub>", "1 1/2 or 2 3⁄4"),
        (
            "$<span>1,299</span><sup>95</sup>, €9<sup>50</sup>, £3<sup>2</sup>",
            "$1,299.95, €9.50, £3^2",
        ),
        ("Ca<sup>2+</sup>, a note<sup>[1]</sup>, <sup>14</sup>C", "Ca2+, a note[1], 14C"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2"),
        (
            "<math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac></math>",
            "(a+b)/2",
        ),
        ("<math><msup><mn>10</mn><mn>6</mn></msup></math>", "10^6"),
        ("<math><mn>2</mn><msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt></math>", "2√(a+b)"),
        ("<math><msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup></math>", "x_1^2"),
    ],
)
def test_raised_numbers_and_parts_of_formulas_keep_their_places(html: str, text: str) -> None:
    assert text_of(f"<p>{html}</p>") == text


def test_boxes_in_lists_and_tables_show_whether_they_are_checked() -> None:
    box = '<input type="checkbox"'
    items = f"<li><label>{box} checked> Paid</label></li><li>{box}>Sent</li>"
    row = '<tr><td><input type="radio" checked> Yes</td><td><input type="radio"> No</td></tr>'
    assert text_of(f"<ul>{items}</ul><table>{row}</table>{box}>menu<li>{box} role=button>x") == (
        "☒ Paid\n☐ Sent\n\n☒ Yes | ☐ No\n\nmenu\nx"
    )


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


def test_the_items_of_a_numbered_list_have_their_numbers() -> None:
    inner = "<ol type=a><li>x<li>y</ol>"
    assert text_of(f"<ol><li>Mix.<li>Bake.{inner}<li value=7>Eat.<li>Rest.</ol>") == (
        "1. Mix.\n2. Bake.\na. x\nb. y\n7. Eat.\n8. Rest."
    )
    assert text_of("<ol start=4 type=I><li><p>A</p><p>B</p></li><li>C</ol>") == "IV. A\n\nB\n\nV. C"
    assert text_of("<ol reversed><li>c<li>b<li>a</ol>") == "3. c\n2. b\n1. a"
    assert text_of("<ol start=x><li><h2>Mix</h2>All.</ol>") == "1. Mix\n\nAll."
    # What a page leaves empty is counted, too, what it hides is not.
    assert text_of("<ol><li hidden>a<li></li><li>c</ol><ul><li>d</ul>") == "2. c\n\nd"
    assert text_of('<ol style="list-style: none"><li>a<li>b</ol>') == "a\nb"
    assert text_of("<table><tr><td>A<td><ol><li>x<li>y</ol></table>") == "A | 1. x 2. y"


def test_a_numbered_heading_begins_with_its_number() -> None:
    content = read_html(b"<ol><li><h2>Mix</h2>All.<li><h2>Bake</h2></ol>", "a.html")
    assert [(each.start, each.end, each.text) for each in content.headings] == [
        (0, 6, "1. Mix"),
        (14, 21, "2. Bake"),
    ]


def test_what_is_struck_out_is_left_out() -> None:
    html = "<p>Was <del>90</del> <s>85</s> <strike>80</strike> now <ins>70</ins>."
    assert text_of(html) == "Was now 70."
    assert text_of("<p><span style='text-decoration: line-through'>9</span> 7") == "7"


def test_notices_about_cookies_and_links_past_the_menu_are_left_out() -> None:
    html = (
        '<a class="skip-link" href="#main">Skip to content</a><div id="CybotCookiebotDialog">No.'
        '</div><div class="my-cookie-banner">No.</div><div role=alertdialog>No.</div>'
        '<div id="onetrust-consent-sdk">No.</div><div id="lemon-cookie-bars">Bake cookies.</div>'
        '<p class="skipton">In Skipton.'
    )
    assert text_of(html) == "Bake cookies.\n\nIn Skipton."


def test_answers_that_fold_out_are_read_below_their_questions() -> None:
    html = (
        "<h3><button aria-expanded=false>What does it cost?</button></h3>"
        '<div role=region hidden aria-hidden="true" style="display:none">Nine crowns.</div>'
        "<dl><dt><button>When?</button><dd>At noon.</dl><div hidden=until-found>Bring cash.</div>"
        "<button>Close</button><div hidden>No.</div>"
    )
    assert text_of(html) == "What does it cost?\n\nNine crowns.\n\nWhen?\nAt noon.\n\nBring cash."


def test_labels_that_styles_keep_apart_are_kept_apart() -> None:
    def labels(*said: str) -> str:
        return "".join(f'<span class="x">{each}</span>' for each in said)

    assert text_of(labels("2", "cups", "flour")) == "2 cups flour"
    assert text_of(labels("Time:", "10 mins", "Serves", "4")) == "Time: 10 mins Serves 4"
    # Parts of a price, of a word, and of a program.
    assert text_of(labels("£", "4", ".", "50", "0")) == "£4.500"
    assert text_of(labels("T", "he") + "<span>re</span>") == "There"
    assert text_of(f"<code>{labels('10', 'px')}</code>") == "10px"
