"""Where gold passages are found, by hits made by hand."""

from pathlib import Path

import pytest

import eval.libraries
from eval.__main__ import main
from eval.asking import Asker
from eval.retrieval import Row, _ranks, rank_of_gold, table
from eval.sets import Labelled, QuestionSet
from index.library import Hit, Library
from index.passages import Passage
from tests.fakes import WordEncoder, document

WHOLE = document("The bridge opened in 1893.")


def hit(meaning: int | None, words: int | None) -> Hit:
    return Hit(WHOLE, Passage(WHOLE.id, 0, 10), 0.0, meaning, words)


def test_gold_is_found_by_either_search_or_by_both():
    hits = [(hit(1, None), False), (hit(2, 3), True), (hit(None, 1), False)]
    assert rank_of_gold(hits, (1.0, 0.0, 60)) == 2
    assert rank_of_gold(hits, (0.0, 1.0, 60)) == 2
    # 1/62 + 1/63 is more than 1/61.
    assert rank_of_gold(hits, (1.0, 1.0, 60)) == 1
    assert rank_of_gold([(hit(1, None), True)], (0.0, 1.0, 60)) is None
    assert rank_of_gold([(hit(1, 1), False)], (1.0, 1.0, 60)) is None


def test_a_row_counts_what_was_found_among_the_first():
    row = Row("pets", 700, 12, (1.0, 2.0, 60), [1, 2, None, 10])
    assert [row.found(depth) for depth in (1, 2, 10)] == [0.25, 0.5, 0.75]
    assert row.mean_reciprocal_rank == pytest.approx((1 + 0.5 + 0.1) / 4)
    assert table([row]).splitlines()[-1] == (
        "| pets | 4 | 700 | 12 | 1 : 2, 60 | 25.0 | 50.0 | 50.0 | 50.0 | 75.0 | 75.0 | 0.400 |"
    )


def test_what_two_documents_say_in_the_same_words_is_found_in_either(tmp_path: Path) -> None:
    def asked(identifier: str, *documents: str) -> Labelled:
        grades = dict.fromkeys(documents, 1.0)
        return Labelled(identifier, "pets", "cat?", "who", ("cat",), grades, answerable=True)

    def nobody(*_: object) -> None:
        raise AssertionError("nobody is asked")

    questions = (asked("1", "a.txt"), asked("2", "b.txt"), asked("3", "c.txt"), asked("4"))
    one = QuestionSet("pets", tmp_path, questions, {}, ())
    asker = Asker(of=nobody, name=lambda found, _: found.name, truth=nobody, setting="open")
    with Library.open(tmp_path / "library", encoder=WordEncoder("cat"), create=True) as library:
        library.add_bytes("a.txt", b"A cat.\n")
        library.add_bytes("b.txt", b"A cat.\n\n")
        found = _ranks(one, library, asker)
    # The fourth names no document, so that nobody can say whether it was found.
    assert [rank_of_gold(hits, (1.0, 1.0, 10)) for hits in found] == [1, 1, None]


@pytest.mark.weights
def test_a_set_where_nothing_can_be_found_is_refused(tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr(eval.libraries, "user_cache_path", lambda name: tmp_path / "cache" / name)
    (tmp_path / "pets").mkdir()
    (tmp_path / "pets" / "a.txt").write_text("A cat.")
    asked = tmp_path / "asked.jsonl"
    asked.write_text('{"id": "1", "question": "Who barks?", "answers": []}\n')
    given = ["--questions", str(asked), "--documents", str(tmp_path / "pets")]
    assert main(["retrieval", *given]) == 2
    assert capsys.readouterr().err == (
        f"error: {asked}: of 1 questions none stands alone, has an answer and names its document."
        " Give a file with some, or a higher --limit\n"
    )
