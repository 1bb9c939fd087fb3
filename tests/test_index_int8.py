"""Products in bytes are nearly those of float32."""

import platform
from types import SimpleNamespace

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from hypothesis import given
from hypothesis import strategies as st

import index.int8
from index.int8 import Int8, columns_apart, int8_is_faster, rounded
from index.network import Layer, Network

needs_int8 = pytest.mark.skipif(not int8_is_faster(), reason="no AVX2 or no oneDNN")


def drawn(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(
    ("machine", "units", "faster"),
    [
        ("x86_64", {"avx2": True}, True),
        ("AMD64", {"avx2": True, "avx512_vnni": True}, True),
        ("x86_64", {"avx2": False}, False),
        ("x86_64", {}, False),
        ("arm64", {"avx2": True}, False),
    ],
)
def test_bytes_are_for_processors_with_avx2(
    machine: str, units: dict[str, bool], faster: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: units)
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: True)
    assert int8_is_faster() is faster
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    assert not int8_is_faster()


def test_without_their_product_in_torch_there_are_no_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.ops, "onednn", SimpleNamespace())
    assert not int8_is_faster()


@pytest.mark.parametrize("seed", range(5))
def test_what_was_rounded_stays(seed: int) -> None:
    whole, scales = rounded(drawn(24, 32, seed=seed))
    again, same = rounded(whole * scales[:, None])
    assert again.equal(whole)
    torch.testing.assert_close(same, scales)


@pytest.mark.parametrize(
    ("units", "steps"),
    [({}, 63), ({"avx512_vnni": True}, 127), ({"avx_vnni": True}, 127), ({"avx2": True}, 63)],
)
def test_without_vnni_steps_are_coarser(
    units: dict[str, bool], steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: units)
    assert index.int8._steps() == steps


@needs_int8
def test_columns_far_larger_than_others_are_multiplied_in_float32(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index.int8, "_steps", lambda: 63)
    x, matrix, bias = drawn(2, 5, 32), drawn(24, 32, seed=1), drawn(24, seed=2)
    x[..., 3] *= 1000
    apart = columns_apart(x)
    assert apart is not None
    assert (len(apart), apart[0]) == (8, 3)
    exact = F.linear(x, matrix, bias)
    off = (Int8.of(matrix).times(x, bias) - exact).abs().max()
    still = (Int8.of(matrix, apart).times(x, bias) - exact).abs().max()
    assert off > 10
    assert still < 0.2
    # Those of a narrow matrix are all apart.
    assert len(columns_apart(x[..., :4])) == 4  # type: ignore[arg-type]


def test_where_steps_are_fine_no_column_stands_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx_vnni": True})
    assert columns_apart(drawn(5, 32)) is None


@needs_int8
@pytest.mark.parametrize("steps", [127, 63])
def test_whole_numbers_are_multiplied_exactly(steps: int) -> None:
    if steps > index.int8._steps():
        pytest.skip("this processor adds products up in 16 bits, for which these are too large")
    chance = torch.Generator().manual_seed(3)
    matrix = torch.randint(-127, 128, (24, 32), generator=chance).float()
    matrix[:, 0] = 127
    x = torch.randint(-steps, steps + 1, (5, 32), generator=chance).float()
    x[:, 1] = -steps
    bias = torch.arange(24).float()
    found = Int8.of(matrix)._replace(steps=steps).times(x, bias)
    torch.testing.assert_close(found, x @ matrix.T + bias, rtol=1e-6, atol=1e-2)


@needs_int8
@given(
    st.sampled_from([(3, 16), (24, 24), (40, 7)]),
    st.integers(0, 99),
    st.floats(1e-6, 1e6),
)
def test_a_product_is_off_by_few_parts_in_a_hundred(shape, seed, size):
    matrix, x = drawn(*shape, seed=seed), size * drawn(2, 5, shape[1], seed=seed + 1)
    bias = torch.zeros(shape[0])
    found, exact = Int8.of(matrix).times(x, bias), F.linear(x, matrix, bias)
    assert found.shape == exact.shape
    # The error of one part is at most half a step of either, all of which may add up.
    most = (x.abs().amax(-1) * matrix.abs().amax() * shape[1]).max()
    assert (found - exact).abs().max() <= most / 63


@needs_int8
def test_each_row_has_steps_of_its_own() -> None:
    matrix, x = drawn(8, 16), drawn(3, 16, seed=1)
    matrix[2] *= 1000
    alone = Int8.of(matrix).times(x, torch.zeros(8))
    x[1] *= 1e6
    beside = Int8.of(matrix).times(x, torch.zeros(8))
    assert beside[0].equal(alone[0])
    assert beside[2].equal(alone[2])


@needs_int8
def test_nothing_times_something_is_the_bias() -> None:
    bias = drawn(8)
    assert Int8.of(drawn(8, 16)).times(torch.zeros(2, 16), bias).equal(bias.expand(2, 8))
    assert Int8.of(torch.zeros(8, 16)).times(drawn(2, 16), bias).equal(bias.expand(2, 8))


@needs_int8
@torch.inference_mode()
def test_a_layer_in_bytes_is_nearly_the_same() -> None:
    size = 64
    shapes = {"qkv": (192, 64), "mix": (64, 64), "widen": (48, 64), "narrow": (64, 48)}
    parts = {name: drawn(*shape, seed=9) / 8 for name, shape in shapes.items()}
    parts |= {f"{name}_bias": drawn(shape[0]) / 4 for name, shape in shapes.items()}
    parts |= {name: torch.ones(size) for name in ("norm", "out")}
    parts |= {name: torch.zeros(size) for name in ("norm_bias", "out_bias")}
    layer = Layer(**parts)
    rounded = layer._replace(**{name: Int8.of(parts[name]) for name in shapes})
    x, mask = drawn(2, 9, size), torch.ones(2, 9, dtype=torch.bool)
    exact = Network.through(x, mask, (layer, layer))
    found = Network.through(x, mask, (rounded, rounded))
    assert F.cosine_similarity(found, exact, dim=-1).min() > 0.999
    assert not found.equal(exact)
