import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words import stem, words


def texts(text: str) -> list[str]:
    return [word.text for word in words(text)]


def meaning(text: str) -> list[str]:
    return [word.text for word in words(text) if word.carries_meaning]


@given(st.text() | st.text(alphabet="aZé9'’.,-_ \n"))
def test_every_word_is_a_slice_behind_the_one_before(text: str) -> None:
    end = 0
    for word in words(text):
        assert word.text == text[word.start : word.end]
        assert end <= word.start < word.end
        assert word.stem == stem(word.text)
        end = word.end


def test_a_possessive_ending_is_no_part_of_the_word() -> None:
    assert texts("Israel's land, Moses' staff, the king’s son") == [
        *("Israel", "land", "Moses", "staff", "the", "king", "son"),
    ]
    israel = words("In Israel's land")[1]
    assert (israel.start, israel.end, israel.stem) == (3, 9, "israel")


def test_full_stops_and_commas_inside_a_word_hold_it_together() -> None:
    assert texts("The U.S. paid 3,000 or 2.5, e.g. today.") == [
        *("The", "U.S", "paid", "3,000", "or", "2.5", "e.g", "today"),
    ]
    assert stem("U.S") == stem("US") == "us"
    assert stem("3,000") == stem("3000") == "3000"


def test_hyphens_dashes_and_underscores_part_words() -> None:
    assert texts("well-known snake_case 1990–95") == [
        *("well", "known", "snake", "case", "1990", "95"),
    ]


def test_an_apostrophe_inside_a_word_stays() -> None:
    assert texts("don't o’clock 'quoted'") == ["don't", "o’clock", "quoted"]


def test_words_of_every_script_are_words() -> None:
    assert texts("Über naïve Ωμέγα мир 世界") == ["Über", "naïve", "Ωμέγα", "мир", "世界"]


def test_text_without_letters_or_digits_has_no_words() -> None:
    assert words("") == words(" …!? '’ -- 🎉 _ ") == []


@pytest.mark.parametrize(
    "inflections",
    [
        "sign signs signed signing Signed",
        "child’s child CHILD",
        "city cities",
        "promise promised promises promising",
        "generous generously",
    ],
)
def test_inflections_have_the_same_stem(inflections: str) -> None:
    assert len({word.stem for word in words(inflections)}) == 1


def test_different_words_have_different_stems() -> None:
    assert len({stem(word) for word in ("sign", "signal", "city", "cite", "cat", "dog")}) == 6


def test_stop_words_carry_no_meaning_whatever_their_case() -> None:
    assert meaning("What does THE Shepherd do when It is NOT there?") == ["Shepherd"]


@pytest.mark.parametrize(
    "text", ["don't", "don’t", "isn't it", "couldn't", "they're", "I've", "we'll", "it’s"]
)
def test_a_contraction_carries_no_meaning(text: str) -> None:
    assert meaning(text) == []
