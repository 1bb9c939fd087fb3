"""Networks that read a question and a text together.

Each piece of the text gets the log-probability that the answer starts there and that it ends
there, against the probability that the text holds none.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from index.encoder import Floats, default_folder
from index.errors import EncoderError

if TYPE_CHECKING:
    import torch
    from tokenizers import Encoding, Tokenizer

    from index.minilm import Network

Offsets = np.ndarray[tuple[int, int], np.dtype[np.int64]]

_WEIGHTS = Path(__file__).parent / "weights" / "reader.safetensors"
_SHA256 = "791a9b69239a79d71d5154f7e6e4a2338c09e02da6d3cba8b3ca3eaba74dc226"

# The longest question and text in one window, in word pieces; what is longer is read in several
# that overlap. A longer question is cut.
_LONGEST = 288
_STRIDE = 96
_QUESTION = 96

# The same for a foreign model, as most of them were trained; a shorter one's own length where
# that is less. A question takes at most a quarter, and so does what two windows share.
_LONGEST_FOREIGN = 384

# The most word pieces of texts, padding included, in one pass.
_PIECES_PER_PASS = 1024


@dataclass(frozen=True, slots=True)
class Window:
    """A text, or a part of it, as a network read it.

    Attributes:
        offsets: Range of each piece in the text, code points, shape (pieces, 2).
        starts: Log-probability that the answer starts there, shape (pieces,).
        ends: Log-probability that it ends there, shape (pieces,).
        none: Log-probability that the window holds no answer.
        evidence: Log-odds that the piece belongs to a sentence which bears on the question, shape
            (pieces,); None where the network does not say.
    """

    offsets: Offsets
    starts: Floats
    ends: Floats
    none: float
    evidence: Floats | None = None


class Pairs(Protocol):
    """Reads a question with texts."""

    @property
    def name(self) -> str:
        """What to call it."""

    @property
    def fingerprint(self) -> str:
        """The sha256 of its weights."""

    def read(self, question: str, texts: Sequence[tuple[str, int]]) -> list[list[Window]]:
        """Return the windows of each text.

        Args:
            question: One question.
            texts: Each with the offset from which on an answer may stand in it.
        """


class OwnPairs:
    """The reader trained in this project: MiniLM, its words' vectors shared with the encoder."""

    name = "default"

    def __init__(self, weights: Path = _WEIGHTS, *, sha256: str | None = _SHA256) -> None:
        """Read with the weights in a file; they are loaded when first needed.

        Args:
            weights: What `python -m eval train` wrote.
            sha256: What the file must have; None takes any.
        """
        self._weights = weights
        self._expected = sha256

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of the weights.

        Raises:
            EncoderError: They are missing, or not the ones that belong to this version.
        """
        try:
            with self._weights.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise EncoderError(
                f"the reader's weights cannot be read ({error}). Install Quoth anew"
            ) from error
        if self._expected is not None and found != self._expected:
            raise EncoderError(
                f"the reader's weights in {self._weights} are not those of this version (sha256"
                f" {found[:8]}…, expected {self._expected[:8]}…). Install Quoth anew"
            )
        return found

    @cached_property
    def _loaded(self) -> "_Loaded":
        _ = self.fingerprint
        return _load(self._weights)

    def reach(self, text: str, pieces: int) -> int:
        """Return the offset behind the first so many word pieces of a text."""
        encoding = self._loaded.tokenizer.encode(text, add_special_tokens=False)
        ends = [end for _, end in encoding.offsets[:pieces]]
        return ends[-1] if ends else 0

    def read(self, question: str, texts: Sequence[tuple[str, int]]) -> list[list[Window]]:
        """Return the windows of each text."""
        loaded = self._loaded
        asked = loaded.tokenizer.encode(question, add_special_tokens=False).ids[:_QUESTION]
        # Two marks before the text and one behind it.
        room = _LONGEST - len(asked) - 3
        encodings = loaded.tokenizer.encode_batch(
            [text for text, _ in texts], add_special_tokens=False
        )
        parts = [
            _Part(row, ids, offsets)
            for row, encoding in enumerate(encodings)
            for ids, offsets in _cut(encoding, room)
        ]
        found: list[list[Window]] = [[] for _ in texts]
        for batch in _passes(parts):
            logits = loaded.logits(asked, [part.ids for part in batch])
            for part, none, logit in zip(
                batch, logits[:, 0], logits[:, 2 + len(asked) :], strict=True
            ):
                window = _window(
                    part.offsets, none, logit[: len(part.ids)], first=texts[part.row][1]
                )
                if window is not None:
                    found[part.row].append(window)
        return found


@dataclass(frozen=True, slots=True)
class _Part:
    """As much of a text as one window holds."""

    row: int
    ids: list[int]
    offsets: Offsets


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The network in memory."""

    network: "Network"
    weight: "torch.Tensor"
    bias: "torch.Tensor"
    tokenizer: "Tokenizer"

    def logits(self, question: Sequence[int], texts: Sequence[Sequence[int]]) -> Floats:
        """Return start, end and evidence of every piece, shape (texts, longest or more, 3)."""
        import torch

        from index.minilm import padded

        begin, end = (self.tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
        head = [begin, *question, end]
        longest = padded(len(head) + max(map(len, texts)) + 1)
        ids = torch.zeros((len(texts), longest), dtype=torch.long)
        mask = torch.zeros((len(texts), longest), dtype=torch.bool)
        for row, text in enumerate(texts):
            whole = [*head, *text, end]
            ids[row, : len(whole)] = torch.tensor(whole)
            mask[row, : len(whole)] = True
        seconds = torch.zeros_like(ids)
        seconds[:, len(head) :] = 1
        with torch.inference_mode():
            states = self.network.states(ids, mask, seconds).float()
            return (states @ self.weight + self.bias).numpy()


def _load(weights: Path) -> _Loaded:
    import torch
    from safetensors.torch import load_file

    from index.minilm import Layer, Network, bfloat16_is_faster, words_and_tokenizer

    dtype = torch.bfloat16 if bfloat16_is_faster() else torch.float32
    words, tokenizer = words_and_tokenizer(default_folder(), dtype)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    parts = {name: tensor.to(dtype) for name, tensor in load_file(weights).items()}
    layers = sum(name.endswith(".qkv") for name in parts)
    network = Network(
        words,
        parts["positions"],
        parts["kinds"],
        parts["norm"],
        parts["norm_bias"],
        tuple(
            Layer(*(parts[f"layers.{number}.{part}"] for part in Layer._fields))
            for number in range(layers)
        ),
    )
    weight, bias = parts["heads"].float().T.contiguous(), parts["heads_bias"].float()
    return _Loaded(network, weight, bias, tokenizer)


class ForeignPairs:
    """Any extractive question-answering model of `transformers`, by name or folder."""

    def __init__(self, name: str) -> None:
        """Load a model.

        Raises:
            EncoderError: There is none by this name, or it is of another kind.
        """
        import torch
        import transformers
        from safetensors import SafetensorError

        self.name = name
        mend = "Give a folder or the name of a question-answering model, or: --reader default"
        try:
            self._tokenizer: Any = transformers.AutoTokenizer.from_pretrained(name, use_fast=True)
            model: Any
            model, loaded = transformers.AutoModelForQuestionAnswering.from_pretrained(
                name, output_loading_info=True
            )
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            why = " ".join(str(error).splitlines()[:1])
            raise EncoderError(
                f"no reader could be loaded from {name!r} ({why}). {mend}"
            ) from error
        # A model of another kind is loaded, too, with random weights in place of those it lacks.
        if loaded["missing_keys"]:
            missing = ", ".join(sorted(loaded["missing_keys"])[:2])
            raise EncoderError(
                f"{name!r} was not trained to answer questions (it has no {missing}). {mend}"
            )
        self._model: Any = model.eval()
        positions = getattr(model.config, "max_position_embeddings", 0)
        self._longest = min(
            _LONGEST_FOREIGN,
            self._tokenizer.model_max_length,
            positions if positions > 0 else _LONGEST_FOREIGN,
        )
        digest = hashlib.sha256()
        for key, tensor in sorted(model.state_dict().items()):
            digest.update(key.encode())
            digest.update(tensor.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
        self.fingerprint = digest.hexdigest()

    def read(self, question: str, texts: Sequence[tuple[str, int]]) -> list[list[Window]]:
        """Return the windows of each text."""
        import torch

        found: list[list[Window]] = [[] for _ in texts]
        if not texts:
            return found
        batch = self._tokenizer(
            [self._cut_question(question)] * len(texts),
            [text for text, _ in texts],
            truncation="only_second",
            max_length=self._longest,
            stride=self._longest // 4,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            padding=True,
            return_tensors="pt",
        )
        rows = batch.pop("overflow_to_sample_mapping").tolist()
        offsets = batch.pop("offset_mapping").numpy()
        with torch.inference_mode():
            output = self._model(**batch)
        logits = torch.stack([output.start_logits, output.end_logits], dim=-1).float().numpy()
        for number, row in enumerate(rows):
            second = np.array([one == 1 for one in batch.sequence_ids(number)])
            text, first = texts[row]
            window = _window(
                _bare(text, offsets[number][second]),
                logits[number, 0],
                logits[number][second],
                first=first,
            )
            if window is not None:
                found[row].append(window)
        return found

    def _cut_question(self, question: str) -> str:
        """Return as much of a question as leaves room for a text."""
        offsets = self._tokenizer(
            question,
            add_special_tokens=False,
            truncation=True,
            max_length=self._longest // 4,
            return_offsets_mapping=True,
        )["offset_mapping"]
        return question[: offsets[-1][1]] if offsets else question


def _cut(encoding: "Encoding", room: int) -> Iterator[tuple[list[int], Offsets]]:
    """Yield the pieces of a text in windows that overlap."""
    ids = encoding.ids
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    for start in range(0, max(1, len(ids) - _STRIDE), room - _STRIDE):
        yield ids[start : start + room], offsets[start : start + room]


def _bare(text: str, offsets: Offsets) -> Offsets:
    """Return the ranges of pieces without the white space that some tokenizers put before them."""
    bare = offsets.copy()
    for piece, (start, end) in enumerate(offsets.tolist()):
        bare[piece, 0] = end - len(text[start:end].lstrip())
    return bare


def _passes(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Yield parts of like length together, so that little is padding."""
    waiting = sorted(parts, key=lambda part: len(part.ids))
    while waiting:
        batch = [waiting.pop()]
        while waiting and (len(batch) + 1) * len(batch[0].ids) <= _PIECES_PER_PASS:
            batch.append(waiting.pop())
        yield batch


def _window(offsets: Offsets, none: Floats, logits: Floats, *, first: int) -> Window | None:
    """Return a window, or None where no piece of it may hold an answer.

    Args:
        offsets: Of the text's pieces, shape (pieces, 2).
        none: Start and end of the mark that stands for "no answer", shape (2 or more,).
        logits: Start and end of the text's pieces, and evidence if there is a third column, shape
            (pieces, 2 or 3).
        first: The offset from which on an answer may stand.
    """
    allowed = (offsets[:, 0] >= first) & (offsets[:, 1] > offsets[:, 0])
    if not allowed.any():
        return None
    kept = np.concatenate([none[None, :2], logits[allowed, :2]]).astype(np.float64)
    kept -= kept.max(axis=0)
    likely = kept - np.log(np.exp(kept).sum(axis=0))
    return Window(
        offsets=offsets[allowed],
        starts=likely[1:, 0].astype(np.float32),
        ends=likely[1:, 1].astype(np.float32),
        none=float(likely[0].sum()),
        evidence=logits[allowed, 2] if logits.shape[1] > 2 else None,
    )
