"""The list of documents as it is drawn, and what limits a question."""

import re
from dataclasses import replace

import pytest

from index.formats.table import FORMATS
from index.holdings import Entry, Failure
from ui.places import kind
from ui.shelf import chosen_part, frame, listing

LEASE = Entry(
    "1",
    "The <lease>",
    "application/pdf",
    ("/shelf/lease.pdf", "/b/lease.pdf"),
    52_000,
    81,
    added="2026-05-01T12:00:00+00:00",
    collections=("contracts",),
    tags=("signed",),
)
BLANK = Entry("2", "Blank", "text/plain", ("/shelf/blank.txt",), 3, 0)


def test_a_document_has_its_title_kind_size_passages_day_collection_and_state():
    drawn = listing([LEASE, BLANK], [], {"contracts": 1, "": 1})
    assert (
        '<td data-column="Title"><bdi class="title">The &lt;lease&gt;</bdi> '
        '<bdi class="facts" title="/shelf/lease.pdf\n/b/lease.pdf">lease.pdf</bdi></td>'
        '<td data-column="Kind">PDF</td><td data-column="Size">52,000 characters</td>'
        '<td data-column="Passages">81<span class="noun"> passages</span></td>'
        '<td data-column="Added">1 May 2026</td>'
        '<td data-column="Collection"><bdi>contracts</bdi></td><td data-column="State">ready</td>'
    ) in drawn
    assert '<td data-column="State">no text in it</td>' in drawn
    assert "2 documents · 81 passages</span> · tick documents to ask only in them</p>" in drawn
    assert 'data-within="contracts"> <bdi>contracts</bdi> (1)' in drawn
    assert 'data-within=""' not in drawn
    assert "data-remove" not in drawn


def test_a_title_leads_to_the_file_where_it_can_be_had():
    drawn = listing(
        [LEASE, BLANK], [], {}, address=lambda entry: {"1": "original/1"}.get(entry.id, "")
    )
    assert (
        '<td data-column="Title"><a href="original/1" target="_blank" rel="noopener noreferrer"'
        ' title="Open the original"><bdi class="title">The &lt;lease&gt;</bdi></a> <bdi'
    ) in drawn
    assert '<td data-column="Title"><bdi class="title">Blank</bdi> <bdi' in drawn


def test_a_button_that_removes_says_what():
    drawn = listing([LEASE], [], {}, editing=True)
    assert 'data-remove="1" aria-label="Remove The &lt;lease&gt;">Remove</button>' in drawn


def test_a_document_whose_vectors_are_still_made_is_found_by_its_words_only():
    drawn = listing([LEASE, BLANK], [], {}, waiting={"1", "2"})
    assert drawn.count(">words only so far</span></td>") == 1
    assert ">ready</td>" not in drawn
    assert '<td data-column="State">no text in it</td>' in drawn


@pytest.mark.parametrize("words", ["LEASE", "b/lease signed", "pdf contracts", " "])
def test_the_list_is_searched_in_title_path_kind_collection_and_tag(words):
    assert "&lt;lease&gt;" in listing([LEASE, BLANK], [], {}, words=words)


def test_what_is_found_nowhere_in_the_list_is_said():
    assert "No document has all these words." in listing([LEASE], [], {}, words="lease unsigned")
    empty = "No documents yet. Add some: {}quoth add PATH…</p>"
    assert empty.format("") in listing([], [], {})
    assert empty.format("drop files above, or ") in listing([], [], {}, editing=True)


def test_one_passage_is_one():
    entry = replace(LEASE, passages=1)
    assert '>1<span class="noun"> passage</span></td>' in listing([entry], [], {})


def test_documents_stand_in_the_order_of_their_titles():
    titles = ["Zoo", "letter 10", "Letter 9", "letter 09 b", "Äpfel", "apples", "²"]
    drawn = listing([replace(LEASE, title=title) for title in titles], [], {})
    wanted = ["apples", "Letter 9", "letter 09 b", "letter 10", "Zoo", "²", "Äpfel"]
    assert re.findall(r'class="title">([^<]+)<', drawn) == wanted


def test_a_column_in_which_nothing_would_stand_is_left_out():
    head, cell = '<th scope="col">Collection</th>', '<td data-column="Collection">'
    assert head in listing([BLANK], [], {"contracts": 1, "": 1})
    for collections in ({}, {"": 1}):
        drawn = listing([BLANK], [], collections)
        assert head not in drawn
        assert cell not in drawn


def test_every_kind_that_is_read_has_a_name_of_its_own():
    for media_type, _ in FORMATS.values():
        assert kind(media_type) != media_type


def test_a_failed_file_is_told_with_its_reason():
    failure = Failure("/shelf/<scan>.pdf", "<scan>.pdf has no text layer. Run OCR on it first")
    drawn = listing([LEASE], [failure], {})
    assert "<summary>1 file could not be read</summary>" in drawn
    line = "&lt;scan&gt;.pdf</bdi> <span>has no text layer. Run OCR on it first</span>"
    assert f"{line}</li>" in drawn
    dismiss = (
        '<button type="button" class="link" data-dismiss="/shelf/&lt;scan&gt;.pdf">Dismiss</button>'
    )
    assert f"{line} <span>{dismiss}</span></li>" in listing([LEASE], [failure], {}, editing=True)


def test_three_hundred_documents_are_drawn_and_the_rest_counted():
    drawn = listing([LEASE] * 305, [], {})
    assert drawn.count("<tr>") == 301
    assert "… 5 documents more; search." in drawn


def test_documents_are_taken_out_only_where_that_is_allowed_and_only_once_confirmed():
    drawn = listing([LEASE], [], {}, editing=True)
    assert '&gt;">Remove</button><span class="sure" hidden>' in drawn
    assert 'data-removed="1">Remove</button>' in drawn
    assert "data-dropzone" in frame(editing=True)
    assert "data-dropzone" not in frame(editing=False)


@pytest.mark.parametrize(
    ("event", "part"),
    [
        ({}, None),
        ({"within": None}, None),
        ({"within": {"collections": [], "documents": []}}, None),
        ({"within": {"collections": ["a"]}}, (("a",), ())),
        ({"within": {"documents": ["1", 2, None], "collections": "no"}}, ((), ("1",))),
    ],
)
def test_a_question_is_limited_to_what_the_page_says_in_a_way_that_makes_sense(event, part):
    assert chosen_part(event) == part
