import io
from datetime import date

import made
import pptx
import pytest
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from index.documents import Heading
from index.errors import UnreadableFile
from index.formats.content import REMEDY
from index.formats.slides import read_slides


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_slides(content, "a.pptx")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_slide_reads_under_its_title_with_its_notes_last() -> None:
    content = read_slides(
        made.presentation(
            [
                made.slide(
                    made.shape("Tuna daily.", "Water too."),
                    made.shape("7", role="sldNum"),
                    made.shape("What cats", "eat", role="title"),
                ),
                made.slide(made.shape("They sleep.")),
            ],
            {
                "ppt/slides/_rels/slide1.xml.rels": made.relations(
                    ("notesSlide", "../notesSlides/notes1.xml")
                ),
                "ppt/notesSlides/notes1.xml": made.slide(
                    made.shape("Picture", role="sldImg"), made.shape("Ask for fish.", role="body")
                ),
            },
            made.properties("Cats", modified="2024-05-01T00:00:00Z"),
        ),
        "a.pptx",
    )
    assert content.text == (
        "What cats eat\n\nTuna daily.\nWater too.\n\nNotes\n\nAsk for fish.\n\n"
        "Slide 2\n\nThey sleep."
    )
    assert content.headings == (
        Heading(0, 13, 1, "What cats eat"),
        Heading(39, 44, 2, "Notes"),
        Heading(61, 68, 1, "Slide 2"),
    )
    assert (content.unit, content.pages, content.numbers) == ("slide", (0, 61), ())
    assert (content.title, content.date) == ("Cats", "2024-05-01")


def test_groups_are_entered_and_old_versions_of_a_shape_are_not() -> None:
    group = (
        f"<p:grpSp>{made.shape('inner')}<p:grpSp>{made.shape('innermost')}</p:grpSp></p:grpSp>"
        '<m:AlternateContent xmlns:m="m"><m:Choice>'
        f"{made.shape('new')}</m:Choice><m:Fallback>{made.shape('old')}</m:Fallback>"
        "</m:AlternateContent>"
    )
    assert read_slides(made.presentation([made.slide(group)]), "a.pptx").text == (
        "Slide 1\n\ninner\n\ninnermost\n\nnew"
    )


def test_hidden_slides_and_line_breaks_are_read() -> None:
    shown = made.slide(made.shape("one")).replace("<p:sld ", '<p:sld show="0" ')
    shown = shown.replace("</a:r>", "</a:r><a:br/><a:r><a:t>two</a:t></a:r>")
    assert read_slides(made.presentation([shown]), "a.pptx").text == "Slide 1\n\none\ntwo"


def test_a_slide_without_text_still_counts() -> None:
    content = made.presentation([made.slide(), made.slide(made.shape("two"))])
    assert read_slides(content, "a.pptx").text == "Slide 1\n\nSlide 2\n\ntwo"


def test_the_file_of_another_library_reads_with_its_table_and_its_chart() -> None:
    file = pptx.Presentation()
    first = file.slides.add_slide(file.slide_layouts[5])
    first.shapes.title.text = "Cats and dogs"
    table = first.shapes.add_table(3, 3, 0, 0, Inches(4), Inches(2)).table
    rows = [("Name", "Age", "Kind"), ("Tom", "5", "cat"), ("Rex", "3", "")]
    for at, row in enumerate(rows):
        for to, value in enumerate(row):
            table.cell(at, to).text = value
    table.cell(1, 2).merge(table.cell(2, 2))
    chart = CategoryChartData()
    chart.categories = ["2023", "2024"]
    chart.add_series("Cats", (1.5, 0.1 + 0.2))
    chart.add_series("Dogs", (3, 4))
    first.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(4), Inches(2), chart)
    first.notes_slide.notes_text_frame.text = "Say hello."
    saved = io.BytesIO()
    file.save(saved)
    assert read_slides(saved.getvalue(), "a.pptx").text == (
        "Cats and dogs\n\n"
        "Name | Age | Kind\nName: Tom; Age: 5; Kind: cat\nName: Rex; Age: 3; Kind: cat\n\n"
        "2023; Cats: 1.5; Dogs: 3\n2024; Cats: 0.3; Dogs: 4\n\n"
        "Notes\n\nSay hello."
    )


def test_the_values_of_a_chart_read_as_they_show() -> None:
    file = pptx.Presentation()
    slide = file.slides.add_slide(file.slide_layouts[6])
    chart = CategoryChartData(number_format='#,##0.0 "mid"')
    chart.categories = [date(2024, 5, 1), date(2024, 6, 1)]
    chart.add_series("Share", (0.25, 0.5), number_format="0%")
    chart.add_series("Sold", (1200, 3))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(4), Inches(2), chart)
    saved = io.BytesIO()
    file.save(saved)
    assert read_slides(saved.getvalue(), "a.pptx").text == (
        "Slide 1\n\n2024-05-01; Share: 25%; Sold: 1,200.0 mid\n"
        "2024-06-01; Share: 50%; Sold: 3.0 mid"
    )


def test_points_of_a_chart_keep_their_own_place_along_the_axis() -> None:
    file = pptx.Presentation()
    slide = file.slides.add_slide(file.slide_layouts[6])
    chart = XyChartData()
    for name, points in {"A": [(1, 10), (2, 20)], "B": [(5, 50), (6, 60)], "C": [(1, 7)]}.items():
        series = chart.add_series(name)
        for point in points:
            series.add_data_point(*point)
    slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, 0, 0, Inches(4), Inches(2), chart)
    saved = io.BytesIO()
    file.save(saved)
    assert read_slides(saved.getvalue(), "a.pptx").text == (
        "Slide 1\n\n1; A: 10; C: 7\n2; A: 20\n5; B: 50\n6; B: 60"
    )


def test_the_texts_of_a_diagram_are_read() -> None:
    frame = (
        '<p:graphicFrame><a:graphic><a:graphicData><d:relIds xmlns:d="d" r:dm="r1"/>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )
    diagram = (
        f'<d:dataModel xmlns:d="d" xmlns:a="{made.DRAWING}"><d:ptLst>'
        "<d:pt><d:t><a:p><a:r><a:t>Plan</a:t></a:r></a:p></d:t></d:pt>"
        '<d:pt type="pres"><d:t><a:p><a:r><a:t>no</a:t></a:r></a:p></d:t></d:pt>'
        "<d:pt><d:t><a:p><a:r><a:t>Do</a:t></a:r></a:p></d:t></d:pt></d:ptLst></d:dataModel>"
    )
    content = made.presentation(
        [made.slide(frame)],
        {
            "ppt/slides/_rels/slide1.xml.rels": made.relations(("diagramData", "/ppt/d/data1.xml")),
            "ppt/d/data1.xml": diagram,
        },
    )
    assert read_slides(content, "a.pptx").text == "Slide 1\n\nPlan\nDo"


def test_the_strict_variant_of_the_format_is_read() -> None:
    strict = made.slide(made.shape("Tuna", role="title")).replace(
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://purl.oclc.org/ooxml/drawingml/main",
    )
    assert read_slides(made.presentation([strict]), "a.pptx").title == "Tuna"


def test_a_presentation_of_pictures_is_refused_with_the_remedy() -> None:
    assert refusal(made.presentation([made.slide(), made.slide()])) == (
        "a.pptx has no text (2 slides). If its pictures show words, save it as PDF and run OCR on "
        "that"
    )


def test_other_files_are_refused() -> None:
    assert refusal(b"text") == f"a.pptx is not a PowerPoint presentation (.pptx). {REMEDY}"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == (
        "a.pptx is encrypted or an old .ppt. Open it in a presentation program and save it as "
        ".pptx without a password"
    )
    assert refusal(made.zipped({"a": "b"})) == (
        "a.pptx is damaged: it cannot be opened as a PowerPoint presentation (it names no main "
        "part). Save it anew from the program that made it"
    )


def test_entities_on_a_slide_are_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x "ha">]>' + made.slide(made.shape("one"))
    assert refusal(made.presentation([bomb])).startswith(
        "a.pptx declares entities of its own in ppt/slides/slide1.xml"
    )


def test_a_raised_number_behind_another_is_a_power() -> None:
    shape = made.shape("RUNS").replace(
        "RUNS",
        '10</a:t></a:r><a:r><a:rPr baseline="30000"/><a:t>6</a:t></a:r><a:r><a:t> J, H</a:t></a:r>'
        '<a:r><a:rPr baseline="-25000"/><a:t>2</a:t></a:r><a:r><a:rPr baseline="0"/><a:t>O',
    )
    content = read_slides(made.presentation([made.slide(shape)]), "a.pptx")
    assert content.text == "Slide 1\n\n10^6 J, H2O"


def test_numbered_paragraphs_have_their_numbers() -> None:
    def item(text: str, kind: str = "", level: int = 0, more: str = "") -> str:
        number = f'<a:buAutoNum type="{kind}" {more}/>' if kind else ""
        return f'<a:p><a:pPr lvl="{level}">{number}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>'

    items = (
        item("Mix", "arabicPeriod")
        + item("salt", "alphaLcParenR", 1)
        + item("flour", "alphaLcParenR", 1)
        + item("", "arabicPeriod")
        + item("Bake", "arabicPeriod")
        + item("Between")
        + item("Eat", "arabicPeriod", more='startAt="5"')
        + item("Rest", "romanUcParenBoth")
        + item("Sleep", "arabicPlain")
    )
    shape = made.shape("ITEMS")
    shape = shape.replace("<a:p><a:r><a:t>ITEMS</a:t></a:r></a:p>", items)
    assert read_slides(made.presentation([made.slide(shape)]), "a.pptx").text == (
        "Slide 1\n\n1. Mix\na) salt\nb) flour\n2. Bake\nBetween\n5. Eat\n(I) Rest\n1 Sleep"
    )


def test_what_is_struck_out_is_left_out() -> None:
    shape = made.shape("RUNS").replace(
        "RUNS",
        'Rent: </a:t></a:r><a:r><a:rPr strike="sngStrike"/><a:t>900 </a:t></a:r><a:r><a:t>800',
    )
    content = read_slides(made.presentation([made.slide(shape)]), "a.pptx")
    assert content.text == "Slide 1\n\nRent: 800"
