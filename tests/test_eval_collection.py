import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.collection import measure
from eval.copies import QuickEncoder, write
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


def test_a_collection_of_one_and_files_without_texts_are_refused(
    questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["collection", "--questions", str(questions), "--documents", "1"]) == 2
    assert "Give 2 or more" in capsys.readouterr().err
    assert main(["collection", "--questions", "seeds/questions.jsonl"]) == 2
    assert "Give files that bring them" in capsys.readouterr().err
