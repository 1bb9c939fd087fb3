"""How much is learned of what: the recipes of the trainings."""

import math
import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from eval.training import traps
from eval.training.examples import (
    ALIGNED,
    FIGURE,
    NAME,
    Example,
    aligned,
    cut,
    lines_of,
    linked,
    near,
    swapped,
    together,
)
from eval.training.kin import Kin
from eval.training.records import records
from eval.training.rewording import reworded
from eval.training.written import RULINGS, TWINS, WRITTEN, written
from index.encoder import SentenceEncoder

# Questions over longer texts are not put in other words.
_LONG = 4_000

# So many of the questions written for this project are also asked of a near passage, and no more
# than a tenth: of those that name what they are about.
_NEAR_WRITTEN = 4_000


@dataclass(frozen=True, slots=True)
class Recipe:
    """How much is taken of what; the numbers go by the names of the files.

    Attributes:
        clean: Sets with sure labels, and how many questions of each; None takes all.
        near: How many questions are also asked of a near passage that does not answer them.
        swapped: How many have a name or a figure exchanged, so that the passage no longer answers
            them.
        again: Whether the best are met a second time, in the second half.
        linked: How many of the machine-translated questions with an answer, and how many without;
            empty takes all.
        traps: How many near misses of each kind, and of passages changed without harm; the kinds
            are those that `traps.make` tells.
        reworded: How many questions with an answer, and how many without, are put in other words.
        records: How many questions over made-up tables.
        share: How much is taken of all that.
        written: How many times each file of questions written for this project is met; less than
            once is a part of it.
    """

    clean: Mapping[str, int | None]
    near: Mapping[str, int]
    swapped: Mapping[str, int]
    again: bool
    linked: Mapping[bool, int] = field(default_factory=dict)
    traps: Mapping[str, int] = field(default_factory=dict)
    reworded: Mapping[bool, int] = field(default_factory=dict)
    records: int = 0
    share: float = 1.0
    written: Mapping[Path, float] = field(default_factory=dict)


# As many with an answer as without, and near misses of many kinds.
_THIRD = Recipe(
    clean={
        "squadshifts_new_wiki": None,
        "squadshifts_amazon": 3_000,
        "squadshifts_reddit": 3_000,
        "qed_natural_questions": None,
        "nq_open_short": None,
        "fairytale": 2_500,
        "policyqa": 1_200,
        "covidqa": 600,
        "qamr": 5_000,
    },
    near={
        ALIGNED: 6_000,
        "squadshifts_new_wiki": 3_000,
        "squadshifts_amazon": 700,
        "squadshifts_reddit": 700,
        "qamr": 2_000,
        "qed_natural_questions": 2_000,
        "nq_open_short": 1_000,
        "fairytale": 700,
        "policyqa": 500,
    },
    swapped={"squadshifts_new_wiki": 1_000},
    again=False,
    linked={True: 30_000, False: 30_000},
    traps={
        "opposite": 3_000,
        "denied": 1_500,
        "exchanged": 9_000,
        "renamed": 8_000,
        "renamed_both": 4_000,
        "taken_out": 9_000,
        "thinned": 5_000,
        "shortened": 8_000,
    },
)

# The same, and questions in other words that mean the same.
_FOURTH = replace(
    _THIRD, traps={**_THIRD.traps, "exchanged": 6_000}, reworded={True: 14_000, False: 6_000}
)

# The same, and tables.
_FIFTH = replace(_FOURTH, records=16_000)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        # From the encoder's weights on.
        "first": Recipe(
            clean={
                "squadshifts_new_wiki": None,
                "squadshifts_amazon": 6_000,
                "squadshifts_reddit": 6_000,
                "qed_natural_questions": None,
                "nq_open_short": None,
                "fairytale": None,
                "policyqa": None,
                "covidqa": None,
                "qamr": None,
            },
            near={
                ALIGNED: 10_000,
                "squadshifts_new_wiki": 3_000,
                "squadshifts_amazon": 2_000,
                "squadshifts_reddit": 2_000,
                "qamr": 3_000,
                "qed_natural_questions": 1_500,
                "nq_open_short": 1_000,
                "fairytale": 1_000,
                "policyqa": 500,
            },
            swapped={
                ALIGNED: 4_000,
                "squadshifts_new_wiki": 2_500,
                "squadshifts_amazon": 500,
                "squadshifts_reddit": 500,
            },
            again=True,
        ),
        # From trained weights on, with links that two readers agree on.
        "second": Recipe(
            clean={
                "squadshifts_new_wiki": None,
                "squadshifts_amazon": 2_000,
                "squadshifts_reddit": 2_000,
                "qed_natural_questions": 3_500,
                "nq_open_short": None,
                "fairytale": 2_000,
                "policyqa": 1_000,
                "covidqa": 500,
                "qamr": 4_000,
            },
            near={
                ALIGNED: 7_000,
                "squadshifts_new_wiki": 3_000,
                "squadshifts_amazon": 500,
                "squadshifts_reddit": 500,
                "qamr": 2_000,
                "qed_natural_questions": 1_500,
                "nq_open_short": 1_000,
                "fairytale": 500,
                "policyqa": 500,
            },
            swapped={ALIGNED: 4_000, "squadshifts_new_wiki": 2_500},
            again=False,
        ),
        "third": _THIRD,
        "fourth": _FOURTH,
        "fifth": _FIFTH,
        # Less of all that, and what was written for this project twice.
        "sixth": replace(_FIFTH, share=0.2, written={WRITTEN: 2}),
        # Still less of all that, and twins.
        "seventh": replace(_FIFTH, share=0.1, written={WRITTEN: 0.35, TWINS: 1}),
        # Something of everything, for what is learned of a teacher.
        "eighth": replace(_FIFTH, share=0.25, written={WRITTEN: 0.2, TWINS: 0.25}),
        # Less of the same, and rulings, of which the teacher knows too little.
        "ninth": replace(_FIFTH, share=0.09, written={WRITTEN: 0.075, TWINS: 0.09, RULINGS: 1}),
    }
)


def gather(
    folder: Path,
    *,
    seed: int,
    encoder: Path,
    recipe: str = "first",
    links: Path | None = None,
    wordnet: Path | None = None,
    apart: Collection[str] = (),
) -> list[Example]:
    """Return all examples of a training, in no order.

    Args:
        folder: Holds the files, `NAME.jsonl.gz`, one question a line.
        seed: Of every choice made here.
        encoder: The published MiniLM, whose vectors tell which words are of a kind.
        recipe: A name in `RECIPES`.
        links: Questions linked to their answers again, as `python -m eval align` writes them;
            None takes the links that came with the data.
        wordnet: Folder of WordNet's files, by which near misses leave out what means the same.
        apart: Passages of which nothing is learned, stripped.
    """
    chance = random.Random(seed)
    parts = RECIPES[recipe]
    found: dict[str, list[Example]] = {}
    for name, count in parts.clean.items():
        lines = lines_of(folder / f"{name}.jsonl.gz", name)
        found[name] = list(together(lines, chance) if name == "qamr" else lines)
        if count is not None:
            found[name] = chance.sample(found[name], min(count, len(found[name])))
    found[ALIGNED] = list(linked(links) if links else aligned(folder))
    drawn = found | {ALIGNED: _drawn(found[ALIGNED], parts.linked, chance)}
    examples = [example for name in drawn for example in drawn[name]]
    if parts.again:
        again = list(found["squadshifts_new_wiki"])
        again += [
            one
            for one in found[ALIGNED]
            if not one.answers and one.weight == 1 and chance.random() < 0.5
        ]
        examples += [replace(one, id=f"{one.id}+again", first=0.5) for one in again]
    for name, wanted in parts.near.items():
        examples += near(found[name], wanted, chance)
    for name, wanted in parts.swapped.items():
        examples += swapped(found[name], wanted, chance)
    if parts.traps:
        examples += _changed(parts, found, encoder, wordnet, chance)
    examples += records(parts.records, chance)
    if parts.share < 1:
        examples = chance.sample(examples, round(parts.share * len(examples)))
    for path, times in parts.written.items():
        examples += _ours(folder, path, times, chance)
    return [cut(example, chance) for example in examples if example.passage.strip() not in apart]


def _changed(
    parts: Recipe,
    found: Mapping[str, Sequence[Example]],
    encoder: Path,
    wordnet: Path | None,
    chance: random.Random,
) -> Iterator[Example]:
    """Yield near misses, and questions in other words."""
    sources = [one for name in found for one in found[name]]
    texts = dict.fromkeys(text for one in sources for text in (one.question, one.passage))
    kin = Kin.of_encoder(encoder, texts, wordnet=wordnet)
    yield from traps.make(sources, parts.traps, kin, chance)
    encode = SentenceEncoder().encode_passages
    short = [one for one in sources if len(one.passage) < _LONG]
    for answered, count in parts.reworded.items():
        alike = [one for one in short if bool(one.answers) == answered]
        yield from reworded(alike, count, kin, encode, chance)


def _ours(folder: Path, lines: Path, times: float, chance: random.Random) -> Iterator[Example]:
    """Yield what was written for this project, so many times, each in a part of its own."""
    asked = list(written(folder, lines))
    naming = [one for one in asked if NAME.search(one.question) or FIGURE.search(one.question)]
    asked += near(naming, min(_NEAR_WRITTEN, math.ceil(len(asked) / 10)), chance)
    if times < 1:
        asked = chance.sample(asked, round(times * len(asked)))
    rounds = math.ceil(times)
    for number in range(rounds):
        for one in asked:
            first, last = number / rounds, (number + 1) / rounds
            yield replace(one, id=f"{one.id}+{number}", first=first, last=last)


def _drawn(
    examples: Sequence[Example], wanted: Mapping[bool, int], chance: random.Random
) -> list[Example]:
    """Return so many examples with an answer and so many without; all, where no number is given."""
    if not wanted:
        return list(examples)
    parted = {
        answered: [one for one in examples if bool(one.answers) == answered] for answered in wanted
    }
    return [
        one
        for answered, count in wanted.items()
        for one in chance.sample(parted[answered], min(count, len(parted[answered])))
    ]
