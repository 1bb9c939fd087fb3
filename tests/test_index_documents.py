import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def plain_path(document: Document, offset: int) -> tuple[str, ...]:
    """Go through the headings one by one: what `heading_path` means."""
    path: list[Heading] = []
    for heading in document.headings:
        if heading.start > offset:
            break
        while path and path[-1].level >= heading.level:
            path.pop()
        path.append(heading)
    return tuple(heading.text for heading in path)


@given(
    st.lists(
        st.builds(
            Heading, st.integers(0, 20), st.just(20), st.integers(1, 6), st.sampled_from("abc")
        ),
        max_size=30,
    )
)
def test_the_headings_above_are_those_met_one_by_one(headings: list[Heading]) -> None:
    # In any order: a reader that mixes them up must not lead to other passages than before.
    read = document("x" * 20, headings=headings)
    for offset in range(-1, 22):
        assert read.heading_path(offset) == plain_path(read, offset)


def test_what_stands_above_is_found_among_many_headings() -> None:
    # One by one would be 50,000 * 25,000 headings: minutes.
    headings = [Heading(at, at + 1, 1 + at % 3, str(at)) for at in range(50_000)]
    read = document("x" * 50_000, headings=headings)
    paths = [read.heading_path(at) for at in range(50_000)]
    assert paths[49_998:] == [("49998",), ("49998", "49999")]


def test_what_is_found_of_the_headings_is_no_part_of_a_document(pets: Document) -> None:
    assert replace(pets, headings=()).heading_path(6) == ()
    assert replace(pets, headings=()) == document(TEXT, pages=(0, 11, 27))
    assert pickle.loads(pickle.dumps(pets)).heading_path(22) == ("Cats", "Food")


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
