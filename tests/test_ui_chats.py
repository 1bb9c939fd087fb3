"""A turn that a browser kept comes back as it was, or not at all."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Answer
from qa.label import Label, proposed, right
from qa.verbatim import Stretch
from tests.drawn import NOON, PRICES, quote, silent
from ui.chats import (
    Chat,
    Trouble,
    asked_in,
    moment,
    part_of,
    restored,
    restored_note,
    stored,
    stored_note,
    whole,
)
from ui.notes import Choice, Note

BOTH = (quote(), quote("Children pay nothing.", "nothing"))
TURNS = [
    Answer("And it?", "What is <it>?", BOTH, None, differ=True),
    Answer("Is it?", "Is it?", BOTH[:1], None, settles=True),
    Trouble("?", "the question is empty"),
]


def shelf(document_id: str):
    return {PRICES.id: PRICES}[document_id]


@pytest.mark.parametrize("turn", TURNS, ids=["differ", "settles", "trouble"])
def test_a_turn_kept_is_the_turn_restored(turn):
    kept = json.loads(json.dumps(stored(turn, NOON)))
    assert restored(kept, shelf) == turn
    assert (asked_in(kept), moment(kept)) == (turn.question, NOON)


def test_a_refusal_kept_has_its_words_and_its_nearest_passages_again():
    before = silent(words=("zeppelin", "<b>"))
    after = restored(json.loads(json.dumps(stored(before, NOON))), shelf)
    assert after.silence == before.silence
    assert [hit.passage for hit in after.nearest] == [hit.passage for hit in before.nearest]


def test_a_turn_whose_document_is_gone_cannot_be_restored_but_asked_again():
    def empty(document_id: str):
        raise KeyError(document_id)

    kept = stored(TURNS[0], NOON)
    assert restored(kept, empty) is None
    assert asked_in(kept) == "And it?"


def test_a_turn_whose_document_was_read_in_another_way_since_is_asked_again():
    def read_anew(document_id: str):
        return replace(PRICES, text=PRICES.text.replace("Children", "Grownups"))

    kept = stored(TURNS[0], NOON)
    assert restored(kept, read_anew) is None
    # An older page did not keep what tells of that.
    for fields in kept["quotes"]:
        fields.pop()
    assert restored(kept, shelf) == TURNS[0]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=5), inside),
    max_leaves=8,
)


@given(
    anything,
    st.sampled_from(["question", "asked", "quotes", "silence", "nearest", "also", "at", "part"]),
)
def test_what_a_browser_may_send_makes_a_turn_or_none(value, field):
    kept = {**stored(TURNS[0], NOON), field: value}
    turn = restored(kept, shelf)
    assert turn is None or all(quote.text in PRICES.text for quote in turn.quotes)
    assert restored(value, shelf) is None
    assert moment(kept).tzinfo is not None
    assert part_of(kept) == (value if field == "part" and isinstance(value, str) else "")


def chosen_note() -> Note:
    quote = Stretch(PRICES, 31, 52)
    label = replace(right("What is <it>?", quote, answer="nothing"), verdict="up")
    return Note("up", Choice("t1-q2", quote, "nothing"), label)


THUMB = Note("down", label=proposed(TURNS[0], "down"))


@pytest.mark.parametrize("note", [THUMB, chosen_note()], ids=["thumb", "quote"])
def test_what_was_said_of_a_turn_comes_back_as_its_label_says_it(note):
    kept = json.loads(json.dumps({"note": stored_note(note)}))
    assert restored_note(kept, TURNS[0], {note.label.id: note.label}, shelf) == note
    # The label is gone, or is another question's, or it is no turn to speak of.
    assert restored_note(kept, TURNS[0], {}, shelf) is None
    assert restored_note(kept, TURNS[1], {note.label.id: note.label}, shelf) is None
    assert restored_note(kept, TURNS[2], {note.label.id: note.label}, shelf) is None


def test_what_was_reviewed_meanwhile_is_not_changed_from_an_old_page():
    def again(note: Note, label: Label) -> Note | None:
        return restored_note({"note": stored_note(note)}, TURNS[0], {label.id: label}, shelf)

    assert again(THUMB, replace(THUMB.label, state="right")) is None
    note = chosen_note()
    moved = replace(note.label, quote=replace(note.label.quote, start=10))
    assert again(note, moved) is None
    assert again(note, replace(note.label, quote=None)) is None


def test_nothing_is_kept_of_a_turn_nobody_spoke_of():
    assert stored_note(Note()) is None
    assert stored_note(Note(trouble="The disk is full")) is None


@given(anything)
def test_what_a_browser_may_send_as_a_note_is_none(value):
    labels = {"": THUMB.label}
    assert restored_note({"note": value}, TURNS[0], labels, shelf) is None
    assert restored_note(value, TURNS[0], labels, shelf) is None
    assert restored_note({"note": {"label": "x", "citation": value}}, TURNS[0], {}, shelf) is None


def test_a_conversation_grows_by_a_turn_with_its_time():
    chat = Chat().plus(TURNS[2], NOON).plus(TURNS[0], NOON)
    assert chat.turns == (TURNS[2], TURNS[0])
    assert chat.answers == [(TURNS[0], NOON)]


def test_a_turn_that_cannot_be_made_keeps_its_place_among_the_others():
    label = proposed(TURNS[0], "down")
    first = {**stored(TURNS[0], NOON), "note": stored_note(Note("down", label=label))}
    gone = {**stored(TURNS[1], NOON), "quotes": [["nowhere", 0, 0, 1, 1, 0.5]]}
    kept = [None, gone, first]
    chat, said = whole(kept, {label.id: label}, shelf)
    lost = "no longer held here"
    assert chat.turns == (Trouble("", lost), Trouble("Is it?", lost), TURNS[0])
    assert chat.times[1:] == (NOON, NOON)
    assert said == {3: Note("down", label=label)}
    assert whole([], {}, shelf) == (Chat(), {})
