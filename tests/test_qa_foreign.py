"""Other people's models read as ours does, and what is no such model is told in one line."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

import qa.reading.pairs
from index.errors import EncoderError
from index.network import HEAD
from qa.reading.foreign import ForeignPairs, _bare
from qa.reading.pairs import OwnPairs
from tests.reading import covered, message, same
from tests.tiny import LAYERS, POSITIONS, WIDE, WIDTH, bert, folder, own_weights, tokenizer

__all__ = ["folder"]  # a fixture


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
            "num_attention_heads": WIDTH // HEAD,
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


def test_our_network_computes_what_transformers_does(
    hugging: Any, folder: Path, tmp_path: Path
) -> None:
    save_file(own_weights(bert()), tmp_path / "reader.safetensors")
    loaded = OwnPairs(tmp_path / "reader.safetensors", sha256=None)._loaded
    model = answering(hugging, bert(), own_weights(bert()))
    words = tokenizer()
    questions = "who bought the quay?"
    texts = ["it was sold by ada in 1954.", "the mill", "it " * 90]
    asked = words.encode(questions, add_special_tokens=False).ids
    parts = [encoding.ids for encoding in words.encode_batch(texts, add_special_tokens=False)]
    with torch.inference_mode():
        states = loaded.through(
            [loaded.embed(asked, part) for part in parts], loaded.network.layers
        )
        ours = [(state @ loaded.heads.weight.T + loaded.heads.bias).numpy() for state in states]
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
            assert np.abs(ours[row][:read, column] - logits[row, :read].numpy()).max() < 1e-5


def test_a_model_from_a_folder_reads_as_our_own_with_its_weights(
    hugging: Any, folder: Path, tmp_path: Path
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
        qa.reading.pairs.default_folder() / "model.safetensors",
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


def test_white_space_before_a_piece_is_left_out_of_its_range():
    text = "a  cat\n\tsat "
    offsets = np.array([(0, 1), (1, 6), (6, 11), (11, 12), (12, 12)])
    assert _bare(text, offsets).tolist() == [[0, 1], [3, 6], [8, 11], [12, 12], [12, 12]]
