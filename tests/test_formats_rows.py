from hypothesis import given
from hypothesis import strategies as st

from index.formats.rows import Row, lines


def said(*rows: tuple[str, ...]) -> list[str]:
    return [line.text for line in lines(Row(at, row) for at, row in enumerate(rows, start=1))]


def test_each_row_reads_with_the_header_of_its_columns() -> None:
    table = [
        Row(3, ("Country", "Capital", "People")),
        Row(4, ("France", "Paris", "68")),
        Row(5, ("Chile", "", "20")),
    ]
    assert [(line.number, line.text, line.begins) for line in lines(table)] == [
        (3, "Country | Capital | People", True),
        (4, "Country: France; Capital: Paris; People: 68", False),
        (5, "Country: Chile; People: 20", False),
    ]


def test_rows_of_numbers_have_no_header() -> None:
    assert said(("1", "2", "3"), ("4", "5", "6")) == ["1 | 2 | 3", "4 | 5 | 6"]


def test_a_title_above_a_table_is_a_line_of_its_own() -> None:
    assert said(("Sales of 2024",), ("Month", "Sold"), ("May", "5")) == [
        "Sales of 2024",
        "Month | Sold",
        "Month: May; Sold: 5",
    ]


def test_an_empty_row_ends_a_table_and_the_next_has_its_own_header() -> None:
    tables = [("A", "B"), ("x", "1"), ("", ""), ("C", "D"), ("y", "2")]
    rows = [Row(at, row) for at, row in enumerate(tables, start=1)]
    assert [(line.number, line.text, line.begins) for line in lines(rows)] == [
        (1, "A | B", True),
        (2, "A: x; B: 1", False),
        (4, "C | D", True),
        (5, "C: y; D: 2", False),
    ]


def test_rows_below_an_empty_one_go_on_under_the_header_of_the_same_columns() -> None:
    assert said(("Name", "Age", "Weight"), ("Tom", "5", "4.1"), ("",), ("Kit", "7", "3.9")) == [
        "Name | Age | Weight",
        "Name: Tom; Age: 5; Weight: 4.1",
        "Name: Kit; Age: 7; Weight: 3.9",
    ]


def test_a_form_of_labels_and_values_has_no_header() -> None:
    form = (("Name", "Ada"), ("Born", "1815-12-10"), ("Field", "Logic"))
    assert said(*form) == ["Name | Ada", "Born | 1815-12-10", "Field | Logic"]
    assert said(("Name:", "Ada"), ("Field:", "Logic")) == ["Name: | Ada", "Field: | Logic"]


def test_two_columns_of_words_are_a_table() -> None:
    assert said(("Country", "Capital"), ("France", "Paris"), ("Chile", "Santiago")) == [
        "Country | Capital",
        "Country: France; Capital: Paris",
        "Country: Chile; Capital: Santiago",
    ]


def test_years_may_stand_in_a_header() -> None:
    assert said(("Region", "2023", "2024"), ("North", "5", "6")) == [
        "Region | 2023 | 2024",
        "Region: North; 2023: 5; 2024: 6",
    ]


def test_merged_cells_above_a_header_say_what_their_columns_share() -> None:
    rows = (
        ("", "2023", "", "2024", ""),
        ("Region", "Q1", "Q2", "Q1", "Q2"),
        ("North", "1", "2", "3", "4"),
    )
    assert said(*rows) == [
        "2023 | 2024",
        "Region | Q1 | Q2 | Q1 | Q2",
        "Region: North; 2023 Q1: 1; 2023 Q2: 2; 2024 Q1: 3; 2024 Q2: 4",
    ]


def test_a_header_may_leave_the_column_of_labels_unnamed() -> None:
    assert said(("", "Q1", "Q2"), ("North", "1", "2")) == ["Q1 | Q2", "North; Q1: 1; Q2: 2"]


def test_words_alone_in_the_first_column_stand_alone() -> None:
    assert said(("Name", "Age", "City"), ("Europe",), ("Tom", "5", "Rome")) == [
        "Name | Age | City",
        "Europe",
        "Name: Tom; Age: 5; City: Rome",
    ]


def test_a_header_said_again_is_left_out() -> None:
    header = ("Name", "Age", "City")
    assert said(header, ("Tom", "5", "Rome"), header, ("Kit", "7", "Bonn")) == [
        "Name | Age | City",
        "Name: Tom; Age: 5; City: Rome",
        "Name: Kit; Age: 7; City: Bonn",
    ]


def test_a_value_beyond_the_header_stands_without_one() -> None:
    assert said(("Name", "Age"), ("Tom", "5", "black")) == [
        "Name | Age",
        "Name: Tom; Age: 5; black",
    ]


def test_addresses_and_long_texts_are_no_header() -> None:
    assert (
        said(("ann@x.org", "Ann", "Rome"), ("bob@x.org", "Bob", "Bonn"))[0]
        == "ann@x.org | Ann | Rome"
    )
    assert said(("w" * 81, "Ann", "Rome"), ("x", "Bob", "Bonn"))[1] == "x | Bob | Bonn"


def test_two_columns_may_have_one_name_unless_it_is_a_value() -> None:
    header = ("Name", "Phone", "Phone", "City")
    assert said(header, ("Ann", "123", "456", "Rome"), ("Bob", "", "789", "Bonn"))[1:] == [
        "Name: Ann; Phone: 123; Phone: 456; City: Rome",
        "Name: Bob; Phone: 789; City: Bonn",
    ]
    plain = (("Ann", "yes", "yes", "no"), ("Bob", "no", "yes", "no"))
    assert said(*plain) == ["Ann | yes | yes | no", "Bob | no | yes | no"]


def test_years_alone_are_a_header_where_the_rows_below_begin_before_them() -> None:
    assert said(("", "2023", "2024"), ("Tea", "1", "2"), ("Milk", "3", "4")) == [
        "2023 | 2024",
        "Tea; 2023: 1; 2024: 2",
        "Milk; 2023: 3; 2024: 4",
    ]
    assert said(("2023", "2024"), ("1999", "2000"))[1] == "1999 | 2000"
    # The row below says nothing before the years.
    assert said(("", "2023", "2024"), ("", "1999", "2000"))[1] == "1999 | 2000"


def test_sums_of_money_are_values_also_with_the_name_of_the_currency() -> None:
    assert said(("Tea", "EUR 5.00", "9 SEK"), ("Milk", "CHF 1’200", "1 kr"))[1] == (
        "Milk | CHF 1’200 | 1 kr"
    )


cells = st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=8)


@given(rows=st.lists(st.lists(cells, max_size=5).map(tuple), max_size=40))
def test_no_value_is_lost_and_none_is_said_of_another_row(rows: list[tuple[str, ...]]) -> None:
    found = list(lines(Row(at, row) for at, row in enumerate(rows, start=1)))
    assert [line.number for line in found] == sorted({line.number for line in found})
    text = {line.number: line.text for line in found}
    for number, row in enumerate(rows, start=1):
        for cell in filter(None, row):
            # A row is left out only where it repeats the header.
            said_at = text[number] if number in text else "\n".join(text.values())
            assert cell in said_at
