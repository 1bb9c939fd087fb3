"""A text is found word for word, and what comes back is a range of the document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.verbatim import Stretch, find, nearest
from tests.fakes import document

INN = document("The inn was opened\r\n  in 1911.  It has rooms. The inn\nwas opened in 1911.")


def spans(found):
    return [(stretch.start, stretch.end) for stretch in found]


def test_white_space_may_differ_and_the_stored_characters_come_back():
    (first, second) = find(" The inn was\topened in 1911. ", INN)
    assert first.text == "The inn was opened\r\n  in 1911."
    assert second.text == "The inn\nwas opened in 1911."
    assert (first.start, second.end) == (0, len(INN.text))


def test_the_same_white_space_goes_before_any_other():
    # "The inn was" stands at 0 as it is; at 46 only with a line break in it.
    assert spans(find("The inn was", INN)) == [(0, 11)]


def test_case_and_marks_must_be_the_same():
    assert find("the inn", INN) == find("It has rooms!", INN) == find(" \n", INN) == []


def test_signs_of_patterns_are_letters_like_others():
    odd = document("Is it (a.b)* or [c]? aab")
    assert spans(find("(a.b)*", odd)) == [(6, 12)]
    assert find("a.b)+", odd) == []


def test_only_a_part_is_searched_where_one_is_given():
    # "inn" stands at 4 and at 50.
    assert spans(find("inn", INN, start=5)) == [(50, 53)]
    assert spans(find("inn", INN, end=7)) == [(4, 7)]
    assert find("inn", INN, end=6) == []


@pytest.mark.parametrize(
    ("said", "text", "found"),
    [
        ("- Deposit: 50", "# Flat\n\n- Deposit: 500\n", []),
        ("- Deposit: 50", "# Flat\n\n- Deposit: 50\n", [(8, 21)]),
        ("Loft | 25 | 30", "Loft | 25 | 300\nLoft | 25 | 30", [(16, 30)]),
        ("The rent is 900.", "The rent is 900.50 euros.", []),
        ("The rent is 900.", "The rent is 900. Heating is extra.", [(0, 16)]),
        ("A deposit of 50", "A deposit of 50 000 euros.", []),
        ("A deposit of 50 000", "A deposit of 50 000 000 euros.", []),
        ("A deposit of 50", "A deposit of 50 0000 euros.", [(0, 15)]),
        ("It was in 2019", "It was in 2019 000 people came.", [(0, 14)]),
        ("The rent is 900,", "The rent is 900,50 euros.", []),
        ("The rent is 900", "The rent is 900.50 euros.", []),
        ("The rent is 900", "The rent is 900,50 euros.", []),
        ("The rent is 900", "The rent is 900\u202f000 crowns.", []),
        ("The rent is 900", "The rent is 900, all in.", [(0, 15)]),
        ("It opens at 9", "It opens at 9:30.", []),
        ("It takes 30", "It takes 30-35 minutes.", []),
        ("900 euros", "1900 euros, 1.900 euros", []),
        ("900 euros", "(900 euros)", [(1, 10)]),
        ("900 euros", "900\neuros a month, not 1900\neuros", [(0, 9)]),
        ("a boat", "a boathouse, extra boat, a boat", [(25, 31)]),
        ("The rent is 900", "_The rent is 900_", [(1, 16)]),
        # No space stands between words here.
        ("押金500", "房租和押金500元", [(3, 8)]),
        ("押金50", "房租和押金500元", []),
        ("日本語の本", "これは日本語の本です", [(3, 8)]),
        ("ค่าเช่า", "จ่ายค่าเช่าทุกเดือน", [(4, 11)]),
    ],
)
def test_whole_words_and_figures_are_found_where_they_do_not_go_on(said, text, found):
    assert spans(find(said, document(text), whole=True)) == found


def test_a_part_of_a_word_is_found_where_whole_words_are_not_wanted():
    assert spans(find("- Deposit: 50", document("- Deposit: 500"))) == [(0, 13)]


@given(st.text(alphabet="ab \n\t.", max_size=30), st.data())
def test_every_piece_of_a_document_is_found_in_it(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    piece = text[start:end]
    if piece.strip():
        for stretch in find(" ".join(piece.split()), document(text)):
            assert stretch.text.split() == piece.split()
        assert find(piece, document(text))


def test_the_nearest_shares_most_words():
    # Stems wanted: {inn, have, room}. "It has rooms." is {it, has, room}: 2 * 1 / 6. The first
    # sentence is {the, inn, was, open, in, 1911}: 2 * 1 / 9.
    parts = [Stretch(INN, 0, 30), Stretch(INN, 32, 45)]
    assert nearest("inn have rooms", parts) == parts[1]
    assert nearest("ferry", parts) is None
    assert nearest("inn", []) is None


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 2), (0, 1000)])
def test_a_stretch_lies_inside_its_document(start, end):
    with pytest.raises(ValueError, match="no stretch"):
        Stretch(INN, start, end)
