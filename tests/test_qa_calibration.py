"""From scores to probabilities."""

import math

import pytest

from index.errors import LibraryError
from qa.calibration import Calibration, probability


@pytest.mark.parametrize(
    ("log_odds", "expected"),
    [(0.0, 0.5), (math.log(3), 0.75), (-math.log(3), 0.25), (-999.0, 0.0), (999.0, 1.0)],
)
def test_probability_of_log_odds(log_odds, expected):
    assert probability(log_odds) == pytest.approx(expected, abs=1e-12)


def test_a_score_is_scaled_and_shifted():
    # 2 * 1 - 2 = 0, even odds.
    assert Calibration(slope=2.0, offset=-2.0, threshold=0.3).confidence(1.0) == 0.5


def test_what_is_saved_comes_back(tmp_path):
    calibration = Calibration(0.7, -1.25, 0.4, reader="ab" * 32, target=0.95, questions=120)
    calibration.save(tmp_path / "calibration.json")
    assert Calibration.load(tmp_path / "calibration.json") == calibration


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"slope": 1}',
        '{"slope": 0, "offset": 0, "threshold": 0.5}',
        '{"slope": 1, "offset": NaN, "threshold": 0.5}',
        '{"slope": 1, "offset": 0, "threshold": 1.5}',
        '{"slope": "1", "offset": 0, "threshold": 0.5}',
    ],
)
def test_a_damaged_calibration_is_refused_with_a_remedy(tmp_path, text):
    path = tmp_path / "calibration.json"
    path.write_text(text)
    with pytest.raises(LibraryError, match=r"calibration\.json is no calibration .* Remove it"):
        Calibration.load(path)
