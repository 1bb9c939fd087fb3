"""Words, and what they mean, few enough to be written down."""

from pathlib import Path

import numpy as np

from eval.training.kin import _SEEN, Kin

# Words of one kind point the same way, but a word that is too near to another means the same.
VECTORS = {
    "quay": (1.0, 0.0, 0.0),
    "mill": (0.3, 0.95, 0.0),
    "barn": (0.35, 0.0, 0.93),
    "dock": (0.99, 0.1, 0.0),
    "quays": (0.4, 0.5, 0.7),
}
# The mean of all is taken off: with these it is nothing.
VECTORS |= {
    other: tuple(-number for number in VECTORS[word])
    for word, other in zip(VECTORS, ("rain", "snow", "wind", "sand", "salt"), strict=True)
}


def kin(*texts: str, wordnet: Path | None = None) -> Kin:
    """Return the kin by these vectors, each word met often between "the" and "in"."""
    words = list(VECTORS)
    often = [f"the {word} in" for word in words for _ in range(_SEEN)]
    vectors = np.array(list(VECTORS.values()), dtype=np.float32)
    numbers = {word: place for place, word in enumerate(words)}
    return Kin([*often, *texts], vectors, numbers, wordnet=wordnet)


def wordnet(folder: Path, *meanings: tuple[str, str, str]) -> Path:
    """Write WordNet's files with a few meanings.

    Args:
        folder: Where; it is made.
        meanings: Of each its part of speech, its words, parted by blanks, and as one more word
            which of these meanings, counted from 0, is wider, or "". What comes first is the more
            usual.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("noun", "verb", "adj", "adv"):
        data, senses = ["  1 Whatever is written here is no meaning."], {}
        for number, (of, words, wider) in enumerate(meanings):
            if of != part:
                continue
            each = words.split()
            relation = f"001 @ {int(wider):08} {part[0]} 0000" if wider else "000"
            listed = " ".join(f"{word} 0" for word in each)
            data.append(f"{number:08} 01 {part[0]} {len(each):02x} {listed} {relation} | so")
            for word in each:
                senses.setdefault(word, []).append(f"{number:08}")
        index = [
            f"{word} {part[0]} {len(places)} 1 @ {len(places)} 0 {' '.join(places)}"
            for word, places in senses.items()
        ]
        for name, lines in (("data", data), ("index", index)):
            (folder / f"{name}.{part}").write_text("".join(f"{line}\n" for line in lines))
        irregular = {
            "verb": "bought buy\n",
            "noun": "oxen ox\n",
            "adj": "bigger big\nbiggest big\n",
        }
        (folder / f"{part}.exc").write_text(irregular.get(part, ""))
    return folder
