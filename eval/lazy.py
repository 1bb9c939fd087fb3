"""The lazy build, to measure against: the sentence with the best cosine, and never a refusal."""

from collections.abc import Sequence

import numpy as np

from index.library import Hit, Library
from qa.calibration import Calibration
from qa.reader import Span
from qa.sentences import sentences

NAME = "cosine"


class CosineReader:
    """Answers with the sentence whose vector is nearest to the question's."""

    name = NAME
    fingerprint = ""
    # A cosine lies between -1 and 1; every quote is shown.
    calibration = Calibration(slope=5.0, offset=-2.5, threshold=0.0)

    def __init__(self, library: Library) -> None:
        """Encode with the library's encoder."""
        self._encoder = library.encoder

    def read(self, question: str, hits: Sequence[Hit]) -> list[Span]:
        """Return one span a sentence, the whole of it."""
        found = [
            (hit, start, end)
            for hit in hits
            for start, end in sentences(hit.document, hit.passage.start, hit.passage.end)
        ]
        texts = [hit.document.text[start:end] for hit, start, end in found]
        if not texts:
            return []
        encoder = self._encoder
        cosines = np.stack([encoder.encode_question(text) for text in texts]) @ (
            encoder.encode_question(question)
        )
        return [
            Span(hit, start, end, score)
            for (hit, start, end), score in zip(found, cosines.tolist(), strict=True)
        ]
