"""A team's own questions: what a label says, and the file that keeps them."""

import fcntl
import json
import multiprocessing
import os
import threading
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.questions import load
from index.errors import QuestionError, UserError
from qa.answer import Answer, Quote, Reason, Silence
from qa.label import Label, Wanted, decided, nowhere, proposed, right
from qa.labels import Labels
from qa.verbatim import Stretch
from tests.fakes import document

FERRY = document("The ferry leaves at nine. A ticket costs 12 crowns.", source="/shelf/ferry.md")
COST = Stretch(FERRY, 26, 51)
WANTED = Wanted(FERRY.id, 26, 51, "A ticket costs 12 crowns.")
ANSWER = Answer(
    "and what does it cost?", "What does a ticket cost?", (Quote(FERRY, 26, 51, 41, 50, 0.8),), None
)


def refusal(reason=Reason.NO_SPAN):
    return Answer("Who rows?", "Who rows?", (), Silence(reason, "They do not say."))


@pytest.fixture
def labels(tmp_path):
    return Labels(tmp_path)


def lines(labels):
    return [json.loads(line) for line in labels.path.read_text(encoding="utf-8").splitlines()]


# -- what a label says ---------------------------------------------------------------------------


def test_a_right_quote_carries_its_document_offsets_and_characters():
    label = right("  What does a\nticket cost? ", COST, answer="12 crowns")
    assert label == Label(
        id=label.id,
        question="What does a ticket cost?",
        kind="how much money",
        document="ferry.md",
        answers=("12 crowns",),
        quote=WANTED,
        when=date.today().isoformat(),
    )
    assert len(label.id) == 12
    assert right("What?", COST).id != label.id


def test_without_a_short_answer_the_whole_quote_is_the_answer():
    assert right("What?", COST).answers == ("A ticket costs 12 crowns.",)


def test_nowhere_is_an_unanswerable_near_miss():
    label = nowhere("Who rows?")
    assert (label.answers, label.quote, label.document) == ((), None, None)
    assert (label.near_miss, label.state, label.answerable) == (True, "right", False)


@pytest.mark.parametrize("question", ["", " \n", "???"])
def test_a_question_says_something(question):
    with pytest.raises(QuestionError, match="the question is empty"):
        nowhere(question)


def test_thumbs_up_proposes_what_was_shown_for_the_question_as_it_was_searched():
    label = proposed(ANSWER, "up")
    assert label.question == "What does a ticket cost?"
    assert (label.quote, label.answers, label.document) == (WANTED, ("12 crowns",), "ferry.md")
    assert (label.state, label.verdict, label.undecided) == ("review", "up", False)


def test_thumbs_down_knows_nothing_yet_and_keeps_what_was_shown_as_a_note():
    label = proposed(ANSWER, "down")
    assert (label.quote, label.answers, label.near_miss) == (None, (), False)
    assert (label.state, label.verdict, label.undecided) == ("review", "down", True)
    assert label.note == "shown was: A ticket costs 12 crowns."


@pytest.mark.parametrize(
    ("reason", "verdict", "near_miss"),
    [
        (Reason.NO_SPAN, "up", True),
        (Reason.NO_SPAN, "down", False),
        (Reason.COUNTING, "up", False),
    ],
)
def test_under_a_refusal_thumbs_up_says_that_the_documents_do_not(reason, verdict, near_miss):
    label = proposed(refusal(reason), verdict)
    assert (label.answers, label.quote, label.near_miss) == ((), None, near_miss)
    assert (label.state, label.verdict) == ("review", verdict)
    assert label.note == f"kept silent: {reason.value}"


def test_a_proposal_is_decided_as_it_stands():
    label = proposed(ANSWER, "up")
    assert decided(label) == replace(label, state="right")


def test_without_a_proposal_a_decision_needs_a_choice():
    label = proposed(ANSWER, "down")
    with pytest.raises(UserError, match=f"nothing is proposed for {label.id}"):
        decided(label)
    done = decided(label, right(label.question, COST))
    assert (done.id, done.verdict, done.note) == (label.id, "down", label.note)
    assert (done.quote, done.state, done.document) == (WANTED, "right", "ferry.md")
    assert decided(proposed(ANSWER, "up"), nowhere("?a")).answerable is False


# -- the file ------------------------------------------------------------------------------------


def test_a_line_has_the_keys_the_evaluation_reads(labels):
    label = right("Who swims?", COST)
    labels.add(label)
    assert lines(labels) == [
        {
            "id": label.id,
            "question": "Who swims?",
            "kind": "who",
            "document": "ferry.md",
            "answers": ["A ticket costs 12 crowns."],
            "follows": None,
            "near_miss": False,
            "quote": {
                "document": FERRY.id,
                "start": 26,
                "end": 51,
                "text": "A ticket costs 12 crowns.",
            },
            "state": "right",
            "verdict": None,
            "when": date.today().isoformat(),
            "note": None,
        }
    ]


def test_the_evaluation_asks_what_is_decided(labels):
    known, unknown = right("Who swims?", COST, answer="12 crowns"), nowhere("Who rows?")
    labels.add(known)
    labels.add(unknown)
    first, second = load(labels.path)
    assert (first.id, first.answers, first.documents) == (known.id, ("12 crowns",), {"ferry.md": 1})
    assert (second.answerable, second.near_miss) == (False, True)


texts = st.text(alphabet=st.characters(exclude_categories=[]), min_size=1, max_size=8)


@given(texts, texts, texts)
def test_what_is_added_is_read_again(tmp_path_factory, first, second, third):
    labels = Labels(tmp_path_factory.mktemp("labels"))
    whole = document(f"a{first}", source="/x")
    added = [
        replace(right(f"a{second}", Stretch(whole, 0, 1 + len(first))), note=f"a{third}"),
        proposed(ANSWER, "down"),
    ]
    for label in added:
        labels.add(label)
    assert labels.read() == added


def test_no_file_is_no_labels(labels):
    assert labels.read() == []
    with pytest.raises(UserError, match=r"has no question abc. See which: quoth label --list"):
        labels.change("abc", decided)
    assert not labels.path.exists()


def test_a_line_written_by_hand_needs_little_and_keeps_what_is_its_own(labels):
    text = '{"id": "a", "question": "Who rows?", "answers": ["Ada"], "also": ["b.md"]}'
    labels.path.write_text(text, encoding="utf-8")  # no line end behind it
    assert labels.read() == [Label("a", "Who rows?", "who", answers=("Ada",))]
    labels.add(nowhere("Who swims?"))
    assert len(labels.read()) == 2
    labels.change("a", lambda label: replace(label, document="a.md"))
    first = lines(labels)[0]
    assert (first["also"], first["document"]) == (["b.md"], "a.md")


def test_a_change_leaves_every_other_line_as_it_was(labels):
    other = b'{"question":"Who?",  "answers":[], "id":"b"}\r\n\n'
    labels.add(proposed(ANSWER, "up"))
    with labels.path.open("ab") as file:
        file.write(other)
    (label, _) = labels.read()
    labels.change(label.id, decided)
    assert labels.path.read_bytes().endswith(other)
    assert labels.read()[0] == decided(label)
    labels.change(label.id, lambda _: None)
    assert labels.path.read_bytes() == other
    assert [path.name for path in labels.path.parent.iterdir()] == ["questions.jsonl"]


def test_a_question_others_lean_on_is_not_dropped(labels):
    first = right("Who rows?", COST)
    labels.add(first)
    labels.add(replace(nowhere("and when?"), id="b", follows=first.id))
    with pytest.raises(UserError, match=f"b follows {first.id}. Drop it first: --drop b"):
        labels.change(first.id, lambda _: None)
    assert len(labels.read()) == 2


def test_a_label_somebody_reviewed_is_not_put_aside(labels):
    up, down = proposed(ANSWER, "up"), proposed(ANSWER, "down")
    labels.add(up)
    labels.swap(up, down)
    assert labels.read() == [replace(down, id=up.id)]
    with pytest.raises(UserError, match="was reviewed meanwhile and stays as it is"):
        labels.swap(up, None)
    labels.swap(replace(down, id=up.id), None)
    assert labels.read() == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"{", "is not JSON in UTF-8"),
        (b'{"id": "\xff"}', "is not JSON in UTF-8"),
        (b"[]", "is not a JSON object"),
        (b'{"question": "Who?", "answers": []}', 'has no "id" that is a text'),
        (b'{"id": "b", "question": " ", "answers": []}', 'has no "question" that is a text'),
        (b'{"id": "b", "question": "Who?"}', 'has no "answers" that is a list'),
        (b'{"id": "b", "question": "Who?", "answers": [1]}', 'has "answers" that are not all text'),
        (b'{"id": "b", "question": "Who?", "answers": [], "state": "new"}', 'another "state"'),
        (b'{"id": "b", "question": "Who?", "answers": [], "verdict": 1}', 'another "state"'),
        (b'{"id": "b", "question": "Who?", "answers": [], "quote": "x"}', '"quote" that is a obj'),
        (b'{"id": "b", "question": "Who?", "answers": [], "quote": {"start": 1}}', 'no "end"'),
        (b'{"id": "a", "question": "Who?", "answers": []}', "has the id of line 1"),
    ],
)
def test_bad_lines_are_named_and_nothing_is_changed(labels, line, fault):
    content = b'{"id": "a", "question": "Who?", "answers": []}\n\n' + line + b"\n"
    labels.path.write_bytes(content)
    for act in (labels.read, lambda: labels.change("a", decided)):
        with pytest.raises(UserError) as raised:
            act()
        message = str(raised.value)
        assert message.startswith(f"{labels.path}: line 3 ")
        assert fault in message
        assert "\n" not in message
    assert labels.path.read_bytes() == content


def test_a_file_that_cannot_be_written_is_one_clear_line(tmp_path):
    (tmp_path / "questions.jsonl").mkdir()
    with pytest.raises(UserError) as raised:
        Labels(tmp_path).add(nowhere("Who rows?"))
    assert str(raised.value) == (
        f"{tmp_path}/questions.jsonl cannot be written (Is a directory)."
        " Labels are kept in the library's folder; make it and the file writable"
    )
    with pytest.raises(UserError, match=r"cannot be read \(Is a directory\)"):
        Labels(tmp_path).read()


def test_a_full_disk_leaves_no_half_line(labels, monkeypatch):
    labels.add(nowhere("Who rows?"))
    before = labels.path.read_bytes()
    write = os.write

    def full(file, content):
        if len(content) < 20:
            raise OSError(28, "No space left on device")
        return write(file, content[:10])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(UserError, match="No space left on device"):
        labels.add(nowhere("Who swims?"))
    with pytest.raises(UserError, match="No space left on device"):
        labels.change(labels.read()[0].id, lambda label: replace(label, note="x"))
    monkeypatch.undo()
    assert labels.path.read_bytes() == before
    assert [path.name for path in labels.path.parent.iterdir()] == ["questions.jsonl"]


def test_a_link_into_another_folder_stays_one(tmp_path):
    (tmp_path / "library").mkdir()
    (tmp_path / "ours.jsonl").touch()
    labels = Labels(tmp_path / "library")
    labels.path.symlink_to(tmp_path / "ours.jsonl")
    label = nowhere("Who rows?")
    labels.add(label)
    labels.change(label.id, lambda label: replace(label, note="seen"))
    assert labels.path.is_symlink()
    assert '"note": "seen"' in (tmp_path / "ours.jsonl").read_text(encoding="utf-8")


def _write_many(folder, name):
    labels = Labels(folder)
    for number in range(20):
        label = replace(nowhere("Who rows?"), id=f"{name}-{number}")
        labels.add(label)
        labels.change(label.id, lambda label: replace(label, note="seen"))


def test_writers_at_the_same_time_lose_nothing(tmp_path):
    # Two in threads of this process, one in a process of its own.
    other = multiprocessing.get_context("spawn").Process(target=_write_many, args=(tmp_path, "c"))
    writers = [threading.Thread(target=_write_many, args=(tmp_path, name)) for name in "ab"]
    for writer in (other, *writers):
        writer.start()
    for writer in (*writers, other):
        writer.join(60)
    found = Labels(tmp_path).read()
    assert {label.id for label in found} == {f"{n}-{at}" for n in "abc" for at in range(20)}
    assert {label.note for label in found} == {"seen"}


def test_a_writer_waits_for_another(labels):
    labels.add(nowhere("Who rows?"))
    with labels.path.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        writer = threading.Thread(target=labels.add, args=(nowhere("Who swims?"),))
        writer.start()
        writer.join(0.2)
        assert writer.is_alive()
        assert len(labels.read()) == 1
    writer.join(20)
    assert len(labels.read()) == 2
