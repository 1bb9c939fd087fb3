import io
import zipfile

import made
import odfdo
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Heading
from index.errors import UnreadableFile
from index.formats.content import REMEDY
from index.formats.odt import read_odt


def text_of(body: str) -> str:
    return read_odt(made.open_document(body), "a.odt").text


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_odt(content, "a.odt")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_headings_stand_one_level_below_the_title() -> None:
    content = read_odt(
        made.open_document(
            '<text:p text:style-name="P1">All about cats</text:p>'
            '<text:h text:outline-level="1">Food</text:h><text:p>Fish.</text:p>'
            '<text:h text:outline-level="2">Tuna</text:h>',
            f'<office:document-meta {made.ODF_NAMES} xmlns:dc="dc"><office:meta>'
            "<meta:creation-date>2023-01-01T00:00:00</meta:creation-date>"
            "<dc:title>Cats</dc:title><dc:date>2024-05-01T10:00:00.5</dc:date></office:meta>"
            "</office:document-meta>",
            '<style:style style:name="P1" style:parent-style-name="Title"/>',
        ),
        "a.odt",
    )
    assert content.text == "All about cats\n\nFood\n\nFish.\n\nTuna"
    assert content.headings == (
        Heading(0, 14, 1, "All about cats"),
        Heading(16, 20, 2, "Food"),
        Heading(29, 33, 3, "Tuna"),
    )
    assert (content.title, content.date) == ("Cats", "2024-05-01")


def test_white_space_is_what_the_format_says() -> None:
    assert (
        text_of(
            '<text:p>a  \n b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e'
            "<text:span>f</text:span>g</text:p>"
        )
        == "a b   c\td\nefg"
    )


def test_lists_stand_line_by_line_and_notes_last() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Mostly tuna.</text:p></text:note-body></text:note>"
    )
    assert (
        text_of(
            f"<text:p>Before{note}.</text:p><text:list><text:list-item><text:p>one</text:p>"
            "<text:list><text:list-item><text:p>two</text:p></text:list-item></text:list>"
            "</text:list-item></text:list><text:p>After.</text:p>"
        )
        == "Before.\n\none\ntwo\n\nAfter.\n\nMostly tuna."
    )


def test_rows_of_a_table_read_with_their_header() -> None:
    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    table = (
        "<table:table><table:table-header-rows>"
        + row(cell("Land"), cell("Town"), cell("People"))
        + "</table:table-header-rows>"
        + row(cell("Italy", 'table:number-rows-spanned="2"'), cell("Rome"), cell("3"))
        + row("<table:covered-table-cell/>", cell("Pisa"), cell("1"))
        + "</table:table>"
    )
    assert text_of(f"<text:p>x</text:p>{table}<text:p>y</text:p>") == (
        "x\n\nLand | Town | People\nLand: Italy; Town: Rome; People: 3\n"
        "Land: Italy; Town: Pisa; People: 1\n\ny"
    )


@pytest.mark.parametrize("tables", [1, 2, 3, 12])
def test_every_word_of_tables_in_tables_is_read_once(tables: int) -> None:
    inside = "<text:p>middle</text:p>"
    for level in range(tables, 0, -1):
        before, behind = f"<text:p>in{level}</text:p>", f"<text:p>out{level}</text:p>"
        cells = f"<table:table-cell>{before}{inside}</table:table-cell>"
        cells += f"<table:table-cell>{behind}</table:table-cell>"
        inside = f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    words = [f"in{level}" for level in range(1, tables + 1)] + ["middle"]
    words += [f"out{level}" for level in range(tables, 1, -1)]
    assert text_of(inside) == f"{' '.join(words)} | out1"


def test_what_was_deleted_is_no_text_and_contents_are_not_said_twice() -> None:
    assert (
        text_of(
            "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
            "<text:table-of-content><text:p>Food 1</text:p></text:table-of-content>"
            "<text:p>kept</text:p>"
        )
        == "kept"
    )


def test_a_text_box_comes_behind_its_paragraph() -> None:
    box = '<d:frame xmlns:d="d"><d:text-box><text:p>inner</text:p></d:text-box></d:frame>'
    assert text_of(f"<text:p>out{box}er</text:p>") == "outer\n\ninner"


def test_cells_repeated_without_end_are_cut() -> None:
    table = (
        '<table:table><table:table-row><table:table-cell table:number-columns-repeated="99999999">'
        "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert text_of(table) == " | ".join(["x"] * 1000)


def test_the_file_of_another_library_is_read() -> None:
    file = odfdo.Document("text")
    file.body.clear()
    file.body.append(odfdo.Header(1, "Food"))
    file.body.append(odfdo.Paragraph("Cats eat  fish."))
    file.body.append(odfdo.List(["one", "two"]))
    saved = io.BytesIO()
    file.save(saved)
    content = read_odt(saved.getvalue(), "a.odt")
    # That library lets headings be numbered.
    assert content.text == "1. Food\n\nCats eat  fish.\n\none\ntwo"
    assert content.headings == (Heading(0, 7, 1, "1. Food"),)


def test_an_encrypted_text_is_refused() -> None:
    content = made.zipped(
        {"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": "x"}
    )
    assert refusal(content) == (
        "a.odt is encrypted. Open it in a word processor and save it without a password"
    )


def test_other_files_are_refused() -> None:
    assert refusal(b"text") == f"a.odt is not an OpenDocument text (.odt). {REMEDY}"
    assert (
        refusal(made.zipped({"content.xml": "<a/>"}))
        == f"a.odt is not an OpenDocument text (.odt). {REMEDY}"
    )
    assert "has no content.xml" in refusal(made.zipped({"a": "b"}))
    assert refusal(
        made.zipped({"content.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'})
    ).startswith("a.odt declares entities of its own in content.xml")


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=9)))
def test_every_paragraph_is_there_in_order(paragraphs: list[str]) -> None:
    body = "".join(f"<text:p>{made.escape(text)}</text:p>" for text in paragraphs)
    assert text_of(body) == "\n\n".join(paragraphs)


def test_a_raised_number_behind_another_is_a_power() -> None:
    styles = (
        '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/>'
        '</style:style><style:style style:name="T2"><style:text-properties '
        'style:text-position="sub 58%"/></style:style>'
    )
    body = (
        '<text:p>10<text:span text:style-name="T1">6</text:span> J, 1<text:span '
        'text:style-name="T1">st</text:span>, 5<text:span text:style-name="T2">2</text:span>'
        "</text:p>"
    )
    content = read_odt(made.open_document(body, styles=styles), "a.odt")
    assert content.text == "10^6 J, 1st, 52"


def listed(*items: str, style: str = "", more: str = "") -> str:
    style = f'text:style-name="{style}"' if style else ""
    inside = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f"<text:list {style} {more}>{inside}</text:list>"


def level(number: int, kind: str, more: str = 'style:num-suffix="."') -> str:
    return f'<text:list-level-style-number text:level="{number}" style:num-format="{kind}" {more}/>'


def item(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def test_items_have_the_numbers_of_their_lists() -> None:
    deep = level(1, "1") + level(2, "a", 'style:num-suffix=")"')
    deep += level(3, "1", 'text:display-levels="3"')
    roman = level(1, "I", 'style:num-prefix="§ " text:start-value="4"')
    styles = (
        f'<text:list-style style:name="L">{deep}</text:list-style>'
        '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" '
        f'text:bullet-char="o"/></text:list-style><text:list-style style:name="R">{roman}'
        "</text:list-style>"
    )
    inner = listed(item("x"), item("y") + listed(item("deep")))
    body = (
        listed(item("one") + item("more") + inner, item("two"), style="L")
        + item("Between.")
        + listed(item("three"), style="L", more='text:continue-numbering="true"')
        + listed(item("one"), listed(item("z")), style="L")
        + listed(item("dot"), style="B")
        + listed(item("four"), item("five"), style="R", more='xml:id="r"')
        + listed(item("anew"), style="L")
        + listed(item("six"), style="R", more='text:continue-list="r"')
    )
    content = read_odt(made.open_document(body, styles=styles), "a.odt")
    assert content.text == (
        "1. one\nmore\na) x\nb) y\n1.b.1 deep\n2. two\n\nBetween.\n\n"
        "3. three\n1. one\na) z\ndot\n§ IV four\n§ V five\n1. anew\n§ VI six"
    )


def test_headings_have_the_numbers_of_the_outline() -> None:
    def heading(at: int, text: str, more: str = "") -> str:
        return f'<text:h text:outline-level="{at}" {more}>{text}</text:h>'

    levels = "".join(
        f'<text:outline-level-style text:level="{at}" style:num-format="{kind}" '
        f'text:display-levels="{at}"/>'
        for at, kind in [(1, "1"), (2, "1"), (3, "")]
    )
    body = heading(1, "Scope") + heading(2, "Words") + heading(3, "Plain") + heading(2, "Signs")
    body += heading(1, "Rent") + heading(1, "Notes", 'text:is-list-header="true"')
    styles = f"<text:outline-style>{levels}</text:outline-style>"
    content = read_odt(made.open_document(body, styles=styles), "a.odt")
    assert [each.text for each in content.headings] == [
        *("1 Scope", "1.1 Words", "Plain", "1.2 Signs", "2 Rent", "Notes")
    ]


def test_what_is_struck_out_or_waits_to_be_filled_in_is_left_out() -> None:
    styles = (
        '<style:style style:name="T1"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
    )
    body = (
        '<text:p>Rent: <text:span text:style-name="T1">900 </text:span>800'
        "<text:placeholder>&lt;Name&gt;</text:placeholder></text:p>"
    )
    assert read_odt(made.open_document(body, styles=styles), "a.odt").text == "Rent: 800"


def test_hidden_sections_and_words_are_left_out() -> None:
    styles = (
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        '<text:p>Rent: <text:span text:style-name="T1">at most 900, now </text:span>800'
        '<text:hidden-text text:is-hidden="true"> or 850</text:hidden-text></text:p>'
        '<text:section text:display="none"><text:p>Not yet agreed.</text:p></text:section>'
        '<text:section text:display="true"><text:p>Agreed.</text:p></text:section>'
    )
    content = read_odt(made.open_document(body, styles=styles), "a.odt")
    assert content.text == "Rent: 800\n\nAgreed."


def test_heads_and_feet_of_pages_come_last_but_for_page_numbers() -> None:
    def margin(kind: str, *lines: str, more: str = "") -> str:
        return f"<style:{kind} {more}>{''.join(map(item, lines))}</style:{kind}>"

    hidden = 'style:display="false"'
    number = "<text:page-number>3</text:page-number>"
    masters = (
        f"<style:master-page>{margin('header', 'Acme, tel. 5550')}"
        f"{margin('footer', f'Page {number}', f'IBAN XX12 3456 7890 1234 5678, page {number}')}"
        f"{margin('header-left', 'Not shown', more=hidden)}</style:master-page>"
        f"<style:master-page>{margin('header', 'Acme, tel. 5550')}</style:master-page>"
    )
    content = read_odt(made.open_document(item("They purr."), masters=masters), "a.odt")
    assert content.text == (
        "They purr.\n\nAcme, tel. 5550\n\nIBAN XX12 3456 7890 1234 5678, page 3"
    )


def test_a_formula_is_read_where_it_is_drawn() -> None:
    names = f'xmlns:draw="{made.OPEN}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    drawn = f'<draw:frame {names}><draw:object xlink:href="./Object 1"/></draw:frame>'
    base = made.open_document(f"<text:p>With {drawn}, energy is mass.</text:p>")
    formula = (
        '<?xml version="1.0" encoding="UTF-8"?><math xmlns="http://www.w3.org/1998/Math/MathML">'
        "<semantics><mrow><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></mrow>"
        '<annotation encoding="StarMath 5.0">E = m c^2</annotation></semantics></math>'
    )
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    content = made.zipped(parts | {"Object 1/content.xml": formula.encode()})
    assert read_odt(content, "a.odt").text == "With E=mc^2, energy is mass."
    assert text_of(f"<text:p>With {drawn}, energy.</text:p>") == "With , energy."
