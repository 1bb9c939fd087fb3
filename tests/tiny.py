"""A network and its words, small enough that a test can train it."""

import string
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

import index.minilm
import qa.reading.pairs

WIDTH = 64
WIDE = 32
LAYERS = 2
POSITIONS = 320

_MARKS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
_WORDS = ["the", "who", "bought", "sold", "it", "quay", "mill", "in", "was", "by"]


def tokenizer() -> Tokenizer:
    """Return what cuts text as BERT does: a few words whole, all others into their letters."""
    signs = string.ascii_lowercase + string.digits
    pieces = [*_MARKS, *_WORDS, *signs, *(f"##{sign}" for sign in signs), *".,?!-'"]
    found = Tokenizer(
        models.WordPiece({piece: row for row, piece in enumerate(pieces)}, unk_token="[UNK]")
    )
    found.normalizer = normalizers.BertNormalizer()
    found.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    found.decoder = decoders.WordPiece()
    found.add_special_tokens(_MARKS)
    marks = [(mark, found.token_to_id(mark)) for mark in ("[CLS]", "[SEP]")]
    found.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1", marks
    )
    return found


def bert(*, seed: int = 0) -> dict[str, torch.Tensor]:
    """Return random weights, named as BERT's are."""
    chance = torch.Generator().manual_seed(seed)

    def some(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=chance) * 0.3

    def norm(name: str) -> dict[str, torch.Tensor]:
        return {f"{name}.weight": 1 + some(WIDTH), f"{name}.bias": some(WIDTH)}

    def dense(name: str, width: int, wide: int) -> dict[str, torch.Tensor]:
        # What is summed up is as large whatever the width is.
        return {
            f"{name}.weight": some(wide, width) * (24 / width) ** 0.5,
            f"{name}.bias": some(wide),
        }

    weights = {
        "embeddings.word_embeddings.weight": some(tokenizer().get_vocab_size(), WIDTH),
        "embeddings.position_embeddings.weight": some(POSITIONS, WIDTH),
        "embeddings.token_type_embeddings.weight": some(2, WIDTH),
        **norm("embeddings.LayerNorm"),
    }
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        for part in ("query", "key", "value"):
            weights |= dense(f"{layer}.attention.self.{part}", WIDTH, WIDTH)
        weights |= dense(f"{layer}.attention.output.dense", WIDTH, WIDTH)
        weights |= norm(f"{layer}.attention.output.LayerNorm")
        weights |= dense(f"{layer}.intermediate.dense", WIDTH, WIDE)
        weights |= dense(f"{layer}.output.dense", WIDE, WIDTH)
        weights |= norm(f"{layer}.output.LayerNorm")
    return weights


def published(folder: Path, *, seed: int = 0) -> Path:
    """Write a network as the published MiniLM comes, and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(bert(seed=seed), folder / "model.safetensors")
    tokenizer().save(str(folder / "tokenizer.json"))
    return folder


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
    monkeypatch.setattr(index.minilm, "int8_is_faster", lambda: False)
    found = published(tmp_path / "published")
    monkeypatch.setattr(qa.reading.pairs, "default_folder", lambda: found)
    return found
