import pytest

from index.formats.pdfnumbers import Count, counts, squeezed


def found(text: str, page: int) -> list[tuple[str, int]]:
    return [(count.around, count.ahead) for count in counts(text, page)]


def test_a_number_is_told_with_its_line_and_how_far_ahead_it_is() -> None:
    # The third page has the place 2; its number is one ahead of that.
    assert list(counts("Page 3 of 12", 2)) == [Count("page#of12", 1, at_end=False)]
    assert list(counts("On Cats   3", 2)) == [Count("oncats#", 1, at_end=True)]
    assert list(counts("– 3 –", 2)) == [Count("–#–", 1, at_end=True)]
    assert squeezed(" On  CATS ") == "oncats"


@pytest.mark.parametrize(
    ("text", "around", "ahead"),
    [
        ("Seite 3/12", "seite#/12", 1),
        ("3/12", "#/12", 1),
        ("Day 3", "day#", 1),
        # Page 3 of the file is page 7 of 12.
        ("Page 7 of 12", "page#of12", 5),
        ("Cats & Dogs, p. 1043", "cats&dogs,p.#", 1041),
        ("Page No. 1043", "pageno.#", 1041),
        ("Cats & Dogs   1043", "cats&dogs#", 1041),
        ("Cats & Dogs | 1043", "cats&dogs|#", 1041),
        ("1043 Cats & Dogs", "#cats&dogs", 1041),
        ("1043", "#", 1041),
        ("[1043]", "[#]", 1041),
        ("3-12", "3-#", 10),
        ("iv", "#", 2),
        ("Preface   XIV", "preface#", 12),
        ("xc   Preface", "#preface", 88),
        ("Page 3 March 2024", "page#march2024", 1),
    ],
)
def test_what_counts_pages(text: str, around: str, ahead: int) -> None:
    assert (around, ahead) in found(text, 2)


@pytest.mark.parametrize(
    "text",
    [
        *("Invoice No. 1040", "Invoice 1040", "Invoice No.   1040", "Invoice:   1040", "Nr. 3"),
        *("2024-03-15", "15.03.2024", "03/12/2024", "3/2024", "3:15", "15 March 2024", "#3"),
        *("March 3, 2024", "Friday, 3rd March 2024", "3 March 2024", "2024"),
        *(
            "Total 119.75",
            "119,75",
            "1'119",
            "3 %",
            "3%",
            "€3",
            "3 €",
            "3a",
            "A3",
            "v2.3",
            "-1-2-3",
        ),
        *("Part II", "vivid", "I", "Dr. C's", "iiii", "Henry VIII of England"),
    ],
)
def test_what_counts_something_else(text: str) -> None:
    # A lone "I" may be the first page's number, and then is so on the first page only.
    assert [each for each in found(text, 2) if each != ("#", -1)] == []
