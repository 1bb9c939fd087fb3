"""Our network reads a question with texts: windows that overlap, and weights."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

import index.int8
import index.minilm
import qa.reading.pairs
from index.errors import EncoderError
from qa.reading.pairs import OwnPairs, _cut, _passes
from qa.reading.windows import Window
from tests.reading import covered, message, same
from tests.tiny import LAYERS, WIDTH, bert, folder, own_weights

__all__ = ["folder"]  # a fixture


@pytest.fixture
def tiny(folder: Path, tmp_path: Path) -> OwnPairs:
    """Return our reader with random weights."""
    save_file(own_weights(bert()), tmp_path / "reader.safetensors")
    return OwnPairs(tmp_path / "reader.safetensors", sha256=None)


def read_alone(pairs: OwnPairs, question: str, texts: Sequence[str]) -> list[list[Window]]:
    return pairs.read(question, [(text, 0) for text in texts])


# ---- windows


def encoded(count: int) -> Any:
    return SimpleNamespace(
        ids=list(range(count)), offsets=[(3 * row, 3 * row + 2) for row in range(count)]
    )


@given(st.integers(1, 1500), st.integers(189, 285))
def test_windows_cover_every_piece_and_share_96(count, room):
    windows = [ids for ids, _ in _cut(encoded(count), room)]
    assert windows[0][0] == 0
    assert windows[-1][-1] == count - 1
    for one, other in pairwise(windows):
        assert len(one) == room
        assert one[-96:] == other[:96]
        # The next one holds something new.
        assert other[-1] > one[-1]
    assert all(0 < len(window) <= room for window in windows)
    for ids, offsets in _cut(encoded(count), room):
        assert offsets.tolist() == [[3 * row, 3 * row + 2] for row in ids]


def test_a_text_that_just_fits_is_one_window():
    assert [len(ids) for ids, _ in _cut(encoded(200), 200)] == [200]
    # One piece more: the second window starts 200 - 96 = 104 on.
    assert [(ids[0], len(ids)) for ids, _ in _cut(encoded(201), 200)] == [(0, 200), (104, 97)]
    assert [(len(ids), offsets.shape) for ids, offsets in _cut(encoded(0), 200)] == [(0, (0, 2))]


@given(st.lists(st.integers(0, 285), max_size=60))
def test_passes_hold_every_part_once_and_not_too_much(lengths):
    passes = list(_passes(lengths))
    assert sorted(row for batch in passes for row in batch) == list(range(len(lengths)))
    for batch in passes:
        assert lengths[batch[0]] == max(lengths[row] for row in batch)
        assert len(batch) * lengths[batch[0]] <= 1024


# ---- our own file of weights


def test_other_weights_are_told_in_one_line(tmp_path: Path) -> None:
    weights = tmp_path / "reader.safetensors"
    weights.write_bytes(b"purr")
    # printf purr | sha256sum begins b66358a3.
    with pytest.raises(EncoderError) as caught:
        OwnPairs(weights, sha256="0123456789abcdef").read("Who?", [("It was Ada.", 0)])
    assert message(caught.value) == (
        f"the reader's weights in {weights} are not those of this version (sha256 b66358a3…,"
        " expected 01234567…). Install Quoth anew"
    )


def test_missing_weights_are_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(EncoderError) as caught:
        _ = OwnPairs(tmp_path / "none").fingerprint
    assert message(caught.value) == (
        "the reader's weights cannot be read ([Errno 2] No such file or directory:"
        f" '{tmp_path}/none'). Install Quoth anew"
    )


def test_choosing_our_reader_loads_nothing(tmp_path: Path) -> None:
    assert OwnPairs(tmp_path / "none").name == "default"


# ---- a tiny network


def test_a_question_is_read_with_each_text(tiny: OwnPairs) -> None:
    texts = ["Ada bought the quay.", "", " \n\t ", "Bo sold it.", "中文 🎉"]
    found = read_alone(tiny, "who sold it?", texts)
    assert [len(windows) for windows in found] == [1, 0, 0, 1, 1]
    # "Ada" is cut into letters, the others are words.
    assert covered(found[0])[:4] == [(0, 1), (1, 2), (2, 3), (4, 10)]
    assert [texts[3][start:end] for start, end in covered(found[3])] == [*"Bo", "sold", "it", "."]
    assert covered(found[4]) == [(0, 1), (1, 2), (3, 4)]
    assert tiny.read("who sold it?", []) == []
    for windows in found:
        for window in windows:
            assert len(window.offsets) == len(window.starts) == len(window.ends)
            assert window.starts.max() < 0 > window.none


def test_before_the_first_offset_there_is_no_answer(tiny: OwnPairs) -> None:
    text = "the quay\nit was sold"
    everything, behind, nothing = tiny.read("who?", [(text, 0), (text, 9), (text, len(text))])
    assert covered(everything) == [(0, 3), (4, 8), (9, 11), (12, 15), (16, 20)]
    assert covered(behind) == [(9, 11), (12, 15), (16, 20)]
    assert nothing == []
    # The title was read all the same: what differs is only what the answer may be.
    lead = everything[0].starts[2:] - behind[0].starts
    assert np.abs(lead - lead[0]).max() < 1e-5


def test_what_is_read_beside_a_text_does_not_change_it(tiny: OwnPairs) -> None:
    texts = ["it was sold " * count for count in (1, 40, 3, 90, 7, 200)]
    together = read_alone(tiny, "who bought the quay?", texts)
    for text, windows in zip(texts, together, strict=True):
        same(windows, read_alone(tiny, "who bought the quay?", [text])[0], within=1e-4)


def test_a_long_text_is_read_whole(tiny: OwnPairs) -> None:
    text = "it was sold by the mill in it " * 100
    (windows,) = read_alone(tiny, "who?", [text])
    # 800 pieces; the question has 2, with its marks 5 are taken: windows of 283, 187 apart.
    assert [len(window.offsets) for window in windows] == [283, 283, 283, 800 - 3 * 187]
    assert len(covered(windows)) == 800
    assert covered(windows)[-1] == (len(text) - 3, len(text) - 1)


@pytest.mark.parametrize("question", ["who " * 250, "字" * 1000, "🎉" * 1000, "", "?"])
def test_any_question_leaves_room_for_the_text(tiny: OwnPairs, question: str) -> None:
    text = "it was sold " * 80
    (windows,) = read_alone(tiny, question, [text])
    assert len(covered(windows)) == 240
    # Never more than 96 pieces of the question: windows of at least 288 - 96 - 3.
    assert min(len(window.offsets) for window in windows[:-1] or windows) >= 189


def test_the_network_computes_the_same_while_it_is_trained(tiny: OwnPairs) -> None:
    ids = torch.tensor([[2, 5, 3, 8, 9, 3], [2, 6, 3, 7, 3, 0]])
    seconds = torch.tensor([[0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 0]])
    network = tiny._loaded.network
    trained = network.states(ids, ids > 0, seconds)
    with torch.inference_mode():
        fused = network.states(ids, ids > 0, seconds)
    assert (trained - fused)[ids > 0].abs().max() < 1e-5


# ---- half-way


@pytest.fixture
def deep(folder: Path, tmp_path: Path) -> OwnPairs:
    """Return our reader with random weights, heads half-way too."""
    chance = torch.Generator().manual_seed(11)
    middle = {
        "middle": torch.randn(3, WIDTH, generator=chance),
        "middle_bias": torch.randn(3, generator=chance),
    }
    save_file(own_weights(bert()) | middle, tmp_path / "deep.safetensors")
    return OwnPairs(tmp_path / "deep.safetensors", sha256=None)


TEXTS = [
    "ada bought the quay.",
    "bo sold it.",
    "",
    "the mill was sold in june 1954",
    "it was sold " * 9,
    "who?",
]


def test_three_windows_are_read_to_the_end_as_if_alone(tiny: OwnPairs, deep: OwnPairs) -> None:
    found = read_alone(deep, "who sold it?", TEXTS)
    whole = read_alone(tiny, "who sold it?", TEXTS)
    kept = [row for row, windows in enumerate(found) if windows]
    assert len(kept) == 3
    for row in kept:
        same(found[row], whole[row], within=1e-4)


def test_the_three_are_those_that_look_best_half_way(deep: OwnPairs) -> None:
    loaded = deep._loaded
    # A network of the first half alone, with the heads there, tells how each looks.
    shallow = OwnPairs()
    assert loaded.middle is not None
    shallow.__dict__["_loaded"] = replace(
        loaded,
        network=loaded.network._replace(layers=loaded.network.layers[: LAYERS // 2]),
        heads=loaded.middle,
        middle=None,
    )
    hopes = {
        row: float(window.starts.max() + window.ends.max() - window.none) - 0.8 * np.log1p(row)
        for row, (window,) in enumerate(
            read_alone(shallow, "who sold it?", [t or "?" for t in TEXTS])
        )
        if TEXTS[row]
    }
    best = sorted(hopes, key=lambda row: -hopes[row])[:3]
    found = read_alone(deep, "who sold it?", TEXTS)
    assert [row for row, windows in enumerate(found) if windows] == sorted(best)


def test_three_texts_are_all_read_to_the_end(tiny: OwnPairs, deep: OwnPairs) -> None:
    found = read_alone(deep, "who sold it?", TEXTS[3:])
    whole = read_alone(tiny, "who sold it?", TEXTS[3:])
    for one, other in zip(found, whole, strict=True):
        same(one, other, within=1e-4)


# ---- with the real weights

QUAY = "The stone quay was paid for by Ada Quill. It was opened in June 1954."


def best(windows: Sequence[Window], text: str) -> tuple[str, float]:
    """Return the likeliest span of at most 20 pieces, and its log-odds over none."""
    spans = [
        (window.starts[row] + window.ends[end] - window.none, row, end, window)
        for window in windows
        for row in range(len(window.starts))
        for end in range(row, min(row + 20, len(window.ends)))
    ]
    score, row, end, window = max(spans, key=lambda span: float(span[0]))
    return text[window.offsets[row, 0] : window.offsets[end, 1]], float(score)


@pytest.fixture(scope="module")
def real() -> OwnPairs:
    return OwnPairs()


@pytest.fixture(scope="module")
def exact() -> OwnPairs:
    """Return our reader in float32."""
    found = OwnPairs()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index.minilm, "bfloat16_is_faster", lambda: False)
        patch.setattr(index.minilm, "int8_is_faster", lambda: False)
        _ = found._loaded
    assert found._loaded.network.words.dtype == torch.float32
    return found


@pytest.mark.weights
def test_the_shipped_weights_are_those_of_this_version(real: OwnPairs) -> None:
    assert real.fingerprint == qa.reading.pairs._SHA256
    found = load_file(qa.reading.pairs._WEIGHTS)
    assert {tensor.dtype for tensor in found.values() if tensor.ndim == 2} == {
        torch.bfloat16,
        torch.int8,
    }
    assert found["heads"].shape == found["middle"].shape == (3, 384)
    assert found["layers.11.qkv"].dtype == torch.int8
    assert len(real._loaded.network.layers) == 12
    assert len(found["positions"]) >= qa.reading.pairs._LONGEST


@pytest.mark.weights
@pytest.mark.parametrize(
    ("question", "expected"),
    [("Who paid for the quay?", "Ada Quill"), ("When was it opened?", "1954")],
)
def test_an_easy_question_is_answered(real: OwnPairs, question: str, expected: str) -> None:
    (windows,) = real.read(question, [(QUAY, 0)])
    found, score = best(windows, QUAY)
    assert expected in found
    assert score > 0


@pytest.mark.weights
def test_the_answer_at_the_very_end_of_a_long_text_is_found(real: OwnPairs) -> None:
    text = "The mill stood idle, and nobody spoke of the weather. " * 60 + QUAY
    (windows,) = real.read("Who paid for the quay?", [(text, 0)])
    assert len(windows) > 2
    assert "Ada Quill" in best(windows, text)[0]
    assert windows[-1].offsets[-1].tolist() == [len(text) - 1, len(text)]


@pytest.mark.weights
def test_offsets_are_slices_of_the_text_in_order(real: OwnPairs) -> None:
    text = "Ünïcödé, e\u0301tude — “quoted”… 中文 🎉 don't\r\nstop\u2028here " * 3
    (windows,) = real.read("What?", [(text, 0)])
    end = 0
    for start, behind in windows[0].offsets.tolist():
        assert end <= start < behind <= len(text)
        assert not text[start:behind].isspace()
        end = behind


@pytest.mark.weights
def test_what_is_read_beside_a_text_does_not_change_it_much(exact: OwnPairs) -> None:
    texts = [QUAY, QUAY * 9, "", "It was Bo. " * 30]
    together = read_alone(exact, "Who paid for the quay?", texts)
    for text, windows in zip(texts, together, strict=True):
        same(windows, read_alone(exact, "Who paid for the quay?", [text])[0], within=1e-3)


@pytest.mark.weights
def test_bfloat16_gives_nearly_the_same(exact: OwnPairs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.minilm, "bfloat16_is_faster", lambda: True)
    rough = OwnPairs()
    assert rough._loaded.network.words.dtype == torch.bfloat16
    for question in ("Who paid for the quay?", "When was it opened?"):
        (one,) = exact.read(question, [(QUAY, 0)])
        (other,) = rough.read(question, [(QUAY, 0)])
        assert best(one, QUAY)[0] == best(other, QUAY)[0]
        assert best(one, QUAY)[1] == pytest.approx(best(other, QUAY)[1], abs=1)


@pytest.mark.weights
@pytest.mark.skipif(not index.int8.int8_is_faster(), reason="no AVX2 or no oneDNN")
def test_bytes_give_nearly_the_same(exact: OwnPairs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.minilm, "bfloat16_is_faster", lambda: False)
    rough = OwnPairs()
    assert isinstance(rough._loaded.network.layers[0].qkv, index.int8.Int8)
    for question in ("Who paid for the quay?", "When was it opened?"):
        (one,) = exact.read(question, [(QUAY, 0)])
        (other,) = rough.read(question, [(QUAY, 0)])
        assert best(one, QUAY)[0] == best(other, QUAY)[0]
        assert best(one, QUAY)[1] == pytest.approx(best(other, QUAY)[1], abs=1)


@pytest.mark.weights
@pytest.mark.parametrize(
    "question", ["Who paid for the quay? " * 43, "谁付了钱？" * 200, "🎉" * 1000]
)
def test_a_question_of_1000_characters_is_read(real: OwnPairs, question: str) -> None:
    assert 980 <= len(question) <= 1000
    (windows,) = real.read(question, [(QUAY, 0)])
    assert covered(windows)[-1][1] == len(QUAY)
    assert all(np.isfinite(window.starts).all() for window in windows)


@pytest.mark.weights
def test_nothing_to_read_gives_no_windows(real: OwnPairs) -> None:
    assert real.read("Who?", []) == []
    texts = [("", 0), (" \n\t ", 0), ("Only a title\n", 13)]
    assert real.read("Who?", texts) == [[], [], []]
