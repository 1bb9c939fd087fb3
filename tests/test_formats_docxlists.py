"""The numbers that Word counts by itself, before items of lists and before headings."""

import io

import docx
import made
import pytest

from index.documents import Heading
from index.formats.docx import read_docx

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def level(number: int, text: str, kind: str = "decimal", more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def listed(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def used(key: int, abstract: int, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def item(text: str, number: int | None = 1, at: int | None = 0, style: str = "") -> str:
    own = "" if number is None else f'<w:numId w:val="{number}"/>'
    own += "" if at is None else f'<w:ilvl w:val="{at}"/>'
    layout = (f'<w:pStyle w:val="{style}"/>' if style else "") + f"<w:numPr>{own}</w:numPr>" * (
        bool(own)
    )
    return f"<w:p><w:pPr>{layout}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def word(body: str, numbering: str, styles: str = "") -> bytes:
    return made.zipped(
        made.package(
            "word/document.xml",
            {
                "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
                "word/_rels/document.xml.rels": made.relations(
                    ("numbering", "numbering.xml"), ("styles", "styles.xml")
                ),
                "word/numbering.xml": f"<w:numbering {NAMES}>{numbering}</w:numbering>",
                "word/styles.xml": f"<w:styles {NAMES}>{styles}</w:styles>",
            },
        )
    )


def text_of(body: str, numbering: str, styles: str = "") -> str:
    return read_docx(word(body, numbering, styles), "a.docx").text


CLAUSES = listed(0, level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter"))


def test_items_are_numbered_on_every_level_and_inner_ones_begin_anew() -> None:
    body = "".join(
        item(text, at=at)
        for text, at in [("Rent", 0), ("a", 1), ("b", 1), ("x", 2), ("y", 2), ("Dogs", 0), ("c", 1)]
    )
    assert text_of(body, CLAUSES + used(1, 0)) == (
        "1. Rent\n1.1 a\n1.2 b\n(a) x\n(b) y\n2. Dogs\n2.1 c"
    )


def test_a_list_goes_on_unless_it_is_begun_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = CLAUSES + used(1, 0) + used(2, 0) + used(3, 0, anew)
    body = item("a", 1) + item("b", 2) + item("c", 3) + item("d", 3) + item("e", 1)
    assert text_of(body, numbering) == "1. a\n2. b\n5. c\n6. d\n7. e"


@pytest.mark.parametrize(
    ("kind", "start", "numbers"),
    [
        ("decimalZero", 9, ["09", "10"]),
        ("upperLetter", 26, ["Z", "AA"]),
        ("lowerRoman", 3, ["iii", "iv"]),
        ("upperRoman", 1999, ["MCMXCIX", "MM"]),
        ("ordinal", 1, ["1", "2"]),
    ],
)
def test_numbers_are_written_in_the_kind_of_the_list(
    kind: str, start: int, numbers: list[str]
) -> None:
    numbering = listed(0, level(0, "%1)", kind, start=start)) + used(1, 0)
    first, second = numbers
    assert text_of(item("a") + item("b"), numbering) == f"{first}) a\n{second}) b"


def test_bullets_are_not_written_and_words_without_a_number_are() -> None:
    numbering = listed(0, level(0, "\uf0b7", "bullet")) + listed(1, level(0, "Note:", "none"))
    numbering += used(1, 0) + used(2, 1)
    assert text_of(item("a") + item("b", 2), numbering) == "a\nNote: b"


def test_an_inner_level_may_go_on_and_may_count_in_figures_alone() -> None:
    goes_on = '<w:lvlRestart w:val="0"/>'
    numbering = listed(0, level(0, "%1.", "upperRoman"), level(1, "%1.%2", "decimal", goes_on))
    body = item("a") + item("b", at=1) + item("c") + item("d", at=1)
    assert text_of(body, numbering + used(1, 0)) == "I. a\nI.1 b\nII. c\nII.2 d"
    legal = listed(0, level(0, "%1.", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>"))
    assert text_of(item("a") + item("b", at=1), legal + used(1, 0)) == "I. a\n1.1 b"


def test_styles_bring_numbers_and_a_paragraph_may_refuse_them() -> None:
    def style(key: str, layout: str, above: str = "") -> str:
        based = f'<w:basedOn w:val="{above}"/>' if above else ""
        return (
            f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{key}"/>{based}'
            f"<w:pPr>{layout}</w:pPr></w:style>"
        )

    number = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = style("H1", f'{number}<w:outlineLvl w:val="0"/>')
    styles += style("H2", f'{number}<w:outlineLvl w:val="1"/>') + style("Mine", "", "H1")
    numbering = listed(
        0, level(0, "%1", more='<w:pStyle w:val="H1"/>'), level(1, "%1.%2", more=linked("H2"))
    )
    body = item("Scope", None, None, "H1") + item("Words", None, None, "H2")
    body += item("Rent", None, None, "Mine") + item("Notes", 0, None, "H1")
    content = read_docx(word(body, numbering + used(1, 0), styles), "a.docx")
    assert content.text == "1 Scope\n\n1.1 Words\n\n2 Rent\n\nNotes"
    assert content.headings == (
        Heading(0, 7, 1, "1 Scope"),
        Heading(9, 18, 2, "1.1 Words"),
        Heading(20, 26, 1, "2 Rent"),
        Heading(28, 33, 1, "Notes"),
    )


def linked(style: str) -> str:
    return f'<w:pStyle w:val="{style}"/>'


def test_a_list_may_take_its_looks_from_a_style_of_lists() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Mine"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Mine"/>'
        f"{level(0, 'Step %1:')}</w:abstractNum>"
    )
    assert text_of(item("Mix."), numbering + used(1, 0)) == "Step 1: Mix."


def test_cells_are_numbered_even_without_text() -> None:
    def row(text: str) -> str:
        number = f"<w:tc>{item('')}</w:tc>"
        return f"<w:tr>{number}<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"

    body = f"<w:tbl>{row('Tom')}{row('Kit')}</w:tbl>{item('')}{item('After')}"
    assert text_of(body, CLAUSES + used(1, 0)) == "1. | Tom\n2. | Kit\n\n4. After"


def test_damaged_lists_have_no_numbers() -> None:
    numbering = listed(0, level(0, "%1 %7 %", start=2)) + used(1, 0) + used(2, 9)
    numbering += '<w:num w:numId="3"/>' + used(4, 5)
    numbering += '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="S"/></w:abstractNum>'
    body = item("a") + item("b", 2) + item("c", 3) + item("d", 7) + item("e", 4) + item("f", 1, 8)
    assert text_of(body, numbering) == "2 % a\nb\nc\nd\ne\nf"


def test_a_list_as_word_makes_it_is_numbered() -> None:
    file = docx.Document()
    for text in ("Mix.", "Bake."):
        file.add_paragraph(text, style="List Number")
    file.add_paragraph("Salt", style="List Bullet")
    saved = io.BytesIO()
    file.save(saved)
    assert read_docx(saved.getvalue(), "a.docx").text == "1. Mix.\n2. Bake.\nSalt"
