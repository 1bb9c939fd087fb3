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


def test_near_are_unusual_and_wider_meanings_too(synonyms: Synonyms) -> None:
    assert synonyms.near("port") == {"harbour", "porthole", "larboard"}
    assert synonyms.near("bought") == {"purchased", "acquired"}
    # WordNet lists a relation with both meanings; here it stands with the narrower one only.
    assert synonyms.near("acquired") == set()
    assert synonyms.near("unheard") == set()


def test_the_same_are_only_usual_meanings_of_both(synonyms: Synonyms) -> None:
    assert synonyms.same("bought") == {"purchased"}
    assert synonyms.same("larger") == {"bigger"}
    assert synonyms.same("quickly") == {"fast"}
    # Of "port" larboard is the third meaning.
    assert synonyms.same("port") == {"harbour", "porthole"}
    assert synonyms.same("unheard") == set()


def test_a_folder_without_wordnet_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        Synonyms(tmp_path, WORDS)
    assert str(caught.value) == (
        f"{tmp_path / 'index.noun'} is not there. Install the package wordnet-base, or give the"
        " folder of WordNet's files with --wordnet"
    )
