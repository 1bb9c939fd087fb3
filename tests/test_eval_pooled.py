"""Measures over many answers, checked by hand, against scikit-learn and by counting again."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, roc_auc_score

from eval.pooled import (
    Bin,
    aurc,
    auroc,
    best_threshold,
    calibration_error,
    coverage_at,
    equal_mass,
    equal_width,
    error_by_chance,
    refusal_f1,
    refusal_precision,
    refusal_recall,
    reliability,
    risk_coverage,
    share,
)
from eval.resampling import interval, intervals, resampled

# Few distinct values, so that ties are common; -inf stands for no quote at all.
confidences = st.sampled_from([-math.inf, 0.0, 0.125, 0.25, 0.5, 0.75, 1.0])
questions = st.lists(st.tuples(confidences, st.integers(0, 1)), min_size=1, max_size=12)


def array(*values):
    return np.array(values, dtype=float)


def test_the_share_leaves_out_who_was_not_asked():
    assert share(array(1, 0, math.nan, 1)) == pytest.approx(2 / 3)
    assert math.isnan(share(array(math.nan)))


def test_a_system_that_always_answers_gets_no_credit_on_refusals():
    silent, answerable = array(0, 0, 0), array(1, 0, 0)
    assert refusal_recall(silent, answerable) == refusal_f1(silent, answerable) == 0
    assert math.isnan(refusal_precision(silent, answerable))


def test_refusals_worked_by_hand():
    # Silent three times, once where an answer was owed; 4 questions had none: 2/3, 2/4, 4/7.
    silent, answerable = array(1, 1, 1, 0, 0, 0), array(0, 0, 1, 0, 0, 1)
    assert refusal_precision(silent, answerable) == pytest.approx(2 / 3)
    assert refusal_recall(silent, answerable) == 0.5
    assert refusal_f1(silent, answerable) == pytest.approx(4 / 7)
    assert refusal_f1(silent, answerable) == pytest.approx(f1_score(1 - answerable, silent))


def test_where_nothing_is_to_be_refused_refusals_are_undefined():
    for measure in (refusal_precision, refusal_recall, refusal_f1):
        assert math.isnan(measure(array(1, 0), array(1, 1)))


def test_auroc_counts_pairs_and_ties_half():
    # 0.9 beats both, 0.5 ties one and beats the other: 3.5 of 4 pairs.
    assert auroc(array(0.9, 0.5, 0.5, 0.1), array(1, 1, 0, 0)) == 0.875
    assert math.isnan(auroc(array(0.9, 0.5), array(1, 1)))


def test_auroc_agrees_with_scikit_learn_also_under_weights():
    random = np.random.default_rng(3)
    for _ in range(50):
        confidence = random.integers(0, 8, 30) / 8
        answerable = random.integers(0, 2, 30).astype(float)
        weights = random.integers(0, 4, (5, 30)).astype(float)
        weights[:, answerable.argmax()] = weights[:, answerable.argmin()] = 1
        assert auroc(confidence, answerable) == pytest.approx(
            roc_auc_score(answerable, confidence), abs=1e-9
        )
        theirs = [roc_auc_score(answerable, confidence, sample_weight=row) for row in weights]
        assert auroc(confidence, answerable, weights) == pytest.approx(theirs, abs=1e-9)


def test_the_best_threshold_worked_by_hand():
    # All silent: 2 of 4. Shown from 0.9: 2 + 0.8; from 0.6: one more, then one less: 2.8 again,
    # and the lone 1 of the 0.6s cannot be had.
    confidence = array(0.9, 0.6, 0.6, 0.3)
    answered, silent = array(0.8, 1, 0, 0), array(0, 0, 1, 1)
    score, threshold = best_threshold(confidence, answered, silent)
    assert (score, threshold) == (pytest.approx(0.7), 0.9)


def test_where_silence_is_best_the_threshold_is_above_all():
    score, threshold = best_threshold(array(0.9, -math.inf), array(0, 0), array(1, 1))
    assert score == 1
    assert 0.9 < threshold < 0.9001


@given(st.lists(st.tuples(confidences, st.integers(0, 4), st.booleans()), min_size=1, max_size=12))
def test_no_threshold_does_better_than_the_best(rows):
    confidence = array(*(row[0] for row in rows))
    silent = array(*(float(row[2]) for row in rows))
    answered = array(*(0.0 if row[2] else row[1] / 4 for row in rows))
    score, threshold = best_threshold(confidence, answered, silent)
    tried = {
        cut: np.where(confidence >= cut, answered, silent).mean()
        for cut in {2.0, *confidence[confidence > -math.inf].tolist()}
    }
    assert score == pytest.approx(max(tried.values()))
    assert np.where(confidence >= threshold, answered, silent).mean() == pytest.approx(score)


def test_error_by_chance_is_what_true_confidences_have():
    random = np.random.default_rng(0)
    confidence = random.uniform(size=300)
    bins = equal_width(confidence)
    drawn = [
        float(calibration_error(confidence, (random.uniform(size=300) < confidence) * 1.0, bins))
        for _ in range(400)
    ]
    assert error_by_chance(confidence, bins) == pytest.approx(np.mean(drawn), abs=0.002)
    # One bin: the standard deviation of four tosses' sum is 1.
    half = np.full(4, 0.5)
    assert error_by_chance(half, equal_width(half)) == pytest.approx(math.sqrt(2 / math.pi) / 4)


def test_calibration_worked_by_hand():
    # 0.9 and 0.92 share the last but one of 15 bins, 0.1 stands alone:
    # (|0.9 + 0.92 - 1| + |0.1 - 0|) / 3.
    confidence, right = array(0.9, 0.92, 0.1), array(1, 0, 0)
    bins = equal_width(confidence)
    assert bins.tolist() == [13, 13, 1]
    assert calibration_error(confidence, right, bins) == pytest.approx(0.92 / 3)
    low, high = reliability(confidence, right)
    assert low == Bin(1 / 15, 2 / 15, pytest.approx(0.1), 0, 1)
    assert high == Bin(13 / 15, 14 / 15, pytest.approx(0.91), 0.5, 2)


def test_bins_take_their_upper_edge_and_the_first_takes_zero():
    assert equal_width(array(0, 0.5, 0.51, 1), bins=2).tolist() == [0, 0, 1, 1]


def test_bins_of_equal_mass_keep_ties_together():
    # Ranks 0, 1, 1, 1, 4, 5 of 6, in three bins: 0, 0, 0, 0, 2, 2.
    assert equal_mass(array(0.1, 0.4, 0.4, 0.4, 0.5, 0.9), bins=3).tolist() == [0, 0, 0, 0, 2, 2]
    assert equal_mass(array(0.9, 0.1), bins=2).tolist() == [1, 0]


def test_risk_and_coverage_worked_by_hand():
    # Of 5, one without a quote. From 0.9: 1 right. From 0.5: two more, one wrong. From 0.2: wrong.
    confidence = array(0.5, 0.9, 0.5, 0.2, -math.inf)
    right = array(0, 1, 1, 0, 0)
    coverage, risk, thresholds = risk_coverage(confidence, right)
    assert coverage.tolist() == pytest.approx([0.2, 0.6, 0.8])
    assert risk.tolist() == pytest.approx([0, 1 / 3, 0.5])
    assert thresholds.tolist() == [0.9, 0.5, 0.2]
    # At the four quotes: 0, 1/3, 1/3, 1/2.
    assert aurc(confidence, right) == pytest.approx((2 / 3 + 0.5) / 4)
    assert coverage_at(confidence, right) == pytest.approx(0.2)
    assert coverage_at(confidence, right, precision=0.5) == pytest.approx(0.8)
    assert coverage_at(array(0.9), array(0)) == 0


def test_exactly_95_percent_is_enough():
    # 19 right and then one wrong, at falling confidence: 19 of 20.
    confidence, right = np.linspace(0.9, 0.1, 20), array(*[1] * 19, 0)
    assert coverage_at(confidence, right) == 1


def test_never_having_a_quote_earns_nothing_for_risk():
    assert math.isnan(aurc(array(-math.inf), array(0)))
    assert coverage_at(array(-math.inf), array(0)) == 0


@given(questions, st.randoms(use_true_random=False))
def test_no_measure_depends_on_the_order_of_the_questions(rows, random):
    shuffled = random.sample(rows, len(rows))
    for one, other in zip(_all(rows), _all(shuffled), strict=True):
        assert one == pytest.approx(other, nan_ok=True)


@given(questions, st.data())
def test_a_weight_is_as_many_questions(rows, data):
    weights = data.draw(st.lists(st.integers(0, 3), min_size=len(rows), max_size=len(rows)))
    repeated = [row for row, count in zip(rows, weights, strict=True) for _ in range(count)]
    for one, other in zip(_all(rows, array(*weights)), _all(repeated), strict=True):
        assert one == pytest.approx(other, nan_ok=True)


def _all(rows, weights=None):
    confidence = array(*(row[0] for row in rows))
    right = array(*(row[1] if row[0] > -math.inf else 0 for row in rows))
    answerable = array(*(row[1] for row in rows))
    silent = (confidence < 0.5).astype(float)
    bins = equal_width(np.maximum(confidence, 0))
    return [
        float(value)
        for value in (
            auroc(np.maximum(confidence, 0), answerable, weights),
            refusal_precision(silent, answerable, weights),
            refusal_recall(silent, answerable, weights),
            refusal_f1(silent, answerable, weights),
            best_threshold(confidence, right, 1 - answerable, weights)[0],
            calibration_error(np.maximum(confidence, 0), right, bins, weights),
            aurc(confidence, right, weights),
            coverage_at(confidence, right, weights=weights),
            share(right, weights),
        )
    ]


def of_the_mean(values):
    return intervals([lambda weights: share(values, weights)], len(values), 1000)


def test_the_interval_of_equal_values_is_that_value():
    assert of_the_mean(array(0.5, 0.5, 0.5)) == [(0.5, 0.5)]


def test_the_interval_is_near_the_normal_one_and_the_same_each_time():
    # 400 of 1000: 0.4 ± 1.96 * sqrt(0.4 * 0.6 / 1000) = 0.4 ± 0.0304.
    values = array(*[1] * 400, *[0] * 600)
    (found,) = of_the_mean(values)
    assert found == pytest.approx((0.3696, 0.4304), abs=0.004)
    assert of_the_mean(values) == [found]
    assert of_the_mean(array()) == [None]


def test_samples_draw_as_many_questions_as_there_are_also_in_parts(monkeypatch):
    monkeypatch.setattr("eval.resampling._HELD", 10)
    drawn = resampled([lambda weights: weights.sum(axis=-1)], 4, samples=7)
    assert drawn.tolist() == [[4] * 7]
    assert resampled([], 4, samples=7).shape == (0, 7)
    assert np.isnan(resampled([share], 0, samples=7)).all()


def test_an_interval_leaves_out_samples_that_are_undefined():
    assert interval(array(1, math.nan, 1)) == (1, 1)
    assert interval(array(math.nan)) is None
