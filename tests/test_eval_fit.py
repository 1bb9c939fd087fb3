"""What the untrained reader's weights are fitted to."""

import random

import numpy as np
import pytest

from eval.fit import Example, _file_name, _rows, _strangers, fit
from index.errors import UserError
from qa.reading.evidence import FEATURES

LINE = (
    '{"context": "The mill was sold in 1871.", "question": "When was it sold?",'
    ' "answers": [{"text": "1871", "start": 21}]}'
)
UNANSWERED = '{"context": "The mill is old.", "question": "Who owns it?", "answers": []}'


def test_lines_are_read_with_byte_order_mark_and_crlf_and_without_is_impossible(tmp_path):
    path = tmp_path / "mill.jsonl"
    path.write_bytes(f"\ufeff{LINE}\r\n\r\n{UNANSWERED}\r\n".encode())
    assert [row["question"] for row in _rows(path)] == ["When was it sold?", "Who owns it?"]


def test_all_faults_of_a_file_are_told_in_one_error(tmp_path):
    path = tmp_path / "mill.jsonl"
    lines = [
        '{"question": "Who?", "answers": []}',
        '{"context": "a", "question": "Who?", "answers": [{"text": "a"}]}',
        "no",
    ]
    path.write_text("\n".join(lines))
    with pytest.raises(UserError) as caught:
        _rows(path)
    assert str(caught.value) == (
        f'{path}: line 1 has no "context"; line 2 has an answer without a "start"; line 3 is not'
        " JSON (Expecting value: column 1). Mend or remove what is named; nothing was read"
    )


def test_a_file_with_few_questions_gives_all_it_has(tmp_path):
    paths = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    paths[0].write_text(LINE)
    paths[1].write_text(f"{LINE}\n{UNANSWERED}\n")
    found = _strangers(paths, 50, random.Random(1))
    assert sorted(found) == ["When was it sold?", "When was it sold?", "Who owns it?"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        # A hidden file would not be read.
        (" .NET/Core ", "NET Core"),
        ("", "text"),
        ("a" * 81, "a" * 80),
        ("\U0001f41d" * 80, "\U0001f41d" * 50),
    ],
)
def test_a_text_is_written_under_its_title(title, name):
    assert _file_name(title) == name


@pytest.mark.parametrize(
    ("right", "message"),
    [
        ([0.0, 0.0], "no answer is in what was found for its question. Give more questions"),
        ([1.0, 0.0], "the best sentence is right of all questions or none. Give more questions"),
    ],
)
def test_too_few_questions_are_told_of(right, message):
    table = np.zeros((2, len(FEATURES)), dtype=np.float32)
    table[0] = 1
    with pytest.raises(UserError) as caught:
        fit([Example(table, np.array(right, dtype=np.float32), answerable=True)])
    assert str(caught.value) == message
