import pytest

from index.documents import Document, Heading, Place, part
from tests.fakes import document

#        0         1         2         3
#        0123456789012345678901234567890123456
TEXT = "Intro\nCats\nThey purr.\nFood\nFish.\nDogs"
HEADINGS = (
    Heading(6, 10, 1, "Cats"),
    Heading(22, 26, 2, "Food"),
    Heading(33, 37, 1, "Dogs"),
)


@pytest.fixture
def pets() -> Document:
    return document(TEXT, pages=(0, 11, 27), headings=HEADINGS)


def test_a_page_begins_at_its_first_character(pets: Document) -> None:
    assert [pets.place(offset).page for offset in (0, 10, 11, 26, 27, 37)] == [1, 1, 2, 2, 3, 3]


def test_characters_before_the_first_page_lie_on_page_1() -> None:
    assert document("ab", pages=(1,)).place(0).page == 1


def test_an_empty_page_gives_its_offset_to_the_page_behind_it() -> None:
    # Page 2 holds nothing: pages 2 and 3 both start at 1, and the character there is page 3's.
    assert document("ab", pages=(0, 1, 1)).place(1).page == 3


def test_without_pages_no_place_has_one() -> None:
    assert document("ab").place(1).page is None


def test_a_heading_is_above_its_own_first_character(pets: Document) -> None:
    paths = {offset: pets.heading_path(offset) for offset in (0, 5, 6, 21, 22, 32, 33, 37)}
    assert paths == {
        0: (),
        5: (),
        6: ("Cats",),
        21: ("Cats",),
        22: ("Cats", "Food"),
        32: ("Cats", "Food"),
        33: ("Dogs",),
        37: ("Dogs",),
    }


def test_skipped_levels_nest_all_the_same() -> None:
    levels = [(3, "c"), (1, "a"), (4, "d"), (2, "b"), (2, "e"), (3, "f")]
    headings = [Heading(at, at + 1, level, name) for at, (level, name) in enumerate(levels)]
    pets = document("cadbef", headings=headings)
    assert [pets.heading_path(at) for at in range(6)] == [
        ("c",),
        ("a",),
        ("a", "d"),  # 4 stands under 1: levels 2 and 3 were never opened
        ("a", "b"),  # 2 closes 4
        ("a", "e"),
        ("a", "e", "f"),
    ]


def test_a_line_ends_behind_its_newline(pets: Document) -> None:
    assert [pets.place(offset).line for offset in (0, 5, 6, 37)] == [1, 1, 2, 6]


def test_only_a_newline_makes_a_line() -> None:
    # \u2028, \r and \x0c part lines for str.splitlines, not for an editor that counts them.
    assert document("a\u2028b\rc\x0cd\r\ne").place(8).line == 1
    assert document("a\u2028b\rc\x0cd\r\ne").place(9).line == 2


def test_the_place_behind_the_last_character_is_a_place(pets: Document) -> None:
    assert pets.place(len(TEXT)) == Place(page=3, heading=("Dogs",), line=6)
    assert document("").place(0) == Place(page=None, heading=(), line=1)


@pytest.mark.parametrize("offset", [-1, 38])
def test_an_offset_outside_the_text_is_refused(pets: Document, offset: int) -> None:
    with pytest.raises(ValueError, match=rf"^offset {offset} lies outside a text of 37 char"):
        pets.place(offset)


def test_a_document_is_known_by_its_bytes_and_its_first_source() -> None:
    pets = Document("Pets", ("/a/pets.md", "/b/c.md"), "text/markdown", "0123456789abcdef" * 4, "")
    assert (pets.id, pets.source, pets.name) == ("0123456789abcdef", "/a/pets.md", "pets.md")


def test_the_text_is_not_spelled_out_where_a_document_is_printed() -> None:
    assert "purr" not in repr(document("They purr."))


@pytest.mark.parametrize(
    ("unit", "number", "named"),
    [
        ("page", 3, "page 3"),
        ("second", 7, "0:07"),
        ("second", 754, "12:34"),
        ("second", 3675, "1:01:15"),
    ],
)
def test_how_a_part_is_called(unit, number, named):
    assert part(unit, number) == named
