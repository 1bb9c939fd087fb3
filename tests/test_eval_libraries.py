"""The libraries that runs make, and when they are cleared away."""

import os
import time

import pytest

import eval.libraries
from eval.libraries import _DAYS_KEPT, _clear, _place, library_of
from eval.settings import Order
from index.errors import UserError
from tests.fakes import shelf


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setattr(eval.libraries, "user_cache_path", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache" / "quoth" / "eval"


def last_asked(place, days):
    moment = time.time() - 86_400 * days
    os.utime(place, (moment, moment))


def test_what_no_run_has_asked_for_so_long_is_cleared_away(kept):
    asked, other, old = _place("asked"), _place("other"), _place("old")
    (old / "texts").mkdir()
    (old / "texts" / "a.txt").touch()
    last_asked(asked, _DAYS_KEPT + 1)
    last_asked(other, _DAYS_KEPT - 1)
    last_asked(old, _DAYS_KEPT + 1)
    # To be asked again is to be kept.
    assert _place("asked") == asked
    assert sorted(kept.iterdir()) == sorted([asked, other])


def test_what_was_cleared_away_by_half_is_never_taken_for_whole(kept):
    half = _place("half")
    half.rename(kept / f".{half.name}")
    assert list(_place("half").iterdir()) == []
    assert list(kept.iterdir()) == [half]


def test_two_runs_may_clear_away_at_once(kept, monkeypatch):
    old = _place("old")

    def gone(_):
        raise FileNotFoundError

    monkeypatch.setattr(eval.libraries.shutil, "rmtree", gone)
    _clear(kept, time.time() + 1)
    assert list(kept.iterdir()) == [kept / f".{old.name}"]


def test_no_place_for_a_library_is_told_in_one_line(tmp_path, kept):
    (tmp_path / "cache").touch()
    with pytest.raises(UserError) as caught:
        _place("any")
    assert str(caught.value) == (
        f"{kept} cannot be written (Not a directory). Check the path, or make room"
    )


@pytest.mark.usefixtures("kept")
def test_a_folder_without_a_document_is_refused(tmp_path):
    folder = shelf(tmp_path / "town")
    order = Order((), "open", tmp_path / "run.jsonl", documents=folder)
    with pytest.raises(UserError) as caught, library_of(order, [], []):
        pass
    assert str(caught.value) == (
        f"{folder} holds no document to ask about. Give a folder with files that Quoth reads"
    )
    (folder / "empty.md").touch()
    said = r"to ask about \(.*empty\.md is empty.*\)\. Give"
    with pytest.raises(UserError, match=said), library_of(order, [], []):
        pass
