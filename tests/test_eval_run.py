"""Runs: asked, written, stopped, gone on with, and read back."""

import gzip
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

import eval.asking
import eval.libraries
import eval.run
from eval.outcomes import read
from eval.questions import Labelled, QuestionSet, Text
from eval.run import faults, run
from eval.settings import Order, code_of
from index.errors import UserError
from index.library import Hit, Library
from index.passages import Passage
from qa.answer import Quote
from tests.fakes import document, shelf

TEXTS = {
    "Bridge": "The bridge opened in 1893. It was built by Ada Lund. It is red.",
    "Canal": "The canal was dug in 1850. Forty men died. The town paid for it.",
    "Tower": "The tower has 200 steps. Visitors pay two crowns.",
}
QUESTIONS = [
    ("b1", "Bridge", "When did the bridge open?", "1893"),
    ("b2", "Bridge", "Who built the bridge?", "Ada Lund"),
    ("c1", "Canal", "Who paid for the canal?", "The town"),
    ("t1", "Tower", "How many steps does the tower have?", "200"),
    ("t2", "Tower", "Who designed the tower's clock?", None),
]


@pytest.fixture
def squad(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(eval.libraries, "user_cache_path", lambda name: tmp_path / "cache" / name)
    lines = []
    for identifier, title, question, answer in QUESTIONS:
        text = TEXTS[title]
        answers = [{"text": answer, "start": text.index(answer)}] if answer else []
        lines.append(
            {
                "id": identifier,
                "doc_id": title,
                "title": title,
                "context": text,
                "question": question,
                "answers": answers,
                "is_impossible": not answers,
            }
        )
    path = tmp_path / "town.jsonl.gz"
    path.write_bytes(gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode()))
    return path


@pytest.mark.weights
def test_an_open_run_asks_every_question_of_all_texts_together(squad, tmp_path):
    out = run(Order((squad,), "open", tmp_path / "run.jsonl"))
    found = read(out)
    assert [outcome.id for outcome in found.outcomes] == ["b1", "b2", "c1", "t1", "t2"]
    assert found.settings["library"]["documents"] == 3
    assert found.settings["questions"][0]["asked"] == 5
    assert len(found.settings["reader"]["sha256"]) == 64
    first = found.outcomes[0]
    assert first.set == "town"
    assert first.best is not None
    assert "1893" in first.best.text
    assert first.best.document in first.documents
    assert first.gold == (1.0,)
    assert first.ranking[0] == 1.0
    assert sum(first.ranking) == 1.0
    assert all(outcome.faults == () for outcome in found.outcomes)
    assert not found.outcomes[4].answerable
    assert found.outcomes[4].near_miss
    assert found.outcomes[4].gold == ()


@pytest.mark.weights
@pytest.mark.parametrize("setting", ["open", "given"])
def test_a_run_with_slips_asks_what_people_mistype_and_mends_it(squad, tmp_path, setting):
    out = run(Order((squad,), setting, tmp_path / "run.jsonl", threshold=0.0, slips=True))
    found = read(out)
    assert found.settings["slips"] is True
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()[1:]]
    asked = [(line["question"], line["asked"]) for line in lines]
    assert asked[0] == ("When did the brimdge open?", "When did the bridge open?")
    assert all(outcome.faults == () for outcome in found.outcomes)


@pytest.mark.weights
def test_a_given_run_asks_each_question_of_its_own_text(squad, tmp_path):
    found = read(run(Order((squad,), "given", tmp_path / "run.jsonl", threshold=0.0)))
    assert [outcome.best.document for outcome in found.outcomes if outcome.best] == [
        "Bridge-1",
        "Bridge-1",
        "Canal-1",
        "Tower-1",
        "Tower-1",
    ]
    # A threshold of 0 keeps silent about nothing.
    assert not any(outcome.silent for outcome in found.outcomes)
    assert all(outcome.ranking == outcome.gold == () for outcome in found.outcomes)


@pytest.mark.weights
def test_a_run_that_was_stopped_goes_on_where_it_was(squad, tmp_path):
    order = Order((squad,), "given", tmp_path / "run.jsonl", reader="none")
    whole = run(order).read_bytes()
    lines = whole.splitlines(keepends=True)
    order.out.write_bytes(b"".join(lines[:3]) + lines[3][:40])
    run(order)
    again = order.out.read_bytes().splitlines(keepends=True)
    # What was there is kept as it is, the torn line is asked again.
    assert again[:3] == lines[:3]
    assert [json.loads(line)["id"] for line in again[1:]] == ["b1", "b2", "c1", "t1", "t2"]
    with pytest.raises(UserError, match=r"holds a run with other settings \(threshold\)"):
        run(replace(order, threshold=0.9))


@pytest.mark.weights
def test_a_run_whose_quotes_hold_other_ends_of_line_is_read_and_goes_on(tmp_path):
    text = "The bridge opened\u2028in 1893.\x85 It is red."
    line = {"context": text, "answers": [{"text": "1893", "start": text.index("1893")}]}
    path = tmp_path / "town.jsonl"
    lines = [{**line, "id": name, "question": "When did it open?"} for name in ("b1", "b2")]
    path.write_text("".join(json.dumps(one) + "\n" for one in lines))
    order = Order((path,), "given", tmp_path / "run.jsonl", reader="none", threshold=0.0)
    whole = run(order).read_bytes()
    found = read(order.out)
    assert [outcome.id for outcome in found.outcomes] == ["b1", "b2"]
    assert "\u2028" in found.outcomes[0].quotes[0].text
    order.out.write_bytes(whole[:-1])
    run(order)
    assert [outcome.id for outcome in read(order.out).outcomes] == ["b1", "b2"]


@pytest.mark.weights
@pytest.mark.parametrize("kept", [0, 1, 12, 200])
def test_a_run_that_was_stopped_in_its_first_line_begins_anew(squad, tmp_path, kept):
    order = Order((squad,), "given", tmp_path / "run.jsonl", reader="none", limit=1)
    whole = run(order).read_bytes()
    order.out.write_bytes(whole[:kept])
    run(order)
    assert len(read(order.out).outcomes) == 1


@pytest.mark.parametrize(
    ("name", "why"), [("folder", "Is a directory"), ("town.jsonl.gz/run.jsonl", "File exists")]
)
def test_a_run_that_cannot_be_written_is_refused_before_it_is_asked(squad, tmp_path, name, why):
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match=rf"{name} cannot be written \({why}\)"):
        run(Order((squad,), "open", tmp_path / name, reader="none"))
    assert not (tmp_path / "cache").exists()


def test_what_goes_wrong_before_the_first_question_leaves_no_file(squad, tmp_path):
    both = {"documents": tmp_path / "papers", "library": tmp_path / "shelf"}
    with pytest.raises(UserError, match=r"^--documents makes .* Give one of both$"):
        run(Order((squad,), "open", tmp_path / "run.jsonl", **both))
    assert not (tmp_path / "run.jsonl").exists()


def test_a_file_that_is_no_run_is_not_overwritten(squad, tmp_path):
    out = tmp_path / "notes.txt"
    out.write_text("dear diary\n")
    with pytest.raises(UserError, match=r"notes\.txt holds something else than a run\. Choose"):
        run(Order((squad,), "given", out, reader="none"))
    assert out.read_text() == "dear diary\n"


def test_questions_without_texts_need_documents(tmp_path):
    path = tmp_path / "questions.jsonl"
    line = {"id": "1", "question": "Who paid?", "document": "a.md", "answers": ["Ada"]}
    path.write_text(json.dumps(line) + "\n")
    with pytest.raises(UserError, match="no text for its questions to be asked of"):
        run(Order((path,), "given", tmp_path / "run.jsonl"))
    with pytest.raises(UserError, match="bring no texts of their own"):
        run(Order((path,), "open", tmp_path / "run.jsonl"))


def test_what_is_no_folder_of_documents_is_refused(squad, tmp_path):
    with pytest.raises(UserError) as caught:
        run(Order((squad,), "open", tmp_path / "run.jsonl", documents=squad))
    assert str(caught.value) == (
        f"{squad} is not a folder. Give the one with the documents asked about"
    )


def test_two_sets_of_one_name_are_refused(squad, tmp_path):
    with pytest.raises(UserError, match="two files of questions are called 'town'"):
        run(Order((squad, squad), "open", tmp_path / "run.jsonl"))


@pytest.mark.weights
def test_documents_of_a_folder_are_asked_and_follow_ups_follow(tmp_path, monkeypatch):
    monkeypatch.setattr(eval.libraries, "user_cache_path", lambda name: tmp_path / "cache" / name)
    folder = shelf(tmp_path / "town", bridge_txt=TEXTS["Bridge"], canal_txt=TEXTS["Canal"])
    path = tmp_path / "questions.jsonl"
    lines = [
        {
            "id": "1",
            "question": "When did the bridge open?",
            "document": "bridge.txt",
            "answers": ["1893"],
        },
        {
            "id": "2",
            "question": "and who built it?",
            "document": "bridge.txt",
            "answers": ["Ada Lund"],
            "follows": "1",
        },
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    out = tmp_path / "run.jsonl"
    run(Order((path,), "open", out, documents=folder))
    written = [json.loads(line) for line in out.read_text().splitlines()[1:]]
    assert written[1]["asked"] == "Who built the bridge?"
    outcome = read(out).outcomes[1]
    assert outcome.follows == "1"
    assert outcome.documents == {"bridge.txt": 1.0}
    assert outcome.best is not None
    assert outcome.best.document == "bridge.txt"


@pytest.mark.weights
def test_documents_that_changed_or_are_not_there_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(eval.libraries, "user_cache_path", lambda name: tmp_path / "cache" / name)
    folder = shelf(tmp_path / "town", bridge_txt=TEXTS["Bridge"], canal_txt=TEXTS["Canal"])
    path = tmp_path / "questions.jsonl"
    line = {"id": "1", "question": "When did the bridge open?", "document": "town/bridge.txt"}
    path.write_text(json.dumps({**line, "answers": ["1893"]}) + "\n")
    order = Order((path,), "open", tmp_path / "run.jsonl", documents=folder)
    run(order)
    assert read(order.out).notes == ["questions: no document is called 'town/bridge.txt'"]
    # As long as before.
    (folder / "bridge.txt").write_text(TEXTS["Bridge"].replace("1893", "1894"))
    with pytest.raises(UserError, match=r"holds a run with other settings \(library\)"):
        run(order)


@pytest.mark.weights
def test_a_text_that_stands_in_a_collection_twice_is_one(tmp_path, monkeypatch):
    monkeypatch.setattr(eval.libraries, "user_cache_path", lambda name: tmp_path / "cache" / name)
    place = tmp_path / "town"
    (place / "qrels").mkdir(parents=True)
    twins = [{"_id": name, "text": TEXTS["Bridge"]} for name in ("x.1", "x.2")]
    entries = [*twins, {"_id": "y", "text": TEXTS["Canal"]}]
    (place / "corpus.jsonl").write_text("".join(json.dumps(one) + "\n" for one in entries))
    (place / "queries.jsonl").write_text('{"_id": "1", "text": "When did the bridge open?"}\n')
    grades = "1\tx.2\t2\n1\tx.1\t1\n1\tz\t1\n"
    (place / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{grades}")
    order = Order((place,), "open", tmp_path / "run.jsonl")
    run(order)
    found = read(order.out)
    (outcome,) = found.outcomes
    # Of its two grades the higher one counts.
    assert outcome.documents == {"x.1": 2.0, "z": 1.0}
    assert outcome.gold == (2.0, 1.0)
    assert outcome.ranking[0] == 2.0
    assert found.notes == ["town: 1 grade in qrels/test.tsv for something that corpus.jsonl lacks"]


def test_a_mark_of_byte_order_is_no_part_of_a_text(tmp_path):
    text = Text("bridge", "", f"\ufeff{TEXTS['Bridge']}")
    one = QuestionSet("town", tmp_path, (), {"bridge": text}, ())
    assert eval.libraries._searchable(one, text).text == TEXTS["Bridge"]


@pytest.mark.weights
def test_a_library_of_passages_of_another_length_is_told_as_it_is(tmp_path):
    path = tmp_path / "questions.jsonl"
    line = {"id": "1", "question": "When did the bridge open?", "document": "bridge.txt"}
    path.write_text(json.dumps({**line, "answers": ["1893"]}) + "\n")
    with Library.open(tmp_path / "library", create=True) as library:
        library.add([shelf(tmp_path / "town", bridge_txt=TEXTS["Bridge"])])
        library.rebuild(characters=300)
    order = Order((path,), "open", tmp_path / "run.jsonl", library=tmp_path / "library")
    run(order)
    held = read(order.out).settings["library"]
    assert (held["documents"], held["passage_characters"]) == (1, 300)
    # A threshold of the order is no calibration of the library.
    surer = replace(order, out=tmp_path / "surer.jsonl", threshold=0.9)
    run(surer)
    assert read(surer.out).settings["threshold"] == 0.9
    assert read(surer.out).settings["library"] == {**held, "own_calibration": False}


@pytest.mark.weights
def test_what_looks_like_a_slip_in_the_questions_is_noted(tmp_path, monkeypatch):
    monkeypatch.setattr(eval.libraries, "user_cache_path", lambda name: tmp_path / "cache" / name)
    folder = shelf(tmp_path / "town", bridge_txt=TEXTS["Bridge"])
    path = tmp_path / "questions.csv"
    path.write_text(
        "question,answers,document\n"
        "Who built the bridge?,Ada Lund,bridge.txt\n"
        "Who built the bridge?,Eva Lund,bridge.txt\n"
    )
    order = Order((path,), "open", tmp_path / "run.jsonl", documents=folder)
    run(order)
    assert read(order.out).notes == [
        "questions: 1 answer not in the documents named: 3",
        "questions: 1 question asked before under another id: 3 (as 2)",
    ]


@pytest.mark.weights
def test_where_other_documents_are_asked_than_came_with_the_questions_none_is_the_right_one(
    squad, tmp_path
):
    folder = shelf(tmp_path / "town", bridge_txt=TEXTS["Bridge"])
    order = Order((squad,), "open", tmp_path / "run.jsonl", documents=folder)
    run(order)
    found = read(order.out)
    assert found.notes == [
        "town: no document is called 'Bridge-1' and 2 more; its own texts are not asked, so right"
        " documents are not measured"
    ]
    assert [(dict(one.documents), one.gold) for one in found.outcomes] == [({}, ())] * 5
    assert found.outcomes[0].answers == ("1893",)


@pytest.mark.weights
def test_documents_are_read_anew_by_another_program(tmp_path, monkeypatch):
    monkeypatch.setattr(eval.libraries, "user_cache_path", lambda name: tmp_path / "cache" / name)
    folder = shelf(tmp_path / "town", bridge_txt=TEXTS["Bridge"])
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "1", "question": "Who sings?", "answers": []}\n')
    for turn in ("a", "a", "b"):
        monkeypatch.setattr(eval.libraries, "code_of", lambda _, turn=turn: turn)
        order = Order((path,), "open", tmp_path / f"{turn}.jsonl", documents=folder)
        run(order)
    assert len(list((tmp_path / "cache" / "quoth" / "eval").iterdir())) == 2


def test_the_program_that_answers_is_known_by_all_its_modules():
    root = Path(eval.asking.__file__).parents[1]
    paths = [*(root / "index").rglob("*.py"), *(root / "qa").rglob("*.py")]
    joined = b"".join(path.read_bytes() for path in sorted(paths))
    assert code_of("index", "qa") == hashlib.sha256(joined).hexdigest()


def test_a_quote_that_is_not_in_the_true_text_is_a_fault():
    held = document("One.\nTwo three.", source="/a.txt")
    quote = Quote(held, 5, 15, 5, 8, 0.9)
    assert faults(quote, "One.\nTwo three.") == []
    assert faults(quote, "One. Two three.") == ["/a.txt 5..15: line 2 is not its line"]
    assert faults(quote, "One.\nTwo seven.") == ["/a.txt 5..15: the quote is not what stands there"]


def test_gold_passages_count_once_and_only_where_they_hold_the_answer():
    held = document("x" * 50 + " 1893 " + "y" * 50, source="/Bridge-1.txt")
    other = document("nothing", source="/Canal-1.txt")
    labelled = Labelled(
        id="1",
        set="town",
        question="When?",
        kind="when",
        answers=("1893",),
        documents={"Bridge-1": 1.0},
        answerable=True,
        follows=None,
        near_miss=False,
        context="Bridge-1",
        spans=((51, 55),),
    )
    asker = eval.asking.Asker(
        of=lambda _: lambda _: None,  # type: ignore[arg-type,return-value]
        name=lambda found, _: Path(found.source).stem,
        truth=lambda found: found.text,
        setting="open",
    )
    hits = [
        Hit(held, Passage(held.id, 0, 50), 0.9),
        Hit(other, Passage(other.id, 0, 7), 0.8),
        Hit(held, Passage(held.id, 40, 60), 0.7),
        Hit(held, Passage(held.id, 50, 106), 0.6),
    ]
    assert eval.run._ranking(labelled, hits, "town", asker) == [0.0, 0.0, 1.0, 0.0]
    # Another document says the same.
    elsewhere = document("y" * 40 + held.text[40:], source="/Elsewhere.txt")
    twice = [Hit(elsewhere, Passage(elsewhere.id, 40, 60), 0.9, also=(held,)), *hits]
    assert eval.run._ranking(labelled, twice, "town", asker) == [1.0, 0.0, 0.0, 0.0, 0.0]
