"""Examples put together for the network: in which order, how many, as which numbers."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from tokenizers import Tokenizer

from eval.training.examples import Example
from index.minilm import padded
from qa.sentences import pieces

# Word pieces in one pass: small passes stay in the processor's cache (6,300 pieces a second in
# passes of 2,000, 4,800 in passes of 8,000), and four of them make a step.
PASS = 2048
PASSES = 4

# The longest question and passage together, in word pieces.
LONGEST = 288

# Examples of like length are looked for among this many steps' worth.
_POOL = 50


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples as numbers, padded to one length.

    Attributes:
        ids: Word pieces, shape (examples, longest).
        mask: Which of them are not padding, bool, the same shape.
        seconds: 1 where a piece belongs to the passage, the same shape.
        allowed: Where an answer may start or end: at the first mark, which stands for none, or in
            the passage; bool, the same shape.
        spans: For each example first and last piece of each marked answer; (0, 0) where it has
            none.
        evidence: 1 for the pieces of sentences that hold an answer, the same shape.
        weights: Of each example, shape (examples,).
    """

    examples: Sequence[Example]
    ids: torch.Tensor
    mask: torch.Tensor
    seconds: torch.Tensor
    allowed: torch.Tensor
    spans: Sequence[Sequence[tuple[int, int]]]
    evidence: torch.Tensor
    weights: torch.Tensor

    def to(self, device: torch.device) -> "Batch":
        """Return the batch with its numbers on a device."""
        tensors = {
            name: getattr(self, name).to(device)
            for name in ("ids", "mask", "seconds", "allowed", "evidence", "weights")
        }
        return replace(self, **tensors)


def plan(
    examples: Sequence[Example], tokenizer: Tokenizer, *, seed: int
) -> list[list[list[Example]]]:
    """Return the steps of a training, each some passes of examples.

    The same examples and seed give the same steps, so that a training that was stopped goes on
    where it was.
    """
    chance = random.Random(seed)
    # Python's sort is stable and the draw seeded: the order is the same on every machine.
    drawn = [(chance.uniform(one.first, one.last), one) for one in examples]
    ordered = [one for _, one in sorted(drawn, key=lambda pair: pair[0])]
    sizes = _sizes(ordered, tokenizer)
    steps = []
    pool: list[tuple[int, Example]] = []
    size = 0
    for one in zip(sizes, ordered, strict=True):
        pool.append(one)
        size += one[0]
        if size > _POOL * PASS * PASSES:
            steps += _steps(pool, chance)
            pool, size = [], 0
    return steps + _steps(pool, chance)


def _sizes(examples: Sequence[Example], tokenizer: Tokenizer) -> list[int]:
    """Return the length of each example in word pieces, rounded up."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    texts = list({text for one in examples for text in (one.question, one.above, one.passage)})
    pieces = {
        text: len(encoding.ids) - 2
        for start in range(0, len(texts), 2000)
        for text, encoding in zip(
            texts[start : start + 2000],
            tokenizer.encode_batch_fast(texts[start : start + 2000]),
            strict=True,
        )
    }

    def size(one: Example) -> int:
        whole = 3 + pieces[one.question] + pieces[one.above] + pieces[one.passage]
        return min(LONGEST, padded(whole))

    return [size(one) for one in examples]


def _steps(pool: Sequence[tuple[int, Example]], chance: random.Random) -> list[list[list[Example]]]:
    passes: list[list[Example]] = []
    # Longest first: the first of a pass says how many fit.
    longest = 0
    for size, example in sorted(pool, key=lambda one: -one[0]):
        if not passes or (len(passes[-1]) + 1) * longest > PASS:
            passes.append([])
            longest = size
        passes[-1].append(example)
    chance.shuffle(passes)
    return [passes[start : start + PASSES] for start in range(0, len(passes), PASSES)]


class Batcher:
    """Turns examples into batches."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Use a tokenizer."""
        self._tokenizer = tokenizer
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST, strategy="only_second")

    def batch(self, examples: Sequence[Example], chance: random.Random | None = None) -> Batch:
        """Return examples as numbers.

        Args:
            examples: At least one.
            chance: Where given, half of the titles are left out, and half of the questions end in
                a question mark, whatever they end in: people leave them out, too, and where one
                set has them and another has not, the mark would tell the sets apart.
        """
        texts = []
        shifts = []
        for example in examples:
            above, question = example.above, example.question.strip()
            if chance and chance.random() < 0.5:
                above = ""
            if chance:
                question = question.rstrip(" ?") + ("?" if chance.random() < 0.5 else "")
            prefix = f"{above}\n" if above else ""
            texts.append((question[:400], prefix + example.passage))
            shifts.append(len(prefix))
        encodings = self._tokenizer.encode_batch(texts)
        longest = padded(max(len(encoding.ids) for encoding in encodings))
        shape = (len(examples), longest)
        ids = torch.zeros(shape, dtype=torch.long)
        mask = torch.zeros(shape, dtype=torch.bool)
        seconds = torch.zeros(shape, dtype=torch.long)
        allowed = torch.zeros(shape, dtype=torch.bool)
        evidence = torch.zeros(shape)
        spans = []
        for row, (example, encoding, shift) in enumerate(
            zip(examples, encodings, shifts, strict=True)
        ):
            count = len(encoding.ids)
            offsets = encoding.offsets
            ids[row, :count] = torch.tensor(encoding.ids)
            mask[row, :count] = True
            # Not its type_ids: not every network tells its two texts apart.
            second = [int(one == 1) for one in encoding.sequence_ids]
            # The closing mark belongs to the passage.
            second[-1] = 1
            seconds[row, :count] = torch.tensor(second)
            inside = _inside(second, offsets, shift)
            allowed[row, 0] = True
            allowed[row, inside] = True
            spans.append(_spans(example, offsets, inside, shift))
            for start, end in _sentences(example):
                held = [
                    piece for piece in inside if start + shift <= offsets[piece][0] < end + shift
                ]
                evidence[row, held] = 1.0
        # An answer that was cut off is no "no answer": such an example teaches nothing.
        weights = torch.tensor(
            [
                0.0 if example.answers and held == [(0, 0)] else example.weight
                for example, held in zip(examples, spans, strict=True)
            ]
        )
        return Batch(examples, ids, mask, seconds, allowed, spans, evidence, weights)


def _inside(seconds: Sequence[int], offsets: Sequence[tuple[int, int]], shift: int) -> list[int]:
    """Return the numbers of the passage's pieces, those of the title left out."""
    return [
        piece
        for piece, (second, (start, end)) in enumerate(zip(seconds, offsets, strict=True))
        if second and start < end and start >= shift
    ]


def _spans(
    example: Example, offsets: Sequence[tuple[int, int]], inside: Sequence[int], shift: int
) -> list[tuple[int, int]]:
    """Return first and last piece of each answer; (0, 0) where there is none."""
    found = []
    for start, end in example.answers:
        held = [
            piece
            for piece in inside
            if offsets[piece][1] > start + shift and offsets[piece][0] < end + shift
        ]
        if held:
            found.append((held[0], held[-1]))
    return sorted(set(found)) or [(0, 0)]


def _sentences(example: Example) -> list[tuple[int, int]]:
    if not example.answers:
        return []
    return [
        (start, end)
        for start, end in pieces(example.passage, wrapped=True)
        if any(first < end and start < last for first, last in example.answers)
    ]
