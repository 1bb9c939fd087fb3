from hypothesis import example, given
from hypothesis import strategies as st

from index.documents import Document, Heading
from index.passages import PASSAGE_CHARACTERS, Passage, above, encoded_text, split
from tests.fakes import document

# What ends a line, what is white space to some only, what combines, what no one sees.
HOSTILE = st.lists(
    st.sampled_from([*"ab.,;!? \t\n\r", "\r\n", "\n\n", "\u2028", "\x0b", "\x1c", "\x85"])
    | st.sampled_from(
        [*"é🎉世。！\u00a0\u3000\u200b\ufeff\u0301\U0010ffff", "👩\u200d👧", "e\u0301"]
    )
    | st.characters(codec="utf-8"),
    max_size=200,
).map("".join)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(HOSTILE)
    starts = draw(st.lists(st.integers(0, len(text)), max_size=5, unique=True).map(sorted))
    return document(text, headings=[Heading(at, at, 1, f"h{at}") for at in starts])


def cut(text: str, *, characters: int) -> list[str]:
    return [
        text[passage.start : passage.end]
        for passage in split(document(text), characters=characters)
    ]


def check(pets: Document, passages: list[Passage], characters: int) -> None:
    """Hold passages to all that `split` promises."""
    end = 0
    for passage in passages:
        assert passage.document_id == pets.id
        # In order, without overlap, and only white space is left out between them.
        assert end <= passage.start < passage.end <= len(pets.text)
        assert not pets.text[end : passage.start].strip()
        assert passage.end - passage.start <= characters
        assert pets.text[passage.start : passage.end].strip()
        for heading in pets.headings:
            assert not passage.start < heading.start < passage.end
        end = passage.end
    assert not pets.text[end:].strip()


@given(pets=documents(), characters=st.integers(1, 60))
@example(document("🎉" * 200), 7)
@example(document("a\r\n\r\nb\u2028c" * 20), 3)
@example(document("。".join(["世界"] * 40)), 5)
@example(document("e" + "\u0301" * 50), 10)
def test_every_passage_is_a_slice_and_only_white_space_is_left_out(
    pets: Document, characters: int
) -> None:
    check(pets, split(pets, characters=characters), characters)


@given(pets=documents(), characters=st.integers(1, 60), longest=st.integers(1, 20))
def test_what_does_not_fit_is_cut_until_it_does(
    pets: Document, characters: int, longest: int
) -> None:
    def fits(passage: Passage) -> bool:
        return passage.end - passage.start <= longest

    check(pets, split(pets, characters=characters, fits=fits), min(characters, longest))


def test_what_never_fits_ends_as_single_characters() -> None:
    pets = document("abc d")
    passages = split(pets, fits=lambda _: False)
    check(pets, passages, 1)
    assert len(passages) == 4


def test_a_line_that_announces_the_next_paragraph_stays_with_it() -> None:
    terms = "backup\n\nMakes copies.\n\noperator\n\nRuns the machine."
    assert cut(terms, characters=40) == ["backup\n\nMakes copies.", "operator\n\nRuns the machine."]
    # Where both do not fit, they part.
    assert cut(terms, characters=20) == [
        *("backup", "Makes copies.", "operator", "Runs the machine."),
    ]


def test_paragraphs_are_cut_before_lines_and_lines_before_sentences() -> None:
    assert cut("One. Two.\nThree.\n\nFour.", characters=17) == ["One. Two.\nThree.", "Four."]
    assert cut("One. Two.\nThree.\n\nFour.", characters=15) == ["One. Two.", "Three.", "Four."]
    assert cut("One. Two.\nThree.\n\nFour.", characters=8) == ["One.", "Two.", "Three.", "Four."]


def test_a_short_text_is_one_passage_without_the_white_space_round_it() -> None:
    pets = document("\n  They purr.\u3000\n")
    assert split(pets) == [Passage(pets.id, 3, 13)]


def test_white_space_alone_makes_no_passage() -> None:
    assert split(document("")) == []
    assert split(document(" \n\t\u3000\u2028 ")) == []
    blank = document("Cats\n\n\n", headings=[Heading(0, 4, 1, "Cats"), Heading(6, 6, 2, "")])
    assert split(blank) == [Passage(blank.id, 0, 4)]


def test_equal_paragraphs_keep_their_own_places() -> None:
    pets = document("purr\n\npurr\n\npurr")
    assert [(p.start, p.end) for p in split(pets, characters=4)] == [(0, 4), (6, 10), (12, 16)]


def test_a_long_text_without_spaces_is_cut_at_the_limit() -> None:
    # 2000 = 700 + 700 + 600
    lengths = [passage.end - passage.start for passage in split(document("x" * 2000))]
    assert lengths == [PASSAGE_CHARACTERS, PASSAGE_CHARACTERS, 600]


def test_above_a_passage_stand_title_and_headings_each_once() -> None:
    headings = [Heading(0, 4, 1, "Pets"), Heading(5, 9, 2, "Cats")]
    pets = document("Pets\nCats\npurr", title="Pets", headings=headings)
    passages = split(pets)
    assert [above(pets, passage) for passage in passages] == ["Pets", "Pets > Cats"]
    assert encoded_text(pets, passages[1]) == "Pets > Cats\nCats\npurr"


def test_what_stands_above_is_at_most_160_characters() -> None:
    assert above(document("purr", title="x" * 200), Passage("", 0, 4)) == "x" * 160
