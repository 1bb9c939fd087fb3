"""What is said at the page of an answer, and the one line among the labels it makes."""

import pytest

from qa.answer import Answer, Quote, Reason, Silence
from qa.labels import Labels
from qa.verbatim import Stretch
from tests.drawn import chat
from tests.fakes import document
from ui import render
from ui.conversation import conversation
from ui.notes import Choice, Note, chosen, judged, kept
from ui.sources import Cited, source

FERRY = document("The ferry leaves at nine. A ticket costs 12 crowns.", source="/shelf/ferry.md")
COST = Stretch(FERRY, 26, 51)
ANSWER = Answer("Cost?", "Cost?", (Quote(FERRY, 26, 51, 41, 50, 0.8),), None)
REFUSAL = Answer("Who?", "Who?", (), Silence(Reason.NO_SPAN, "They do not say."))


def test_a_thumb_clicked_twice_is_taken_back():
    up = judged(Note(), "up")
    assert up.verdict == "up"
    assert judged(up, "down").verdict == "down"
    assert judged(up, "up") == Note()


def test_a_quote_called_right_twice_is_taken_back():
    once = chosen(Note(verdict="up"), "t1-q1", COST, "12 crowns")
    assert once == Note(verdict="up", choice=Choice("t1-q1", COST, "12 crowns"))
    assert chosen(once, "t1-q1", COST, "12 crowns") == Note(verdict="up")
    assert chosen(once, "t1-q2", COST, "12 crowns").choice.citation == "t1-q2"


def test_a_selection_is_chosen_without_the_white_space_round_it():
    # 16..26 is " at nine. ".
    picked = chosen(Note(), "t1-n1", COST, None, (16, 26))
    assert picked.choice.quote.text == "at nine."
    assert picked.choice.short is None
    assert chosen(picked, "t1-n1", COST, None, (17, 25)) == Note()
    assert chosen(picked, "t1-n1", COST, None) == Note()


@pytest.mark.parametrize(
    "selected", [(None, None), (3, 3), (5, 2), (-1, 4), (0, 52), ("0", "4"), (9, 10), (1.0, 2.0)]
)
def test_a_selection_that_is_none_chooses_what_is_marked_if_that_is_an_answer(selected):
    # 9..10 is the space behind "ferry".
    note = chosen(Note(), "t1-q1", COST, "12 crowns", selected)
    assert note.choice == Choice("t1-q1", COST, "12 crowns")
    assert chosen(Note(), "t1-n1", COST, None, selected) == Note()


def test_all_that_is_said_of_an_answer_is_one_line(tmp_path):
    labels, note = Labels(tmp_path), Note()

    def say(after):
        nonlocal note
        note = kept(note, after, ANSWER, labels)
        assert labels.read() == ([] if note.label is None else [note.label])
        return note.label

    first = say(judged(note, "down"))
    assert (first.state, first.verdict, first.quote) == ("review", "down", None)
    second = say(chosen(note, "t1-q1", COST, None, (0, 25)))
    assert (second.id, second.state, second.verdict) == (first.id, "right", "down")
    assert second.answers == (second.quote.text,) == ("The ferry leaves at nine.",)
    third = say(chosen(note, "t1-q1", COST, "12 crowns"))  # with nothing selected: taken back
    assert third == first
    fourth = say(chosen(note, "t1-q1", COST, "12 crowns"))
    assert (fourth.state, fourth.answers) == ("right", ("12 crowns",))
    say(judged(note, "down"))
    assert say(chosen(note, "t1-q1", COST, "12 crowns")) is None
    assert note == Note()


def test_a_thumb_up_under_a_refusal_proposes_that_nothing_is_there(tmp_path):
    labels = Labels(tmp_path)
    note = kept(Note(), judged(Note(), "up"), REFUSAL, labels)
    (label,) = labels.read()
    assert label == note.label
    assert (label.near_miss, label.answers, label.state) == (True, (), "review")


def test_what_cannot_be_kept_is_said_and_the_old_note_stays(tmp_path):
    (tmp_path / "questions.jsonl").mkdir()
    note = kept(Note(), judged(Note(), "up"), ANSWER, Labels(tmp_path))
    assert note.verdict is None
    assert note.trouble.startswith(f"{tmp_path}/questions.jsonl cannot be written")
    drawn = render.notes({2: note})
    assert drawn.startswith(
        '<ul hidden><li data-turn="2" data-verdict="" data-chosen="" data-trouble>Not noted: '
    )
    (tmp_path / "questions.jsonl").rmdir()
    assert kept(note, judged(note, "up"), ANSWER, Labels(tmp_path)).trouble is None


@pytest.mark.parametrize(
    ("note", "attributes", "words"),
    [
        (Note(), 'data-verdict="" data-chosen=""', ""),
        (Note("up"), 'data-verdict="up" data-chosen=""', "Noted for review"),
        (
            Note("down", Choice("t1-q2", COST, None)),
            'data-verdict="down" data-chosen="t1-q2"',
            "Right quote noted",
        ),
        (
            Note(trouble="<b>"),
            'data-verdict="" data-chosen="" data-trouble',
            "Not noted: &lt;b&gt;",
        ),
    ],
)
def test_notes_are_drawn_with_their_turn(note, attributes, words):
    assert render.notes({1: note}) == f'<ul hidden><li data-turn="1" {attributes}>{words}</li></ul>'


def test_thumbs_have_names_that_say_what_they_mean():
    drawn = conversation(chat(ANSWER, REFUSAL), thumbs=True)
    for turn, name in ((1, "Right: this answers the question"), (2, "Right: they do not say")):
        assert (
            f'data-verdict="up" data-turn="{turn}" aria-pressed="false" aria-label="{name}"'
        ) in drawn
    assert drawn.count('class="thumb ') == 4
    assert "thumb" not in conversation(chat(ANSWER))
    empty = Answer("Who?", "Who?", (), Silence(Reason.EMPTY_LIBRARY, "Add documents."))
    assert "thumb" not in conversation(chat(empty), thumbs=True)


def test_a_source_offers_its_quote_and_a_passage_only_what_is_selected():
    drawn = source(Cited(FERRY, 26, 51, (41, 50)), identifier="t1-q1", choosing=True)
    assert 'data-choose="t1-q1" data-first="0" aria-pressed="false" title' in drawn
    passage = source(Cited(FERRY, 26, 51, None), identifier="t1-n1", choosing=True)
    assert 'data-choose="t1-n1" data-first="0" aria-pressed="false" hidden' in passage
    assert "data-choose" not in source(Cited(FERRY, 26, 51, (41, 50)), identifier="t1-q1")
    # Of 60,000 characters, 10,000 before the quote are shown.
    long = document("a" * 60_000)
    drawn = source(Cited(long, 30_000, 30_005, (30_000, 30_005)), identifier="a", choosing=True)
    assert 'data-first="20000"' in drawn
