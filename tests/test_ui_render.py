"""The frame of the page, and that nothing hostile becomes a part of it."""

from index.documents import Document
from index.holdings import Entry
from qa.answer import Answer
from tests.drawn import HOSTILE, Letters, chat, quote, silent
from ui import render
from ui.chats import Chat, Trouble
from ui.conversation import Waiting, conversation
from ui.sources import Cited, source


def test_the_header_counts_and_lists_the_documents():
    entry = Entry("1", "<The tram>", "text/markdown", ("/shelf/tram.md",), 52, 1)
    other = Entry("2", "Minutes", "application/x-odd", ("/shelf/m",), 52, 1200)
    drawn = render.header([entry, other])
    counts = '<summary>2 documents<span class="rest"> · 1,201 passages</span></summary>'
    assert counts in drawn
    assert "data-renew>New<span> chat</span></button>" in drawn
    assert (
        '<li><bdi class="title">&lt;The tram&gt;</bdi>'
        '<span class="facts"><bdi>tram.md</bdi> · Markdown · 1 passage</span></li>'
    ) in drawn
    assert "application/x-odd · 1,200 passages" in drawn
    assert "No documents yet" in render.header([])


def test_the_header_names_three_hundred_documents_and_counts_all():
    entries = [Entry(str(n), f"No. {n}", "text/plain", (f"/{n}",), 9, 2) for n in range(1_302)]
    drawn = render.header(entries)
    assert '<summary>1,302 documents<span class="rest"> · 2,604 passages</span>' in drawn
    assert drawn.count('<bdi class="title">') == 300
    assert '<li class="facts">… 1,002 documents more</li></ul>' in drawn
    assert "more</li>" not in render.header(entries[:300])


def test_only_who_has_logged_in_can_log_out():
    out = (
        '<a class="plain" href="logout?all_session=false"'
        ' title="You are logged in as &lt;ben&gt;">Log out</a></div></header>'
    )
    assert render.header([], user="<ben>").endswith(out)
    assert "Log out" not in render.header([])


def test_nothing_hostile_becomes_a_tag_or_leaves_its_attribute():
    of = Document(HOSTILE, (f"/{HOSTILE}", f"/b/{HOSTILE}"), HOSTILE, "0" * 64, HOSTILE * 2)
    answer = Answer(HOSTILE, HOSTILE + "?", (quote("script", "script", of=of),), None)
    entry = Entry("1", HOSTILE, HOSTILE, (HOSTILE,), 1, 1)
    parts = [
        conversation(chat(answer, silent(HOSTILE, (HOSTILE,)), Trouble(HOSTILE, HOSTILE))),
        conversation(Chat(), Waiting(HOSTILE, silent().hits)),
        conversation(Chat(), examples=[HOSTILE]),
        source(Cited(of, 0, 9, (1, 4)), identifier=HOSTILE, original=HOSTILE),
        render.header([entry], library=HOSTILE, user=HOSTILE),
        render.download(HOSTILE, HOSTILE, HOSTILE, 1),
    ]
    for part in parts:
        assert "<script" not in part
        assert "script" not in Letters(part).tags
        assert "alert('" not in part
