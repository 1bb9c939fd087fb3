"""A file of weights, a byte each."""

from pathlib import Path

import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

from qa.reading import packed


def test_wide_matrices_take_a_byte_a_weight_and_a_scale_a_row(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    wide = torch.tensor([[127.0, -64.0, 0.4], [0.0, 0.0, 0.0], [-2.54, 1.0, 0.02]])
    packed.save({"layers.0.mix": wide, "layers.0.mix_bias": wide[0], "heads": wide}, path)
    kept = load_file(path)
    assert kept["layers.0.mix"].dtype == torch.int8
    assert kept["layers.0.mix"].tolist() == [[127, -64, 0], [0, 0, 0], [-127, 50, 1]]
    assert kept["layers.0.mix.scale"].dtype == torch.float32
    assert kept["layers.0.mix_bias"].dtype == kept["heads"].dtype == torch.bfloat16
    found = packed.load(path)
    assert set(found) == {"layers.0.mix", "layers.0.mix_bias", "heads"}
    assert {tensor.dtype for tensor in found.values()} == {torch.float32}
    expected = torch.tensor([[127.0, -64.0, 0.0], [0.0, 0.0, 0.0], [-2.54, 1.0, 0.02]])
    torch.testing.assert_close(found["layers.0.mix"], expected)


def test_a_file_without_bytes_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    save_file({"layers.0.mix": torch.tensor([[0.5, 2.0]], dtype=torch.bfloat16)}, path)
    assert packed.load(path)["layers.0.mix"].tolist() == [[0.5, 2.0]]


@given(st.integers(0, 10_000))
def test_no_weight_is_off_by_more_than_half_a_step(tmp_path_factory, seed):
    path = tmp_path_factory.mktemp("packed") / "weights.safetensors"
    chance = torch.Generator().manual_seed(seed)
    wide = torch.randn(5, 7, generator=chance) * torch.rand(5, 1, generator=chance).exp()
    packed.save({"layers.3.widen": wide}, path)
    step = wide.abs().amax(dim=1, keepdim=True) / 127
    assert ((packed.load(path)["layers.3.widen"] - wide).abs() <= step * 0.501).all()
    # What was rounded once stays as it is.
    once = packed.load(path)["layers.3.widen"]
    packed.save({"layers.3.widen": once}, path)
    torch.testing.assert_close(packed.load(path)["layers.3.widen"], once)
