"""Made-up tables: each question's answer is the cell it asks for."""

import hashlib
import random
import re
from collections import Counter

import pytest

from eval.training.records import records

MADE = list(records(3000, random.Random(3)))


def test_the_same_seed_makes_the_same():
    assert list(records(3000, random.Random(3))) == MADE
    assert len({one.id for one in MADE}) == 3000
    # A training cannot be done again with others.
    digest = hashlib.sha256("".join(map(repr, MADE)).encode()).hexdigest()
    assert digest[:16] == "e49b51bf6ed3587e"


def test_a_third_and_some_more_have_no_answer():
    assert 1800 < sum(bool(one.answers) for one in MADE) < 1950


def test_an_answer_is_one_whole_cell():
    for one in MADE:
        for start, end in one.answers:
            assert start < end
            assert one.passage[:start].endswith((": ", "| ", "\n")) or start == 0
            assert one.passage[end:].startswith((";", " |", "\n")) or end == len(one.passage)


def test_an_answer_stands_in_the_row_that_was_asked_for():
    seen = Counter()
    for one in MADE:
        for start, end in one.answers:
            begin = one.passage.rfind("\n", 0, start) + 1
            line = one.passage[begin:].split("\n")[0]
            row = re.split(r"; | \| ", line.removeprefix("| "))[0].split(": ")[-1]
            # Asked for the row by one of its values, the answer is the row's name.
            asked_back = one.passage[start:end] == row
            seen[asked_back] += 1
            assert asked_back or row.lower() in one.question.lower()
    assert min(seen.values()) > 100


@pytest.mark.parametrize("mark", ["; ", " | ", "|---|"])
def test_all_three_forms_are_made(mark):
    assert sum(mark in one.passage for one in MADE) > 500


def test_what_is_made_of_a_crossed_table():
    crossed, listed = MADE[:2]
    assert crossed.question == "How many visitors had Tartu in 2016?"
    assert crossed.above == "Visitors"
    assert crossed.passage.split("\n") == [
        "Visitors | 2016 | 2017 | 2018 | 2020",
        "Bilbao | 61,738 | 71,006 | 72,141 | 62,536",
        "Nantes | 52,153 | 83,863 | 19,841 | 30,498",
        "Tartu | 83,312 | 19,973 | 68,674 | 51,209",
    ]
    assert [crossed.passage[start:end] for start, end in crossed.answers] == ["83,312"]
    # Kelport has no row.
    assert listed.question == "Who governs Kelport?"
    assert listed.answers == ()
