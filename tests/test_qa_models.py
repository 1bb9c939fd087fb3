"""Documents that do not name what a question names by letters and a number."""

import pytest

from index.library import Hit
from index.passages import Passage
from qa.reading.models import about_what_is_named
from tests.fakes import document

TEXTS = {
    "Manual": "The DH-20 dries a room. The DH 30 dries a hall.",
    "Prices": "A canvas bag costs 5.60. Prints on A4 cost 0.10.",
    "Town": "Since mid-1990 the town has a b12 road, as B 12.",
}
HITS = [
    Hit(made, Passage(made.id, 0, len(made.text)), 0.03)
    for made in (document(text, title=title) for title, text in TEXTS.items())
]


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("What does the DH-20 cost?", ["Manual"]),
        ("what does the dh20 cost", ["Manual"]),
        ("what does the dh-30 cost", ["Manual"]),
        ("And the DH-20A?", ["Manual", "Prices", "Town"]),
        ("What costs a print on A4?", ["Prices"]),
        ("Where is the B12?", ["Town"]),
        # Each of two narrows the choice down, as far as anything is left.
        ("Does the DH-20 print on A4?", ["Manual"]),
        # No names, or named nowhere.
        ("What is there since mid-1990?", ["Manual", "Prices", "Town"]),
        ("What costs 20?", ["Manual", "Prices", "Town"]),
        ("What does the XR-9 cost?", ["Manual", "Prices", "Town"]),
    ],
)
def test_only_documents_that_name_it_are_read(question, titles):
    kept = about_what_is_named(question, HITS)
    assert [hit.document.title for hit in kept] == titles


def test_a_title_names_it_too():
    made = document("It dries a room.", title="Manual of the DH-20")
    hit = Hit(made, Passage(made.id, 0, len(made.text)), 0.03)
    assert about_what_is_named("What does the DH-20 do?", [*HITS[1:], hit]) == [hit]
    assert about_what_is_named("What does the DH-20 do?", []) == []
