from pathlib import Path

import pytest

from index.documents import Heading
from index.errors import UnreadableFile
from index.formats.feed import read_feed
from index.formats.table import read


def test_an_rss_feed_reads_entry_by_entry_under_their_titles() -> None:
    content = read_feed(
        b"""<?xml version="1.0" encoding="utf-8"?>
        <rss xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel>
        <title>Cat news</title><description>All of it.</description>
        <lastBuildDate>Wed, 01 May 2024 10:00:00 +0000</lastBuildDate>
        <item><title>Tuna &amp; cod</title><pubDate>Tue, 30 Apr 2024 09:00:00 GMT</pubDate>
        <description>short</description>
        <c:encoded>&lt;h2&gt;Why&lt;/h2&gt;&lt;p&gt;Cats eat &lt;b&gt;fish&lt;/b&gt;.</c:encoded>
        </item>
        <item><description><![CDATA[<p>No title.</p><script>x</script>]]></description></item>
        <item/></channel></rss>""",
        "a.xml",
    )
    assert content.text == (
        "Cat news\n\nAll of it.\n\nTuna & cod\n\nTue, 30 Apr 2024 09:00:00 GMT\n\n"
        "Why\n\nCats eat fish.\n\nNo title."
    )
    assert content.headings == (
        Heading(0, 8, 1, "Cat news"),
        Heading(22, 32, 2, "Tuna & cod"),
        Heading(65, 68, 4, "Why"),
    )
    assert (content.unit, content.pages, content.numbers) == ("record", (22, 86), (1, 2))
    assert (content.title, content.date) == ("Cat news", "2024-05-01")


def test_an_atom_feed_is_read_with_its_three_kinds_of_text() -> None:
    content = read_feed(
        b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Cats</title>
        <updated>2024-05-02T10:00:00Z</updated>
        <entry><title>One</title><content type="text">1 &lt; 2</content></entry>
        <entry><title>Two</title><content type="html">a&lt;br&gt;b</content></entry>
        <entry><title>Three</title><content type="xhtml">
        <div xmlns="http://www.w3.org/1999/xhtml"><p>c</p></div></content></entry></feed>""",
        "a.atom",
    )
    assert content.text == "Cats\n\nOne\n\n1 < 2\n\nTwo\n\na\nb\n\nThree\n\nc"
    assert content.date == "2024-05-02"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("<title><![CDATA[What&#8217;s <b>new</b> &amp; old]]></title>", "What\u2019s new & old"),
        ("<title>1 &lt; 2 &amp; the &lt;div&gt;</title>", "1 < 2 & the <div>"),
        (
            '<title xmlns="http://www.w3.org/2005/Atom" type="html">a &amp;lt; &lt;em&gt;b</title>',
            "a < b",
        ),
        (
            '<title xmlns="http://www.w3.org/2005/Atom">a &amp;lt; &lt;em&gt;b</title>',
            "a &lt; <em>b",
        ),
        ('<title type="xhtml"><div>a &lt; <b>b</b></div></title>', "a < b"),
    ],
)
def test_titles_that_are_html_are_read_as_their_reader_sees_them(title: str, said: str) -> None:
    feed = f"<rss><channel>{title}<item>{title}<description>c</description></item></channel></rss>"
    content = read_feed(feed.encode(), "a.rss")
    assert content.text == f"{said}\n\n{said}\n\nc"
    assert content.title == said


def test_the_first_kind_of_feed_keeps_its_entries_outside_of_the_channel() -> None:
    content = read_feed(
        b'<r:RDF xmlns:r="r"><channel><title>Cats</title></channel>'
        b"<item><title>One</title><description>a</description></item></r:RDF>",
        "a.rss",
    )
    assert content.text == "Cats\n\nOne\n\na"


def test_what_a_page_inside_declares_of_its_encoding_is_not_believed() -> None:
    page = "&lt;meta charset=latin-1&gt;&lt;p&gt;Größe"
    text = f"<rss><channel><item><description>{page}</description></item></channel></rss>"
    assert read_feed(text.encode(), "a.xml").text == "Größe"


@pytest.mark.parametrize("name", ["a.rss", "a.xml"])
def test_a_feed_without_entries_is_read_as_what_it_says(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(
        b"<rss><channel><title>Cats</title><link>http://x</link>"
        b"<description>&lt;p&gt;All of &lt;b&gt;it&lt;/b&gt;.</description></channel></rss>"
    )
    document = read(path)
    assert (document.text, document.title) == ("Cats\n\nAll of it.", "Cats")


def test_the_third_atom_calls_its_description_a_tagline() -> None:
    content = read_feed(b"<feed><title>Cats</title><tagline>All of it.</tagline></feed>", "a.atom")
    assert content.text == "Cats\n\nAll of it."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"<rss><channel><link>http://x</link><item/></channel></rss>",
            "a.rss is a feed that says nothing: no title, no entries",
        ),
        (
            b"<project/>",
            "a.rss is no RSS or Atom feed (it begins with <project>). "
            "Rename it if it is other XML (.xml)",
        ),
        (b"text", "a.rss is damaged: no sound XML"),
        (b'<!DOCTYPE rss [<!ENTITY x "ha">]><rss>&x;</rss>', "a.rss declares entities of its own"),
    ],
)
def test_other_files_are_refused(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_feed(content, "a.rss")
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
