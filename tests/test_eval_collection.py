import json
from pathlib import Path

import pytest

import eval.collection
from eval.__main__ import main
from eval.collection import _asking, measure
from eval.copies import gathered, write
from eval.encoders import QuickEncoder
from index.errors import UserError
from index.library import Library
from index.passages import split
from tests.fakes import document

TEXTS = [
    "The castle was built of grey stone by a careful mason who came over the sea. " * 6,
    "Every morning the ferry brings newspapers, bread and a few early visitors. " * 6,
]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "asked.jsonl"
    lines = [
        {
            "id": str(number),
            "doc_id": str(number),
            "title": f"Text {number}",
            "context": text,
            "question": f"What of {number}?",
            "answers": [{"text": text[:10], "start": 0}],
            "is_impossible": False,
        }
        for number, text in enumerate(TEXTS)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_files_are_the_same_each_time_and_no_two_alike(tmp_path: Path) -> None:
    one = [path.read_text() for path in write(tmp_path / "one", TEXTS, 8)]
    two = [path.read_text() for path in write(tmp_path / "two", TEXTS, 8)]
    assert one == two
    assert len(set(one)) == 8
    # Each piece has 95 words of the texts, every fourth of them exchanged.
    assert {len(text.split()) for text in one} == {5 * 95}
    assert set(" ".join(one).split()) == set(" ".join(TEXTS).split())


def test_a_file_makes_about_five_passages(tmp_path: Path) -> None:
    (path,) = write(tmp_path, TEXTS, 1)
    assert 5 <= len(split(document(path.read_text()))) <= 10


def test_a_collection_is_measured_from_the_first_file_to_the_last(
    tmp_path: Path, questions: Path
) -> None:
    folder = tmp_path / "room"
    folder.mkdir()
    figures, held = measure(folder, [questions], 12, QuickEncoder())
    assert held["documents"] == 12
    assert held["passages"] >= 60
    found = {figure.what: figure for figure in figures}
    assert found["open, remove 12 documents"].most == 10
    assert found["open, sync, nothing changed"].most == 5
    assert all(figure.value > 0 for figure in figures if "of it" not in figure.what)


def test_the_command_prints_a_table_and_writes_the_figures(
    tmp_path: Path, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures.json"
    given = ["--questions", str(questions), "--documents", "6", "--out", str(out)]
    assert main(["collection", *given, "--folder", str(tmp_path)]) == 0
    first, *_ = capsys.readouterr().out.splitlines()
    told = json.loads(out.read_text())
    assert first == f"6 documents, {told['passages']} passages, encoder words"
    assert told["figures"][0]["what"] == "memory before"
    # The files and the library are gone.
    assert sorted(path.name for path in tmp_path.iterdir()) == ["asked.jsonl", "figures.json"]


def test_of_few_searches_the_slowest_is_what_95_of_100_are_under(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two without a folder, two within one; a curve drawn through 1 and 3 would go up to 4.7.
    took = iter([0.003, 0.001, 0.003, 0.001])
    monkeypatch.setattr(eval.collection, "seconds_of", lambda _: next(took))
    with Library.open(tmp_path / "library", encoder=QuickEncoder(), create=True) as library:
        library.add_bytes("a.txt", TEXTS[0].encode())
        found = _asking(library, ["castle", "mason"], tmp_path)
    assert [round(figure.value, 6) for figure in found] == [2.0, 3.0, 2.0, 3.0]


def test_entries_without_text_make_no_documents(tmp_path: Path) -> None:
    folder = tmp_path / "blank"
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text('{"_id": "a", "text": " "}\n')
    (folder / "queries.jsonl").write_text('{"_id": "q", "text": "Who?"}\n')
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n")
    with pytest.raises(UserError, match="no texts to make documents from"):
        gathered([folder])


def test_a_place_that_is_none_is_told_before_anything_is_measured(
    tmp_path: Path, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["collection", "--questions", str(questions), "--documents", "6"]
    assert main([*given, "--folder", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err == (
        f"error: there is no folder {tmp_path / 'none'}. Make it, or give another --folder\n"
    )
    assert main([*given, "--out", str(tmp_path)]) == 2
    assert f"error: {tmp_path} cannot be written (Is a directory)." in capsys.readouterr().err


def test_a_collection_of_one_and_files_without_texts_are_refused(
    questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["collection", "--questions", str(questions), "--documents", "1"]) == 2
    assert "Give 2 or more" in capsys.readouterr().err
    assert main(["collection", "--questions", "seeds/questions.jsonl"]) == 2
    assert "Give files that bring them" in capsys.readouterr().err
