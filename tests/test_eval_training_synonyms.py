"""What means the same, by WordNet's files."""

from pathlib import Path

import pytest

from eval.training.synonyms import Synonyms
from index.errors import UserError
from tests.lexicon import wordnet

MEANINGS = (
    ("verb", "get acquire", ""),
    ("verb", "buy purchase", "0"),
    ("noun", "bargain buy", ""),
    ("noun", "harbour haven", ""),
    ("noun", "port harbour", ""),
    ("noun", "port porthole", ""),
    ("noun", "port larboard", ""),
    ("noun", "ox bullock", ""),
    ("adj", "big large", ""),
    ("adv", "fast quickly", ""),
)
WORDS = (
    "buy buying bought purchase purchased purchasing buys bargains acquired haven harbour port"
    " ports havens porthole larboard oxen bullocks ox bullock bigger larger biggest largest big"
    " fast quickly"
).split()


@pytest.fixture
def synonyms(tmp_path: Path) -> Synonyms:
    return Synonyms(wordnet(tmp_path / "wordnet", *MEANINGS), WORDS)


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("bought", {"purchased"}),
        ("buying", {"purchasing"}),
        # A verb or a noun: "bargains" is of the noun.
        ("buys", {"bargains"}),
        ("purchase", {"buy"}),
        ("oxen", {"bullocks"}),
        ("larger", {"bigger"}),
        ("largest", {"biggest"}),
        # No "large" is among the words met.
        ("big", set()),
        ("fast", {"quickly"}),
        ("harbour", {"haven", "port"}),
        ("haven", {"harbour"}),
        # Its third meaning is not a usual one.
        ("port", {"harbour", "porthole"}),
        ("larboard", set()),
        ("unheard", set()),
    ],
)
def test_words_of_one_form_and_meaning_stand_for_each_other(
    synonyms: Synonyms, word: str, others: set[str]
) -> None:
    assert synonyms.of(word) == others


def test_near_are_unusual_and_wider_meanings_too(synonyms: Synonyms) -> None:
    assert synonyms.near("port") == {"harbour", "porthole", "larboard"}
    assert synonyms.near("bought") == {"purchased", "acquired"}
    # WordNet lists a relation with both meanings; here it stands with the narrower one only.
    assert synonyms.near("acquired") == set()
    assert synonyms.near("unheard") == set()


def test_a_folder_without_wordnet_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        Synonyms(tmp_path, WORDS)
    assert str(caught.value) == (
        f"{tmp_path / 'index.noun'} is not there. Install the package wordnet-base, or give the"
        " folder of WordNet's files with --wordnet"
    )
