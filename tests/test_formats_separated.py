import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnreadableFile
from index.formats.separated import _NONE, _rows, read_separated


def text_of(text: str) -> str:
    return read_separated(text.encode(), "a.csv").text


def test_a_row_reads_with_its_header_and_is_counted_as_a_spreadsheet_does() -> None:
    content = read_separated(
        b'Name,Said,When\r\nAda,"Hello,\r\n""you""",1843-01-02\r\n\r\nAlan,,1950-10-01\r\n', "a.csv"
    )
    assert content.text == (
        'Name | Said | When\nName: Ada; Said: Hello, "you"; When: 1843-01-02\n\n'
        "Name: Alan; When: 1950-10-01"
    )
    assert (content.unit, content.numbers, content.pages) == ("row", (1, 2, 4), (0, 19, 68))
    assert (content.title, content.headings) == (None, ())


@pytest.mark.parametrize("mark", list(",;\t|"))
def test_what_separates_the_values_is_found(mark: str) -> None:
    rows = [["Name", "Price"], ["Tea, green", "1"], ["Milk; fresh", "2"]]
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows(rows)
    assert text_of(text.getvalue()) == (
        "Name | Price\nName: Tea, green; Price: 1\nName: Milk; fresh; Price: 2"
    )


def test_the_line_in_which_excel_says_what_separates_is_no_row() -> None:
    content = read_separated(b"sep=;\nName;Age\nTom, the cat;5\n", "a.csv")
    assert content.text == "Name | Age\nName: Tom, the cat; Age: 5"
    assert content.numbers == (1, 2)


def test_lines_of_prose_are_not_cut_at_their_commas() -> None:
    assert text_of("one\ntwo, or three\nfour\n") == "one\ntwo, or three\nfour"


def test_a_space_may_stand_before_a_value_in_quotation_marks() -> None:
    assert text_of('Name, Note, City\n"Smith", "a, b", Paris\nAnn, "c, d", Rome\n') == (
        "Name | Note | City\nName: Smith; Note: a, b; City: Paris\n"
        "Name: Ann; Note: c, d; City: Rome"
    )


def test_a_cell_may_hold_an_article() -> None:
    article = "Cats purr. " * 20_000
    assert text_of(f'Name,Text\nTom,"{article}"\n').endswith(f"Text: {article.strip()}")


def test_numbers_stay_as_they_are_written() -> None:
    assert text_of("a,b\n1.50,007\n") == "a | b\na: 1.50; b: 007"


def test_a_quotation_mark_without_partner_is_named_with_its_line() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_separated(b'a,b\n1,2\n3,"' + b"x" * 200_000, "a.csv")
    assert str(caught.value) == (
        "a.csv cannot be read as a table from line 3 on (unexpected end of data). "
        "A quotation mark there may lack its partner"
    )


def test_an_empty_table_has_no_text() -> None:
    assert text_of(",,\n,,\n") == ""


words = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)


@given(rows=st.lists(st.lists(words, min_size=2, max_size=2), min_size=3, max_size=20))
def test_every_value_stands_in_its_row(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    content = read_separated(text.getvalue().encode(), "a.csv")
    lines = content.text.split("\n")
    for number, line in zip(content.numbers, lines, strict=True):
        assert all(value in line for value in rows[number - 1])


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_mark_without_its_partner_is_refused_also_in_a_short_file(end: str) -> None:
    with pytest.raises(UnreadableFile) as told:
        read_separated(f'Name\tCity\nAnn\tRome\n"Bob\tParis\nEve\tOslo{end}'.encode(), "a.tsv")
    assert str(told.value) == (
        "a.tsv cannot be read as a table from line 3 on (unexpected end of data). A quotation "
        "mark there may lack its partner"
    )


def test_a_mark_without_its_partner_is_refused_also_in_the_first_rows() -> None:
    with pytest.raises(UnreadableFile) as told:
        read_separated(b'a,b\n"unclosed,1\n2,3\n4,5\n', "a.csv")
    assert "from line 2 on (unexpected end of data)" in str(told.value)


def test_a_text_without_columns_may_have_a_mark_without_its_partner():
    assert [row.cells for row in _rows('one\ntwo\n"three', _NONE, "a.csv")][-1] == ("three",)
