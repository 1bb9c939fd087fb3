"""Labelled questions in Quoth's own form, and drawing some of them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.questions import Labelled, load, read, sample
from eval.sets import named_alike
from index.errors import UserError

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture
def written(tmp_path):
    def write(*values, name="mine.jsonl"):
        text = "".join(f"{json.dumps(value)}\n" for value in values)
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def own(identifier, *answers, **more):
    return {"id": identifier, "question": "When?", "answers": list(answers), **more}


def test_quoths_own_form_is_read(written):
    path = written(
        {
            "id": "a",
            "question": "When did it open?",
            "kind": "date",
            "document": "bridge.md",
            "answers": ["1893", "in 1893", "1893"],
            "also": ["canal.md", "bridge.md"],
            "follows": None,
            "near_miss": False,
        },
        own("b", document=None, follows="a", near_miss=True),
    )
    found = read(path)
    assert (found.name, found.path, found.texts, found.notes) == ("mine", path, {}, ())
    assert found.questions == (
        Labelled(
            id="a",
            set="mine",
            question="When did it open?",
            kind="date",
            answers=("1893", "in 1893"),
            documents={"bridge.md": 1.0, "canal.md": 1.0},
            answerable=True,
        ),
        Labelled(
            id="b",
            set="mine",
            question="When?",
            kind="when",
            answers=(),
            documents={},
            answerable=False,
            follows="a",
            near_miss=True,
        ),
    )
    assert load(path) == list(found.questions)


def test_a_line_by_hand_needs_only_id_question_and_answers(written):
    [labelled] = read(written(own("a"))).questions
    assert labelled == Labelled("a", "mine", "When?", "when", (), {}, answerable=False)


def test_what_a_measure_cannot_use_is_noted(written):
    found = read(written(own("a", "1893"), own("b", document="bridge.md")))
    assert [labelled.documents for labelled in found.questions] == [{}, {}]
    assert found.notes == (
        "1 question with answers but no document",
        "1 question without answers, whose document is not used",
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.jsonl", "a"),
        ("dev-v2.0.json", "dev-v2.0"),
        ("my.questions.jsonl", "my.questions"),
        ("plain", "plain"),
        # A folder of its texts is hidden by no name.
        (".mine.jsonl", "mine"),
    ],
)
def test_a_set_is_named_by_its_file(written, name, expected):
    assert read(written(own("a"), name=name)).name == expected


def test_all_faults_are_told_in_one_error(written):
    path = written(
        own("a", "1893", document="bridge.md"),
        own("b", follows="c"),
        own("c", follows="c"),
        own("a"),
        {"id": "d", "question": "", "answers": []},
        {"id": "e", "question": "When?"},
        own("f", "1893", near_miss=True),
        own("g", near_miss="yes"),
        own("h", 1893),
        own("i", kind=3),
        own("j", also="bridge.md"),
        # What it follows is faulty itself, and told already.
        own("k", follows="j"),
        7,
    )
    with path.open("a", encoding="utf-8") as file:
        file.write('\n{"id": "l", \n')
    with pytest.raises(UserError) as caught:
        read(path)
    assert str(caught.value) == (
        f"{path}: line 2 follows 'c', which does not stand before it"
        "; line 3 follows 'c', which does not stand before it"
        "; line 4 has the same id as line 1 ('a')"
        '; line 5 has an empty "question"'
        '; line 6 has no "answers"'
        '; line 7 has answers, though its "near_miss" says that there is none'
        "; line 8 has \"near_miss\" that is neither true nor false ('yes')"
        '; line 9 has "answers" that is no text (1893)'
        '; line 10 has "kind" that is no text (3)'
        "; line 11 has \"also\" that is no list ('bridge.md')"
        "; line 13 is not a JSON object"
        "; line 15 is not JSON (Expecting property name enclosed in double quotes: column 13)"
        ". Mend or remove what is named; seeds/questions.jsonl shows Quoth's form,"
        " eval/questions.py names the others"
    )


def test_a_broken_first_line_does_not_hide_what_form_it_is(tmp_path):
    rows = [{"context": "It is.", **own("a")}, {"context": "It is.", **own("b")}]
    path = tmp_path / "a.jsonl"
    path.write_text("{broken\n" + "\n".join(map(json.dumps, rows)), encoding="utf-8")
    with pytest.raises(UserError, match=r"a\.jsonl: line 1 is not JSON \([^;]*\)\. Mend"):
        read(path)


def test_questions_with_texts_of_their_own_are_not_loaded_for_a_folder(written):
    path = written({"context": "It opened.", **own("a")})
    with pytest.raises(UserError, match="asks about texts of its own"):
        load(path)


def test_the_seeds_are_read_without_a_note():
    # Counted with: grep -c '"answers": \[\]' seeds/*.jsonl
    for name, questions, unanswerable in (("questions", 183, 56), ("held-out", 80, 24)):
        found = read(SEEDS / f"{name}.jsonl")
        assert (found.name, len(found.questions), found.notes) == (name, questions, ())
        assert sum(not labelled.answerable for labelled in found.questions) == unanswerable
        assert all(bool(one.documents) == one.answerable for one in found.questions)


# -- sample ----------------------------------------------------------------------------------


def asked(identifier, follows=None, of="mine"):
    return Labelled(identifier, of, "When?", "when", (), {}, answerable=False, follows=follows)


def test_a_sample_is_the_same_on_every_machine():
    # SHA-256 of "1\0mine\0a" and so on begins: a b1, b a7, c 5b, d 3c, e f2, f 55.
    questions = [asked(identifier) for identifier in "abcdef"]
    assert [labelled.id for labelled in sample(questions, 3, 1)] == ["c", "d", "f"]
    assert [labelled.id for labelled in sample(questions[::-1], 3, 1)] == ["f", "d", "c"]


def test_a_follow_up_leans_on_questions_of_its_own_set():
    questions = [asked("a", of="x"), asked("a", of="y"), asked("b", "a", of="y")]
    for seed in range(20):
        chosen = {(labelled.set, labelled.id) for labelled in sample(questions, 2, seed)}
        assert ("y", "b") not in chosen or ("y", "a") in chosen


@given(
    leaning=st.lists(st.none() | st.integers(0, 20), max_size=20),
    limit=st.integers(0, 25),
    seed=st.integers(),
)
def test_a_sample_has_the_size_asked_for_the_files_order_and_all_ancestors(leaning, limit, seed):
    questions = [
        asked(str(row), None if back is None or row == 0 else str(back % row))
        for row, back in enumerate(leaning)
    ]
    chosen = sample(questions, limit, seed)
    assert len(chosen) == min(limit, len(questions))
    ids = [labelled.id for labelled in chosen]
    assert ids == [labelled.id for labelled in questions if labelled.id in ids]
    assert all(labelled.follows in ids for labelled in chosen if labelled.follows)
    assert chosen == sample(questions, limit, seed)
    if limit >= len(questions):
        assert chosen == questions


def test_a_negative_sample_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="a sample of -1 questions"):
        sample([], -1, 0)


def test_a_question_still_to_be_reviewed_is_counted_and_not_asked(tmp_path):
    path = tmp_path / "questions.jsonl"
    lines = [
        {"id": "1", "question": "Who paid?", "document": "a.md", "answers": ["Ada"]},
        {"id": "2", "question": "Who came?", "document": None, "answers": [], "state": "review"},
        {"id": "3", "question": "Who left?", "document": None, "answers": [], "state": "right"},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = read(path)
    assert [(one.id, one.answerable) for one in found.questions] == [("1", True), ("3", False)]
    assert found.notes == ("1 question still to be reviewed, not asked",)


def test_documents_are_named_as_the_library_names_them(written):
    path = written(
        own("a", "1893", document="copy.md", also=["canal.md"]),
        own("b", "1850", document="M\u00fcller.md"),
        own("c", "red", document="papers/bridge.md"),
        own("d", "two", document="lost.md", also=["papers/bridge.md"]),
        own("e"),
    )
    # The first two are the same bytes; some systems write "ü" as two characters.
    held = [("/papers/bridge.md", "/papers/copy.md"), ("/canal.md",), ("/Mu\u0308ller.md",)]
    found, lacking = named_alike(read(path), held)
    assert [dict(labelled.documents) for labelled in found.questions] == [
        {"bridge.md": 1.0, "canal.md": 1.0},
        {"Mu\u0308ller.md": 1.0},
        {"papers/bridge.md": 1.0},
        {"lost.md": 1.0, "papers/bridge.md": 1.0},
        {},
    ]
    assert lacking == ["papers/bridge.md", "lost.md"]
