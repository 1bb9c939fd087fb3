import io
from datetime import datetime

import docx
import made
import pytest
from docx.document import Document
from docx.oxml import parse_xml

from index.errors import UnreadableFile
from index.formats.docx import read_docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def word(body: str, about: str = "", **more: str) -> bytes:
    """A Word document; `more` holds the insides of further parts by their kind."""
    kinds = [(kind, f"{kind}.xml") for kind in more]
    return made.zipped(
        made.package(
            "word/document.xml",
            {
                "word/document.xml": f"<w:document {W} {M}><w:body>{body}</w:body></w:document>",
                "word/_rels/document.xml.rels": made.relations(*kinds),
                **{f"word/{kind}.xml": text for kind, text in more.items()},
            },
            about,
        )
    )


def paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def text_of(body: str) -> str:
    return read_docx(word(body), "a.docx").text


def test_title_and_date_come_from_the_properties() -> None:
    about = made.properties("Cats", created="2023-01-01T00:00:00Z", modified="2024-05-01T00:00:00Z")
    content = read_docx(word(paragraph(run("Fish.")), about), "a.docx")
    assert (content.text, content.title, content.date) == ("Fish.", "Cats", "2024-05-01")
    about = made.properties("Document1", created="2023-01-01T00:00:00Z")
    content = read_docx(word(paragraph(run("Fish.")), about), "a.docx")
    assert (content.title, content.date) == (None, "2023-01-01")


def test_a_date_is_that_of_the_file_and_not_of_its_template() -> None:
    def date_of(file: Document) -> str:
        saved = io.BytesIO()
        file.save(saved)
        return read_docx(saved.getvalue(), "a.docx").date

    file = docx.Document()
    assert date_of(file) == ""
    file.core_properties.modified = datetime(2024, 5, 1, 10)
    assert date_of(file) == "2024-05-01"


def test_footnotes_and_endnotes_come_last() -> None:
    def notes(kind: str, text: str) -> str:
        return f"<w:{kind}s {W}><w:{kind}>{paragraph(run(text))}</w:{kind}></w:{kind}s>"

    content = word(
        paragraph(run("Fish.")),
        endnotes=notes("endnote", "Later."),
        footnotes=notes("footnote", "Tuna."),
    )
    assert read_docx(content, "a.docx").text == "Fish.\n\nTuna.\n\nLater."


def test_formulas_keep_the_places_of_their_parts() -> None:
    def part(name: str, text: str) -> str:
        return f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"

    power = f"<m:sSup>{part('e', '10')}{part('sup', '-6')}</m:sSup>"
    sub = f"<m:sSub>{part('e', 'x')}{part('sub', 'i+1')}</m:sSub>"
    fraction = f"<m:f>{part('num', 'a+b')}{part('den', '2')}</m:f>"
    sine = "<m:r><m:t>sin\u2061x</m:t></m:r>"
    assert text_of(paragraph(f"<m:oMath>{power}</m:oMath>{run(', ')}{sub}, ")) == "10^-6, x_(i+1)"
    assert text_of(paragraph(f"<m:oMath>{fraction}{sine}</m:oMath>")) == "(a+b)/2sin x"


def test_formulas_keep_the_signs_that_word_draws() -> None:
    def part(name: str, text: str, sign: str = "") -> str:
        return f"<m:{name}>{sign}<m:e><m:r><m:t>{text}</m:t></m:r></m:e></m:{name}>"

    total = part("nary", "x", '<m:naryPr><m:chr m:val="∑"/></m:naryPr>')
    square = part("d", "0,1", '<m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>')
    signs = [total, part("nary", "y"), part("d", "z"), square, part("rad", "2"), part("rad", "a+b")]
    assert [text_of(paragraph(f"<m:oMath>{sign}</m:oMath>")) for sign in signs] == [
        *("∑x", "∫y", "(z)", "[0,1]", "√2", "√(a+b)")
    ]


def test_charts_and_diagrams_are_read_where_they_are_drawn() -> None:
    def frame(inside: str) -> str:
        data = f'<a:graphicData xmlns:a="{made.DRAWING}" xmlns:r="{made.OFFICE}">{inside}'
        return paragraph(f"<w:r><w:drawing>{data}</a:graphicData></w:drawing></w:r>")

    def points(*values: object) -> str:
        return "".join(f'<pt idx="{at}"><v>{value}</v></pt>' for at, value in enumerate(values))

    series = f"<tx><v>Sales</v></tx><cat>{points('Jan', 'Feb')}</cat><val>{points(1.5, 2)}</val>"
    steps = "".join(
        f'<pt><t><a:p xmlns:a="{made.DRAWING}"><a:r><a:t>{step}</a:t></a:r></a:p></t></pt>'
        for step in ("Plan", "Build")
    )
    body = frame('<chart r:id="r1"/>') + paragraph(run("Then:")) + frame('<relIds r:dm="r2"/>')
    lost = frame('<chart r:id="r3"/>') + frame('<chart r:id="r9"/>')
    content = word(
        body + lost + paragraph(run("End.")),
        chart=f"<chartSpace><ser>{series}</ser></chartSpace>",
        diagramData=f"<dataModel>{steps}</dataModel>",
        image="<broken",
    )
    assert read_docx(content, "a.docx").text == (
        "Jan; Sales: 1.5\nFeb; Sales: 2\n\nThen:\n\nPlan\nBuild\n\nEnd."
    )


def nested(tables: int) -> str:
    """A table in a table, and so on, with a word before and behind each but the first."""
    inside = paragraph(run("middle"))
    for level in range(tables, 0, -1):
        before, behind = paragraph(run(f"in{level}")), paragraph(run(f"out{level}"))
        inside = f"<w:tbl><w:tr><w:tc>{before}{inside}{behind}</w:tc></w:tr></w:tbl>"
    return inside


@pytest.mark.parametrize("tables", [1, 2, 3, 4, 12])
def test_every_word_of_tables_in_tables_is_read_once(tables: int) -> None:
    words = [f"in{level}" for level in range(1, tables + 1)] + ["middle"]
    words += [f"out{level}" for level in range(tables, 0, -1)]
    assert text_of(nested(tables)) == " ".join(words)


def test_a_deleted_row_of_a_table_in_a_table_is_left_out() -> None:
    def row(text: str, more: str = "") -> str:
        return f"<w:tr>{more}<w:tc>{text}</w:tc></w:tr>"

    gone = row(paragraph(run("gone")), "<w:trPr><w:del/></w:trPr>")
    inner = f"<w:tbl>{row(paragraph(run('inner')))}{gone}</w:tbl>"
    assert text_of(f"<w:tbl>{row(paragraph(run('outer')) + inner)}</w:tbl>") == "outer inner"


def test_the_strict_variant_of_the_format_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    content = made.package(
        "word/document.xml",
        {
            "word/document.xml": (
                f'<w:document xmlns:w="{strict}"><w:body>{paragraph(run("Fish."))}</w:body>'
                "</w:document>"
            )
        },
    )
    assert read_docx(made.zipped(content), "a.docx").text == "Fish."


def test_entities_and_other_parts_are_refused() -> None:
    parts = {"word/document.xml": '<!DOCTYPE a [<!ENTITY x "ha">]><a>&x;</a>'}
    with pytest.raises(UnreadableFile, match=r"^a\.docx declares entities of its own"):
        read_docx(made.zipped(made.package("word/document.xml", parts)), "a.docx")
    parts = {"word/document.xml": "<a/>"}
    with pytest.raises(UnreadableFile, match=r"as a Word document \(its main part is none\)"):
        read_docx(made.zipped(made.package("word/document.xml", parts)), "a.docx")


def styled(text: str, layout: str) -> str:
    return f"<w:p><w:pPr>{layout}</w:pPr>{run(text)}</w:p>"


def test_a_level_of_the_outline_makes_a_heading_whatever_its_style_is_called() -> None:
    def style(key: str, level: int, above: str = "") -> str:
        based = f'<w:basedOn w:val="{above}"/>' if above else ""
        outline = f'<w:pPr><w:outlineLvl w:val="{level}"/></w:pPr>' if level >= 0 else ""
        kind = 'w:type="paragraph"'
        return (
            f'<w:style {kind} w:styleId="{key}"><w:name w:val="{key}"/>{based}{outline}</w:style>'
        )

    def in_style(text: str, key: str, more: str = "") -> str:
        return styled(text, f'<w:pStyle w:val="{key}"/>{more}')

    styles = style("Part", 0) + style("Inner", -1, "Part") + style("Text", 9, "Part")
    body = (
        in_style("Pets", "Part")
        + in_style("Cats", "Inner")
        + in_style("They purr.", "Text")
        + styled("Food", '<w:outlineLvl w:val="1"/>')
        + in_style("They eat.", "Part", '<w:outlineLvl w:val="9"/>')
        # A clause of a contract.
        + in_style("x" * 201, "Part")
    )
    content = read_docx(word(body, styles=f"<w:styles {W}>{styles}</w:styles>"), "a.docx")
    assert [(heading.level, heading.text) for heading in content.headings] == [
        (1, "Pets"),
        (1, "Cats"),
        (2, "Food"),
    ]
    assert content.title == "Pets"


def test_a_layout_that_was_changed_counts_as_it_is_now() -> None:
    was = '<w:pPrChange><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>'
    assert read_docx(word(styled("They purr.", was)), "a.docx").headings == ()


def looking(text: str, look: str) -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def test_hidden_text_and_how_words_are_spoken_are_left_out() -> None:
    hidden, shown = looking("dogs", "<w:vanish/>"), looking("purr", '<w:vanish w:val="0"/>')
    assert text_of(paragraph(run("Cats") + hidden + shown)) == "Catspurr"
    ruby = f"<w:ruby><w:rt>{run('neko')}</w:rt><w:rubyBase>{run('猫')}</w:rubyBase></w:ruby>"
    assert text_of(paragraph(f"<w:r>{ruby}</w:r>")) == "猫"


def test_a_raised_number_behind_another_is_a_power() -> None:
    def up(text: str) -> str:
        return looking(text, '<w:vertAlign w:val="superscript"/>')

    assert text_of(paragraph(run("10") + up("6"))) == "10^6"
    assert text_of(paragraph(run("10") + up("-") + up("3") + run(" m") + up("−1"))) == "10^-3 m^−1"
    assert text_of(paragraph(run("the 1") + up("st") + run(" note") + up("2"))) == "the 1st note2"


def test_a_paragraph_goes_on_where_the_deletion_of_its_end_is_tracked() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    assert text_of(styled("Cats ", gone) + paragraph(run("purr."))) == "Cats purr."
    assert text_of(styled("Cats.", gone)) == "Cats."


def test_cells_stand_in_their_columns_and_what_is_merged_downwards_in_each_row() -> None:
    def cell(text: str, layout: str = "") -> str:
        return f"<w:tc><w:tcPr>{layout}</w:tcPr>{paragraph(run(text))}</w:tc>"

    first, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        cell("Day") + cell("Time") + cell("Class"),
        cell("Monday", first) + cell("9") + cell("Art"),
        cell("", more) + cell("10") + cell("Music"),
        cell("Total", '<w:gridSpan w:val="2"/>') + cell("2"),
    ]
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    assert text_of(f"<w:tbl>{table}</w:tbl>") == (
        "Day | Time | Class\nMonday | 9 | Art\nMonday | 10 | Music\nTotal |  | 2"
    )


def test_what_is_struck_out_or_waits_to_be_filled_in_is_left_out() -> None:
    gone = looking("900 ", "<w:strike/>") + looking("950 ", "<w:dstrike/>")
    assert text_of(paragraph(run("Rent: ") + gone + run("800"))) == "Rent: 800"
    waits = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    field = f"<w:sdt>{waits}<w:sdtContent>{run('Click here.')}</w:sdtContent></w:sdt>"
    filled = f"<w:sdt><w:sdtContent>{run('1 May')}</w:sdtContent></w:sdt>"
    assert text_of(paragraph(run("Date: ") + field + filled)) == "Date: 1 May"
    block = f"<w:sdt>{waits}<w:sdtContent>{paragraph(run('Click here.'))}</w:sdtContent></w:sdt>"
    assert text_of(block + paragraph(run("Signed"))) == "Signed"


def test_symbols_and_soft_hyphens_read_as_they_show() -> None:
    def symbol(font: str, code: str) -> str:
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    signs = symbol("Symbol", "F0B3") + run(" 5 ") + symbol("Symbol", "6D") + run("m ")
    signs += symbol("Wingdings", "F0FE") + run(" yes")
    assert text_of(paragraph(signs)) == "≥ 5 μm ☑ yes"
    odd = symbol("Webdings", "F061") + symbol("Symbol", "x") + symbol("Symbol", "F001")
    assert text_of(paragraph(odd + run("co\u00adoperate"))) == "cooperate"


def test_boxes_of_forms_show_whether_they_are_checked() -> None:
    def box(state: str) -> str:
        inside = f"<w:ffData><w:checkBox>{state}</w:checkBox></w:ffData>"
        return f'<w:r><w:fldChar w:fldCharType="begin">{inside}</w:fldChar></w:r>'

    states = ["<w:checked/>", '<w:default w:val="1"/><w:checked w:val="0"/>', "<w:default/>", ""]
    assert text_of(paragraph("".join(map(box, states)))) == "☒☐☒☐"


def test_heads_and_feet_of_pages_come_last_but_for_page_numbers() -> None:
    file = docx.Document()
    section = file.sections[0]
    section.header.paragraphs[0].text = "Acme, tel. 5550"
    section.first_page_header.paragraphs[0].text = "Not shown"
    foot = section.footer.paragraphs[0]
    foot.text = "Page "
    foot._p.append(parse_xml(f'<w:fldSimple {W} w:instr=" PAGE "><w:r/></w:fldSimple>'))
    line = section.footer.add_paragraph("IBAN XX12 3456 7890 1234 5678, page ")
    line._p.append(
        parse_xml(f'<w:fldSimple {W} w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple>')
    )
    file.add_paragraph("They purr.")
    again = file.add_section()
    again.header.is_linked_to_previous = False
    again.header.paragraphs[0].text = "Acme, tel. 5550"

    def text() -> str:
        saved = io.BytesIO()
        file.save(saved)
        return read_docx(saved.getvalue(), "a.docx").text

    assert text() == "They purr.\n\nAcme, tel. 5550\n\nIBAN XX12 3456 7890 1234 5678, page 3"
    section.different_first_page_header_footer = True
    assert (
        text()
        == "They purr.\n\nAcme, tel. 5550\n\nNot shown\n\nIBAN XX12 3456 7890 1234 5678, page 3"
    )


def test_a_whole_number_with_a_fraction_is_no_power() -> None:
    up = looking("1", '<w:vertAlign w:val="superscript"/>')
    down = looking("2", '<w:vertAlign w:val="subscript"/>')
    assert text_of(paragraph(run("1") + up + run("/") + down + run(" cups"))) == "1 1/2 cups"
