"""The bench: everything it names is timed, the asking in a process that has done nothing else."""

import json
from pathlib import Path

import pytest

from eval.bench import report
from eval.questions import read


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
