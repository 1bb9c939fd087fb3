"""Features of sentences, worked by hand with a toy encoder."""

import math

import numpy as np
import pytest

from index.library import Hit
from index.passages import Passage
from qa.language.kinds import Kind
from qa.reading.evidence import FEATURES, read_passages, understand, weigh
from qa.reading.untrained import BIAS, COVERAGE, RANKING, log_odds, share_of_best
from tests.fakes import WordEncoder, document

ENCODER = WordEncoder("cat", "dog", "mat")
PETS = document("The cat has a mat. Nobody saw 3 dogs in 1954.", title="Pets")
HIT = Hit(PETS, Passage(PETS.id, 0, len(PETS.text)), 0.03)


def table(question: str) -> dict[str, list[float]]:
    found = {"cat": 3, "mat": 0, "dogs": 1, "dog": 1}
    asked = understand(question, ENCODER, lambda word: found.get(word, 0), 3)
    rows = weigh(asked, read_passages([HIT], ENCODER))
    return {name: rows[:, column].tolist() for column, name in enumerate(FEATURES)}


def test_a_question_weighs_its_words_by_how_rare_they_are():
    counts = {"cat": 3, "like": 0, "mat": 0}
    asked = understand("Did the cat like the mat?", ENCODER, counts.__getitem__, 3)
    assert asked.kind is Kind.TRUTH
    assert asked.stems == ("cat", "like", "mat")
    # ln(4 / 3.5) = 0.134 and twice ln(4 / 0.5) = 2.079; together 4.292.
    assert asked.weights.tolist() == pytest.approx([0.0311, 0.4844, 0.4844], abs=1e-4)
    assert asked.unknown.tolist() == [False, True, True]
    assert asked.names.tolist() == [False, False, False]
    # "like" is no word of the toy's.
    assert asked.vectors.tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 1]]


def test_features_say_what_each_sentence_shares_with_the_question():
    found = table("Which cat has the mat?")
    # Both stems stand in the first sentence and none in the second.
    assert found["words"] == [1, 0]
    assert found["words_lead"] == [0, -1]
    # The one before counts, too, with the title above.
    assert found["words_near"] == [1, 1]
    # Question and first sentence are (1, 0, 1) / sqrt 2; the second holds no word of the toy's.
    assert found["meaning"] == pytest.approx([1, 0], abs=1e-6)
    assert found["likeness"] == pytest.approx([1, 0], abs=1e-6)
    assert found["pairs"] == [0, 0]
    assert found["first"] == [1, 1]
    assert found["kind"] == [0.5, 0.5]
    # Two stems of eight.
    assert found["terms"] == [0.25, 0.25]


def test_a_figure_counts_whole_beside_what_was_asked_for():
    assert table("How many dogs were there?")["kind"] == [0, 1]
    assert table("How many parrots were there?")["kind"] == [0, 0.5]
    assert table("When was it?")["kind"] == [0, 1]


def test_a_question_without_sentences_has_no_scores():
    assert log_odds(np.zeros((0, len(FEATURES)), dtype=np.float32)).shape == (0,)


def test_the_best_sentence_is_judged_and_the_others_follow_at_their_distance():
    zero = dict.fromkeys(FEATURES, 0.0)
    rows = np.zeros((3, len(FEATURES)), dtype=np.float32)
    rows[:, FEATURES.index("words")] = [0.5, 1.0, 0.0]
    scores = log_odds(rows, {**zero, "words": 2.0}, {"rank": 1.5, "words": 0.5}, -1.0)
    # Ranks 1, 2, 0. The best: -1 + 1.5 * 2 + 0.5 * 1 = 2.5; the others 1 and 2 behind.
    assert scores.tolist() == [1.5, 2.5, 0.5]


def test_the_share_of_the_best_counts_in_the_sentences_a_small_library_lacks():
    many = np.zeros(16, dtype=np.float32)
    many[0] = math.log(15)
    # 15 against fifteen times 1.
    assert share_of_best(many) == pytest.approx(0.5)
    # One alone at the usual rank, and fifteen that are missing.
    assert share_of_best(np.array([5.3], dtype=np.float32)) == pytest.approx(1 / 16)


def test_every_feature_has_a_weight():
    assert set(RANKING) == set(FEATURES)
    assert set(COVERAGE) <= {"rank", "share", *FEATURES}
    assert BIAS < 0
