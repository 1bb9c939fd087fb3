"""First questions come from what the documents' headings name or ask."""

import pytest

from index.documents import Heading
from tests.fakes import document
from ui.suggestions import suggested


def headed(*headings: str, title: str = "A title"):
    return document("x", title=title, headings=[Heading(0, 1, 2, heading) for heading in headings])


def test_a_heading_that_is_a_question_is_asked_as_it_stands():
    assert suggested([headed("Prices", "Who pays the driver?")], most=1) == ["Who pays the driver?"]
    assert suggested([headed("Prices", "Who may keep bees")], most=1) == ["Who may keep bees?"]


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("2.3 Opening hours", "What do the documents say about opening hours?"),
        ("The meeting on Monday", "What do the documents say about the meeting on Monday?"),
        ("What Quoth cannot do", "What do the documents say about what Quoth cannot do?"),
        ("How to ask Quoth", "What do the documents say about how to ask Quoth?"),
        ("The Harland Trust", "What do the documents say about The Harland Trust?"),
        ("GDPR", "What do the documents say about GDPR?"),
        ("# Prices", "What do the documents say about Prices?"),
        ("COVID-19", "What do the documents say about COVID-19?"),
        (
            "Rights of Tenants Whose Leases Ended",
            "What do the documents say about Rights of Tenants Whose Leases Ended?",
        ),
    ],
)
def test_a_heading_that_names_a_thing_becomes_a_question(heading, question):
    assert suggested([headed(heading)]) == [question]


@pytest.mark.parametrize(
    "heading",
    [
        "Introduction",
        "About this guide",
        "Contents",
        "Chapter 4",
        "2",
        "A title",
        "ab",
        "x" * 61,
        "See:",
        "a\x07lert",
        "2cdda5c8-e50e-4db4-b5f0-9722a649f455",
        "Product Code Location Expected Actual Variance Status",
    ],
)
def test_a_heading_that_names_nothing_is_passed_over(heading):
    assert suggested([headed(heading)]) == []


def test_each_document_has_a_question_before_any_has_two():
    found = suggested([headed("Ferries", "Boats"), headed("Trams")], most=3)
    assert [question.split()[-1] for question in found] == ["Ferries?", "Trams?", "Boats?"]


def test_a_heading_over_all_others_is_the_title_and_no_question():
    headings = [Heading(0, 1, 1, "The guide"), Heading(0, 1, 2, "Ferries")]
    found = suggested([document("x", headings=headings)])
    assert found == ["What do the documents say about Ferries?"]
