"""Networks that others have trained: any extractive question-answering model of `transformers`."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from index.errors import EncoderError
from qa.reading.windows import Offsets, Window, window

# The longest question and text in one window, in word pieces, as most of these models were
# trained; a shorter one's own length where that is less. A question takes at most a quarter, and
# so does what two windows share.
_LONGEST = 384


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
            _LONGEST,
            self._tokenizer.model_max_length,
            positions if positions > 0 else _LONGEST,
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
            read = window(
                _bare(text, offsets[number][second]),
                logits[number, 0],
                logits[number][second],
                first=first,
            )
            if read is not None:
                found[row].append(read)
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


def _bare(text: str, offsets: Offsets) -> Offsets:
    """Return the ranges of pieces without the white space that some tokenizers put before them."""
    bare = offsets.copy()
    for piece, (start, end) in enumerate(offsets.tolist()):
        bare[piece, 0] = end - len(text[start:end].lstrip())
    return bare
