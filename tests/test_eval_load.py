"""The load: what is asked, and how an answer is judged."""

import json
import math

import pytest

from eval import load, memory
from eval.load import Asked
from eval.timing import quantile
from index.errors import UserError
from index.library import Library
from tests.fakes import WordEncoder


def answer(question: str, *quotes: str) -> bytes:
    quoted = [{"text": quote} for quote in quotes]
    return json.dumps({"question": question, "quotes": quoted}).encode()


def test_no_two_warehouses_have_the_same_code():
    codes = {load.code(number) for number in range(5000)}
    assert len(codes) == 5000
    assert load.code(7) == load.code(7)


def test_a_document_tells_each_code_once():
    text = load.document(100)
    assert [text.count(load.code(number)) for number in (99, 100, 149, 150)] == [0, 1, 1, 0]
    assert text.count("# Warehouse ") == 50


def test_an_answer_is_right_or_wrong_or_somebody_elses():
    asked, told = load.question(7), f"The gate code of warehouse 7 is {load.code(7)}."
    assert load.judged(7, 200, answer(asked, told), 0.5) == Asked(0.5, right=True, mixed=False)
    assert load.judged(7, 200, answer(asked), 0.5) == Asked(0.5, right=False, mixed=False)
    other = load.question(8)
    assert load.judged(7, 200, answer(other, told), 0.5) == Asked(0.5, right=True, mixed=True)
    assert load.judged(7, 500, b"no", 0.5) == Asked(
        0.5, right=False, mixed=False, error="500 b'no'"
    )


def test_the_figures_are_of_the_questions_without_an_error():
    found = [Asked(second / 10, right=True, mixed=False) for second in range(1, 21)]
    found.append(Asked(99.0, right=False, mixed=False, error="timed out"))
    told = load.summed(found, askers=3, seconds=7.0)
    assert told == {
        "askers": 3,
        "questions": 21,
        "a second": 3.0,
        # The 10th, the 19th and the last of 0.1, 0.2 … 2.0
        "p50": 1.0,
        "p95": 1.9,
        "longest": 2.0,
        "errors": 1,
        "first error": "timed out",
        "mixed up": 0,
        "right": 20,
    }


def test_where_every_question_failed_no_time_is_told():
    told = load.summed([Asked(9.0, right=False, mixed=False, error="no")], askers=1, seconds=9.0)
    assert (told["p50"], told["p95"], told["longest"]) == (None, None, None)
    assert "NaN" not in json.dumps(told)


def test_nothing_is_added_to_a_library_of_somebody_else(tmp_path):
    with Library.open(tmp_path, encoder=WordEncoder("cat"), create=True) as library:
        library.add_bytes("a.txt", b"A cat.")
    before = (tmp_path / "library.db").read_bytes()
    with pytest.raises(UserError) as caught:
        load.make(tmp_path, 10)
    assert str(caught.value) == (
        f"{tmp_path} holds a library that was not made here, and nothing is added to it."
        " Give another --library"
    )
    assert (tmp_path / "library.db").read_bytes() == before
    with pytest.raises(UserError, match=r"library\.db is not a folder. Give another --library"):
        load.make(tmp_path / "library.db", 10)


def test_a_server_that_does_not_start_is_told_of(tmp_path, capfd):
    with (
        pytest.raises(UserError, match="the server did not start; its complaint is above"),
        load.served(tmp_path / "none", 0),
    ):
        pass
    assert "error: " in capfd.readouterr().err


def test_of_nothing_there_is_no_quantile():
    assert math.isnan(quantile([], 0.5))
    assert quantile([3.0], 0.01) == 3.0


def test_a_server_that_is_not_there_is_an_error_and_no_crash():
    # Port 9 is "discard"; nothing listens there.
    (found,) = load.load(9, 1, askers=1, questions=1)
    assert (found.right, found.mixed) == (False, False)
    assert "ConnectionRefusedError" in found.error


def test_memory_is_told_after_each_thousand_questions(monkeypatch):
    asked = []

    def answered(port, warehouses, *, askers, questions, seed):
        asked.append((questions, seed))
        return [Asked(0.1, right=True, mixed=False)] * questions

    held = iter([700, 710, 720, 715])
    monkeypatch.setattr(load, "load", answered)
    monkeypatch.setattr(memory, "held", lambda process: next(held))
    told = load.in_number(9, 1, 50, askers=10, questions=2500)
    # Each thousand asks of other warehouses.
    assert asked == [(1000, 0), (1000, 1000), (500, 2000)]
    assert (told["questions"], told["MiB"]) == (2500, [700, 710, 720, 715])
