"""Networks that read a question with a text: windows, weights, and other people's models."""

import json
import math
import shutil
from collections.abc import Sequence
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

import index.minilm
import qa.pairs
from index.errors import EncoderError
from qa.pairs import ForeignPairs, OwnPairs, Window, _bare, _cut, _Part, _passes, _window
from tests.tiny import LAYERS, POSITIONS, WIDE, WIDTH, bert, published, tokenizer


def message(error: BaseException) -> str:
    assert len(str(error).splitlines()) == 1
    return str(error)


def own_weights(named: dict[str, torch.Tensor], *, seed: int = 0) -> dict[str, torch.Tensor]:
    """Return BERT's weights under the names of our own file, with random heads."""
    chance = torch.Generator().manual_seed(seed)
    found = {
        "positions": named["embeddings.position_embeddings.weight"],
        "kinds": named["embeddings.token_type_embeddings.weight"],
        "norm": named["embeddings.LayerNorm.weight"],
        "norm_bias": named["embeddings.LayerNorm.bias"],
        "heads": torch.randn(3, WIDTH, generator=chance),
        "heads_bias": torch.randn(3, generator=chance),
    }
    parts = {
        "mix": "attention.output.dense",
        "norm": "attention.output.LayerNorm",
        "widen": "intermediate.dense",
        "narrow": "output.dense",
        "out": "output.LayerNorm",
    }
    for number in range(LAYERS):
        for name, theirs in parts.items():
            prefix = f"encoder.layer.{number}.{theirs}"
            found[f"layers.{number}.{name}"] = named[f"{prefix}.weight"]
            found[f"layers.{number}.{name}_bias"] = named[f"{prefix}.bias"]
        for kind, name in (("weight", "qkv"), ("bias", "qkv_bias")):
            found[f"layers.{number}.{name}"] = torch.cat(
                [
                    named[f"encoder.layer.{number}.attention.self.{part}.{kind}"]
                    for part in ("query", "key", "value")
                ]
            )
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a tiny network that stands for the published one, in float32."""
    monkeypatch.setattr(index.minilm, "bfloat16_is_faster", lambda: False)
    found = published(tmp_path / "published")
    monkeypatch.setattr(qa.pairs, "default_folder", lambda: found)
    return found


@pytest.fixture
def tiny(folder: Path, tmp_path: Path) -> OwnPairs:
    """Return our reader with random weights."""
    save_file(own_weights(bert()), tmp_path / "reader.safetensors")
    return OwnPairs(tmp_path / "reader.safetensors", sha256=None)


def read_alone(pairs: OwnPairs, question: str, texts: Sequence[str]) -> list[list[Window]]:
    return pairs.read(question, [(text, 0) for text in texts])


def same(one: Sequence[Window], other: Sequence[Window], *, within: float) -> None:
    assert len(one) == len(other)
    for mine, theirs in zip(one, other, strict=True):
        assert np.array_equal(mine.offsets, theirs.offsets)
        assert np.abs(mine.starts - theirs.starts).max() < within
        assert np.abs(mine.ends - theirs.ends).max() < within
        assert mine.none == pytest.approx(theirs.none, abs=within)


def covered(windows: Sequence[Window]) -> list[tuple[int, int]]:
    return sorted({tuple(pair) for window in windows for pair in window.offsets.tolist()})


# ---- windows


def test_a_window_holds_the_probabilities_of_what_may_hold_an_answer():
    # The first piece belongs to the title, the last is empty; "none", two pieces are left.
    # Starts: 1 to 1 to 5, so 1/7 each and 5/7; ends: 1 to 3 to 1.
    offsets = np.array([(0, 3), (4, 7), (8, 11), (11, 11)])
    logits = np.log(np.array([(9, 9), (1, 3), (5, 1), (9, 9)], dtype=np.float32))
    found = _window(offsets, np.zeros(2, dtype=np.float32), logits, first=4)
    assert found is not None
    assert found.offsets.tolist() == [[4, 7], [8, 11]]
    assert np.exp(found.starts) == pytest.approx([1 / 7, 5 / 7])
    assert np.exp(found.ends) == pytest.approx([3 / 5, 1 / 5])
    assert found.none == pytest.approx(-math.log(35))
    assert (found.starts.dtype, found.ends.dtype) == (np.float32, np.float32)


def test_a_window_without_a_piece_that_may_hold_an_answer_is_none():
    offsets = np.array([(0, 3), (4, 4)])
    logits = np.zeros((2, 2), dtype=np.float32)
    assert _window(offsets, logits[0], logits, first=4) is None
    assert _window(offsets[:0], logits[0], logits[:0], first=0) is None


numbers = st.floats(-1e4, 1e4, width=32)


@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=20))
def test_the_probabilities_of_a_window_sum_to_1(rows):
    logits = np.array(rows, dtype=np.float32)
    offsets = np.array([(row, row + 1) for row in range(len(rows) - 1)])
    found = _window(offsets, logits[0], logits[1:], first=0)
    assert found is not None
    for side, column in ((found.starts, 0), (found.ends, 1)):
        highest = logits[:, column].max().astype(np.float64)
        odds = np.exp(logits[:, column].astype(np.float64) - highest)
        assert np.exp(side).sum() + odds[0] / odds.sum() == pytest.approx(1, abs=1e-5)
    beside = (1 - float(np.exp(found.starts).sum())) * (1 - float(np.exp(found.ends).sum()))
    assert math.exp(found.none) == pytest.approx(beside, abs=1e-5)


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
    parts = [
        _Part(row, [row] * length, np.zeros((length, 2), dtype=np.int64))
        for row, length in enumerate(lengths)
    ]
    passes = list(_passes(parts))
    assert sorted(part.row for batch in passes for part in batch) == list(range(len(lengths)))
    for batch in passes:
        assert len(batch) * max(len(part.ids) for part in batch) <= 1024


def test_white_space_before_a_piece_is_left_out_of_its_range():
    text = "a  cat\n\tsat "
    offsets = np.array([(0, 1), (1, 6), (6, 11), (11, 12), (12, 12)])
    assert _bare(text, offsets).tolist() == [[0, 1], [3, 6], [8, 11], [12, 12], [12, 12]]


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


# ---- the same as transformers


@pytest.fixture(scope="module")
def hugging() -> Any:
    transformers = pytest.importorskip("transformers")
    transformers.utils.logging.disable_progress_bar()
    return transformers


def settings(hugging: Any, **changed: Any) -> Any:
    return hugging.BertConfig(
        **{
            "vocab_size": tokenizer().get_vocab_size(),
            "hidden_size": WIDTH,
            "num_hidden_layers": LAYERS,
            "num_attention_heads": 12,
            "intermediate_size": WIDE,
            "max_position_embeddings": POSITIONS,
            **changed,
        }
    )


def saved(hugging: Any, model: Any, folder: Path) -> Path:
    """Save a model with the tiny words, as people share theirs."""
    model.save_pretrained(folder)
    marks = {"cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]"}
    words = hugging.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer(),
        unk_token="[UNK]",
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
        **marks,
    )
    words.save_pretrained(folder)
    return folder


def answering(hugging: Any, named: dict[str, torch.Tensor], heads: dict[str, torch.Tensor]) -> Any:
    """Return a model of transformers with our weights."""
    model = hugging.BertForQuestionAnswering(settings(hugging)).eval()
    weights = {f"bert.{name}": tensor for name, tensor in named.items()}
    weights["qa_outputs.weight"] = heads["heads"][:2]
    weights["qa_outputs.bias"] = heads["heads_bias"][:2]
    model.load_state_dict(weights, strict=True)
    return model


def test_our_network_computes_what_transformers_does(hugging: Any, tiny: OwnPairs) -> None:
    loaded = tiny._loaded
    model = answering(hugging, bert(), own_weights(bert()))
    words = tokenizer()
    questions = "who bought the quay?"
    texts = ["it was sold by ada in 1954.", "the mill", "it " * 90]
    asked = words.encode(questions, add_special_tokens=False).ids
    parts = [encoding.ids for encoding in words.encode_batch(texts, add_special_tokens=False)]
    ours = loaded.logits(asked, parts)
    words.enable_padding()
    pairs = words.encode_batch([(questions, text) for text in texts])
    with torch.inference_mode():
        output = model(
            input_ids=torch.tensor([pair.ids for pair in pairs]),
            attention_mask=torch.tensor([pair.attention_mask for pair in pairs]),
            token_type_ids=torch.tensor([pair.type_ids for pair in pairs]),
        )
    for row, pair in enumerate(pairs):
        read = sum(pair.attention_mask)
        for column, logits in enumerate((output.start_logits, output.end_logits)):
            assert np.abs(ours[row, :read, column] - logits[row, :read].numpy()).max() < 1e-5


def test_the_network_computes_the_same_while_it_is_trained(tiny: OwnPairs) -> None:
    ids = torch.tensor([[2, 5, 3, 8, 9, 3], [2, 6, 3, 7, 3, 0]])
    seconds = torch.tensor([[0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 0]])
    network = tiny._loaded.network
    trained = network.states(ids, ids > 0, seconds)
    with torch.inference_mode():
        fused = network.states(ids, ids > 0, seconds)
    assert (trained - fused)[ids > 0].abs().max() < 1e-5


def test_a_model_from_a_folder_reads_as_our_own_with_its_weights(
    hugging: Any, tiny: OwnPairs, tmp_path: Path
) -> None:
    # The other way round: the weights are those that transformers drew and saved.
    torch.manual_seed(3)
    model = hugging.BertForQuestionAnswering(settings(hugging, initializer_range=0.3))
    theirs = ForeignPairs(str(saved(hugging, model, tmp_path / "model")))
    drawn = load_file(tmp_path / "model" / "model.safetensors")
    named = {name.removeprefix("bert."): tensor for name, tensor in drawn.items()}
    named |= {"heads": drawn["qa_outputs.weight"], "heads_bias": drawn["qa_outputs.bias"]}
    mine = own_weights({**bert(), **named}) | {
        name: torch.cat([named[name], torch.zeros_like(named[name][:1])])
        for name in ("heads", "heads_bias")
    }
    save_file(mine, tmp_path / "mine.safetensors")
    # The words' vectors come from the folder of the encoder.
    save_file(
        {name: tensor for name, tensor in named.items() if name.startswith("embeddings.word")},
        qa.pairs.default_folder() / "model.safetensors",
    )
    ours = OwnPairs(tmp_path / "mine.safetensors", sha256=None)
    texts = [
        ("Vik\nAda bought the quay.", 4),
        ("", 0),
        ("the mill was sold " * 12, 0),
        ("Vik\n", 4),
    ]
    read = theirs.read("Who bought it?", texts)
    assert [len(windows) for windows in read] == [1, 0, 1, 0]
    for mine_read, theirs_read in zip(ours.read("Who bought it?", texts), read, strict=True):
        same(mine_read, theirs_read, within=1e-5)


# ---- other people's models


@pytest.fixture(scope="module")
def model_folder(hugging: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    model = hugging.BertForQuestionAnswering(settings(hugging))
    return saved(hugging, model, tmp_path_factory.mktemp("models") / "model")


def test_a_foreign_model_is_known_by_its_name_and_its_weights(
    hugging: Any, model_folder: Path, tmp_path: Path
) -> None:
    found = ForeignPairs(str(model_folder))
    assert found.name == str(model_folder)
    assert len(found.fingerprint) == 64
    assert ForeignPairs(str(model_folder)).fingerprint == found.fingerprint
    shutil.copytree(model_folder, tmp_path / "other")
    weights = load_file(tmp_path / "other" / "model.safetensors")
    weights["qa_outputs.bias"] += 1e-3
    save_file(weights, tmp_path / "other" / "model.safetensors", metadata={"format": "pt"})
    assert ForeignPairs(str(tmp_path / "other")).fingerprint != found.fingerprint


def test_a_foreign_model_reads_long_texts_whole(model_folder: Path) -> None:
    found = ForeignPairs(str(model_folder))
    text = "it was sold by the mill in it " * 100
    long, short, nothing = found.read("who?", [(text, 0), ("it was sold", 3), (" ", 0)])
    # 320 positions, 2 pieces of the question and 3 marks: windows of 315, 315 - 80 apart.
    assert [len(window.offsets) for window in long] == [315, 315, 315, 800 - 3 * 235]
    pieces = tokenizer().encode(text, add_special_tokens=False).offsets
    assert covered(long) == sorted(set(pieces))
    assert covered(short) == [(3, 6), (7, 11)]
    assert nothing == []
    assert found.read("who?", []) == []


@pytest.mark.parametrize("question", ["who " * 250, "字" * 1000, "🎉" * 1000, "?"])
def test_a_foreign_model_takes_any_question(model_folder: Path, question: str) -> None:
    (windows,) = ForeignPairs(str(model_folder)).read(question, [("it was sold " * 80, 0)])
    assert len(covered(windows)) == 240


def test_a_short_foreign_model_reads_in_small_windows(hugging: Any, tmp_path: Path) -> None:
    model = hugging.BertForQuestionAnswering(settings(hugging, max_position_embeddings=40))
    found = ForeignPairs(str(saved(hugging, model, tmp_path / "short")))
    text = "it was sold " * 30
    (windows,) = found.read("who bought it? " * 9, [(text, 0)])
    # 10 pieces of the question and 3 marks leave 27.
    assert max(len(window.offsets) for window in windows) == 27
    assert len(covered(windows)) == 90


def test_a_word_s_range_holds_no_space_before_it(
    hugging: Any, model_folder: Path, tmp_path: Path
) -> None:
    # Some tokenizers count the space before a word to it; a title's new line, too.
    shutil.copytree(model_folder, tmp_path / "spaced")
    told = json.loads((tmp_path / "spaced" / "tokenizer.json").read_text())
    told["pre_tokenizer"] = {
        "type": "Metaspace",
        "replacement": "▁",
        "prepend_scheme": "always",
        "split": True,
    }
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "▁it", "▁was", "▁sold", "▁vik"]
    told["model"]["vocab"] = {piece: row for row, piece in enumerate(vocabulary)}
    (tmp_path / "spaced" / "tokenizer.json").write_text(json.dumps(told))
    (windows,) = ForeignPairs(str(tmp_path / "spaced")).read("who", [("vik\nit was  sold", 4)])
    assert covered(windows) == [(4, 6), (7, 10), (12, 16)]


@pytest.mark.parametrize("name", ["none", "no-such-owner/no-such-model", "", "two\nlines"])
def test_a_name_no_model_has_is_told_in_one_line(
    hugging: Any, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EncoderError) as caught:
        ForeignPairs(name)
    told = message(caught.value)
    assert told.startswith(f"no reader could be loaded from {name!r} (")
    assert told.endswith(
        "Give a folder or the name of a question-answering model, or: --reader default"
    )


def test_a_folder_without_a_sound_model_is_told_in_one_line(
    hugging: Any, model_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    shutil.copytree(model_folder, tmp_path / "broken")
    with (tmp_path / "broken" / "model.safetensors").open("r+b") as file:
        file.truncate(1000)
    for name in ("empty", "broken"):
        with pytest.raises(EncoderError) as caught:
            ForeignPairs(str(tmp_path / name))
        assert message(caught.value).startswith(f"no reader could be loaded from '{tmp_path}")


def test_a_model_that_learned_something_else_is_told_in_one_line(
    hugging: Any, tmp_path: Path
) -> None:
    folder = saved(hugging, hugging.BertModel(settings(hugging)), tmp_path / "encoder")
    with pytest.raises(EncoderError) as caught:
        ForeignPairs(str(folder))
    assert message(caught.value) == (
        f"'{folder}' was not trained to answer questions (it has no qa_outputs.bias,"
        " qa_outputs.weight). Give a folder or the name of a question-answering model, or:"
        " --reader default"
    )


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
        _ = found._loaded
    assert found._loaded.network.words.dtype == torch.float32
    return found


@pytest.mark.weights
def test_the_shipped_weights_are_those_of_this_version(real: OwnPairs) -> None:
    assert real.fingerprint == qa.pairs._SHA256
    found = load_file(qa.pairs._WEIGHTS)
    assert {tensor.dtype for tensor in found.values()} == {torch.bfloat16}
    assert found["heads"].shape == (3, 384)
    assert len(found["positions"]) >= qa.pairs._LONGEST


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
    texts = [QUAY, "Nobody knows.", QUAY * 9, "", "It was Bo. " * 30]
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
