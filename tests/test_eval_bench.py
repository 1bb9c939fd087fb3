"""The bench: everything it names is timed, the asking in a process that has done nothing else."""

import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.bench import _passages, report
from eval.questions import read
from index.library import Library
from qa.reading.pairs import OwnPairs
from tests.fakes import WordEncoder


@pytest.mark.weights
def test_every_figure_has_its_row(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    story = "\n\n".join(f"Ada bought quay {number} from Bo in spring." for number in range(300))
    (folder / "quays.txt").write_text(story)
    rows = [
        {"id": f"q{number}", "question": f"Who bought quay {number}?", "answers": ["Ada"]}
        | {"kind": "who", "document": "quays.txt", "follows": None, "near_miss": False}
        for number in range(3)
    ]
    asked = tmp_path / "questions.jsonl"
    asked.write_text("\n".join(map(json.dumps, rows)))
    lines = report(folder, read(asked).questions).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    assert [name for name, *_ in cells] == [
        "encode one question (the yardstick)",
        "read 8 passages of 200 word pieces, median",
        "answer one question, its passages never read before, median",
        "answer one question, median",
        "answer one question, 95th percentile",
        cells[5][0],
        "sync with nothing changed",
        "`quoth ask` from start to exit",
        "memory at its highest, indexing, MiB",
        "memory at its highest, answering, MiB",
    ]
    assert cells[5][0].startswith("index ")
    assert cells[0][2] == "1.0"
    assert all(float(took) > 0 for _, took, _ in cells)


@pytest.mark.weights
def test_one_question_over_one_short_text_is_enough(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "quays.txt").write_text("Ada bought the quay from Bo in spring.")
    asked = tmp_path / "questions.jsonl"
    # A question that begins as an option does is none.
    asked.write_text('{"id": "1", "question": "--who bought the quay?", "answers": ["Ada"]}')
    lines = report(folder, read(asked).questions).splitlines()
    middle, high = (line.split("|")[2] for line in lines[5:7])
    # Asked once with its passages read, it is the median and the slowest.
    assert middle == high
    assert lines[7].startswith("| index 1 passages, each |")


@pytest.mark.weights
def test_the_passages_that_are_read_are_equally_long_however_short_the_text(tmp_path: Path) -> None:
    reader = OwnPairs()
    with Library.open(tmp_path / "library", encoder=WordEncoder("cat"), create=True) as library:
        library.add_bytes("a.txt", b"A cat.")
        passages = _passages(library, reader)
    assert len(passages) == 8
    # "a", "cat" and "." again and again.
    assert {len(text.split()) for text, _ in passages} <= {133, 134}


def test_a_folder_without_documents_cannot_be_timed(tmp_path: Path, capsys) -> None:
    asked = tmp_path / "questions.jsonl"
    asked.write_text('{"id": "1", "question": "Who?", "answers": []}')
    given = ["bench", "--questions", str(asked), "--documents"]
    assert main([*given, str(asked)]) == 2
    assert capsys.readouterr().err == (
        f"error: {asked} is not a folder. Give one with --documents\n"
    )
