"""How far down the passage with the answer is found: by meaning, by words, and by both fused.

For several lengths of passage and several weights of the two, so that both are chosen by
measurement.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from eval.asking import Asker, asking
from eval.questions import Labelled, QuestionSet, read
from eval.run import gold_names
from eval.settings import Order
from index.errors import UserError
from index.library import Hit, Library

DEPTHS = (1, 3, 5, 8, 10, 20)

# Meaning's weight and words' weight, and the constant of reciprocal-rank fusion.
BLENDS = (
    (1.0, 0.0, 10),
    (0.0, 1.0, 10),
    (1.0, 1.0, 60),
    (1.0, 2.0, 60),
    (1.0, 1.0, 20),
    (1.0, 1.0, 10),
    (2.0, 1.0, 10),
    (1.0, 1.5, 10),
    (1.0, 2.0, 10),
    (1.0, 1.0, 5),
    (1.0, 1.5, 5),
)

# Far more than `DEPTHS` look at, so that another blend has what it would put among the first.
_TOP = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: where the gold passages were found.

    Attributes:
        set: The questions.
        characters: Length of the longest passage.
        passages: How many the library has of that length.
        blend: Weights of meaning and words, and the constant of the fusion.
        ranks: Place of the first gold passage of each question, from 1; None if not found. There
            is one question at least.
    """

    set: str
    characters: int
    passages: int
    blend: tuple[float, float, int]
    ranks: Sequence[int | None]

    def found(self, depth: int) -> float:
        """Return the share of questions with a gold passage among the first so many."""
        return sum(rank is not None and rank <= depth for rank in self.ranks) / len(self.ranks)

    @property
    def mean_reciprocal_rank(self) -> float:
        """The mean of 1 / rank, 0 where nothing was found."""
        return sum(1 / rank for rank in self.ranks if rank is not None) / len(self.ranks)


def retrieval(order: Order, *, lengths: Sequence[int]) -> Iterator[Row]:
    """Yield where gold passages are found, for each set, length and blend.

    Args:
        order: Which questions are asked of which documents; the setting is "open".
        lengths: Characters of the longest passage, one library for each.

    Raises:
        UserError: The questions cannot be read, or a set has none that can be found.
    """
    sets = [read(path) for path in order.questions]
    with asking(order, sets) as (settings, asker):
        for note in settings["notes"]:
            print(f"note: {note}", file=sys.stderr)
        for one in sets:
            if not any(map(_has_gold, one.questions)):
                raise UserError(
                    f"{one.path}: of {len(one.questions)} questions none stands alone, has an"
                    " answer and names its document. Give a file with some, or a higher --limit"
                )
        folder = asker.of(sets[0], sets[0].questions[0]).library.folder
        for characters in lengths:
            with tempfile.TemporaryDirectory() as place:
                copy = Path(place, "library")
                shutil.copytree(folder, copy)
                with Library.open(copy) as library:
                    library.rebuild(characters=characters)
                    for one in sets:
                        found = _ranks(one, library, asker)
                        for blend in BLENDS:
                            ranks = [rank_of_gold(hits, blend) for hits in found]
                            yield Row(one.name, characters, len(library), blend, ranks)


def _has_gold(labelled: Labelled) -> bool:
    """Whether a question asked alone has a passage that is to be found."""
    return labelled.answerable and bool(labelled.documents) and labelled.follows is None


def _ranks(one: QuestionSet, library: Library, asker: Asker) -> list[list[tuple[Hit, bool]]]:
    """Return for each question with something to be found its hits, and which of them are gold."""
    return [
        [
            (hit, any(gold_names(labelled, hit, one.name, asker)))
            for hit in library.search(labelled.question, top=_TOP)
        ]
        for labelled in tqdm(one.questions, unit="question", disable=None)
        if _has_gold(labelled)
    ]


def rank_of_gold(hits: Sequence[tuple[Hit, bool]], blend: tuple[float, float, int]) -> int | None:
    """Return the place of the first gold passage when hits are fused anew; None if there is none.

    Args:
        hits: Each with whether it is gold.
        blend: Weights of meaning and words, and the constant of the fusion.
    """
    meaning, words, constant = blend

    def score(hit: Hit) -> float:
        return sum(
            weight / (constant + rank)
            for weight, rank in ((meaning, hit.meaning_rank), (words, hit.words_rank))
            if rank is not None
        )

    scored = [(score(hit), gold) for hit, gold in hits]
    # What neither search with a weight above 0 has found is not found.
    ordered = sorted((one for one in scored if one[0] > 0), key=lambda one: -one[0])
    return next((place for place, (_, gold) in enumerate(ordered, 1) if gold), None)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    heads = "".join(f" found@{depth} |" for depth in DEPTHS)
    lines = [
        f"| set | questions | characters | passages | meaning : words, constant |{heads} MRR |",
        "|---|---:|---:|---:|---|" + "---:|" * (len(DEPTHS) + 1),
    ]
    for row in rows:
        meaning, words, constant = row.blend
        figures = "".join(f" {100 * row.found(depth):.1f} |" for depth in DEPTHS)
        lines.append(
            f"| {row.set} | {len(row.ranks):,} | {row.characters} | {row.passages} |"
            f" {meaning:g} : {words:g}, {constant} |{figures} {row.mean_reciprocal_rank:.3f} |"
        )
    return "\n".join(lines)
