"""Questions written for this project, as people ask who have not seen the text.

What people marked in the public sets mostly repeats the passage's words, and what has no answer
there was made to deceive. Two fifths to a half of these have no answer in their passage.

    WRITTEN  in other words than the passage's; or what one would like to know and it does not say
    TWINS    in other words, in its own, at length, as typed into a search engine; and twins of
             these, one thing exchanged, that it does not answer
    RULINGS  what yes or no would settle, lists, reasons and conditions, over papers of daily life

Some passages were written along with them; those of public sets are known by their sha256.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from eval.training.examples import Example, lines_of
from index.errors import UserError

WRITTEN = Path(__file__).parent / "written.jsonl.gz"
TWINS = Path(__file__).parent / "twins.jsonl.gz"
RULINGS = Path(__file__).parent / "rulings.jsonl.gz"

# Of whole papers single paragraphs were asked about.
_PAPERS = "covidqa"


class _Place(NamedTuple):
    """A passage, the document it is from, and that one's title."""

    passage: str
    group: str
    above: str


def written(data: Path, lines: Path) -> Iterator[Example]:
    """Yield the questions written for this project.

    Args:
        data: Folder of the public sets, `NAME.jsonl.gz`, some of whose passages were asked about.
        lines: A passage a line: `passage` and `title`, or `set` and `sha256`; `questions` are lists
            of a question and, where the passage answers it, the answer's start and end in it.

    Raises:
        UserError: A passage is not in its set.
    """
    name = lines.name.removesuffix(".jsonl.gz")
    with gzip.open(lines, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    places = dict(_places(data, {row["set"] for row in rows if "set" in row}))
    for number, row in enumerate(rows):
        if "set" not in row:
            place = _Place(row["passage"], f"{name}:{row['title']}", row["title"])
        elif row["sha256"] in places:
            place = places[row["sha256"]]
        else:
            raise UserError(
                f"{data / row['set']}.jsonl.gz has no passage with the sha256 {row['sha256']}…, on"
                f" which {lines.name} has questions. Give the sets that the model card names"
            )
        for count, (question, *answer) in enumerate(row["questions"]):
            yield Example(
                id=f"{name}:{number}-{count}",
                set=name,
                group=place.group,
                above=place.above,
                question=question,
                passage=place.passage,
                answers=(tuple(answer),) if answer else (),
            )


def fingerprint(passage: str) -> str:
    """Return by what a passage of a public set is known: 16 digits of its sha256."""
    return hashlib.sha256(passage.encode()).hexdigest()[:16]


def _places(data: Path, names: Iterable[str]) -> Iterator[tuple[str, _Place]]:
    for name in sorted(names):
        for one in lines_of(data / f"{name}.jsonl.gz", name):
            for passage in one.passage.split("\n") if name == _PAPERS else [one.passage]:
                yield fingerprint(passage.strip()), _Place(passage.strip(), one.group, one.above)
