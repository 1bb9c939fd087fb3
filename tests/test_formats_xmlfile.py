import pytest

from index.documents import Heading
from index.errors import UnreadableFile
from index.formats.xmlfile import read_xml


def test_each_element_with_words_of_its_own_is_a_block() -> None:
    content = read_xml(
        b"""<?xml version="1.0" encoding="iso-8859-1"?>
        <book><!-- left out --><info><title>All about cats</title><author>Ann\xe9</author></info>
        <chapter><title>Food</title>
        <para>Cats eat <emph>raw\n fish</emph>.</para><para/>
        <section><title>Milk</title><para>Not good.

        Not at all.</para></section></chapter></book>""",
        "a.xml",
    )
    assert content.text == (
        "All about cats\n\nAnné\n\nFood\n\nCats eat raw fish.\n\nMilk\n\nNot good.\n\nNot at all."
    )
    assert content.headings == (
        Heading(0, 14, 2, "All about cats"),
        Heading(22, 26, 2, "Food"),
        Heading(48, 52, 3, "Milk"),
    )
    assert (content.title, content.pages) == ("All about cats", ())


def test_several_elements_of_one_kind_are_records_with_numbers() -> None:
    content = read_xml(
        b"<pets><pet><name>Tom</name><sound>purr</sound></pet><pet/>"
        b"<pet><name>Rex</name><sound>bark</sound></pet></pets>",
        "a.xml",
    )
    assert content.text == "name: Tom\nsound: purr\n\nname: Rex\nsound: bark"
    assert (content.unit, content.pages, content.numbers) == ("record", (0, 23), (1, 3))


def test_values_of_records_stand_behind_their_names_those_in_the_tags_too() -> None:
    content = read_xml(
        b'<shop xmlns:x="x"><item id="b1" x:note="no"><title>Rye</title>'
        b'<price currency="EUR">44.95</price><maker><town>Bonn</town><town>Trier</town></maker>'
        b'<about>A <b>dark</b> loaf.</about></item><item id="b2" price="5"/></shop>',
        "a.xml",
    )
    assert content.text == (
        "id: b1\n\nRye\n\nprice: 44.95\nprice.currency: EUR\nmaker.town: Bonn\n"
        "maker.town: Trier\nabout: A dark loaf.\n\nid: b2\nprice: 5"
    )
    assert content.headings == (Heading(8, 11, 2, "Rye"),)
    assert (content.pages, content.numbers) == ((0, 102), (1, 2))


def test_chapters_are_no_data() -> None:
    long = "Cats purr. " * 20
    chapter = f"<c><title>Food</title><p>{long}</p><p>{long}</p></c>"
    text = f"Food\n\n{long.strip()}\n\n{long.strip()}"
    assert read_xml(f"<b>{chapter * 2}</b>".encode(), "a.xml").text == f"{text}\n\n{text}"
    assert read_xml(b"<a><p>Cats purr.</p><p>Dogs bark.</p></a>", "a.xml").text == (
        "Cats purr.\n\nDogs bark."
    )


def test_words_right_in_the_outermost_element_are_one_block() -> None:
    assert read_xml(b"<a>Cats <b>purr</b>.</a>", "a.xml").text == "Cats purr."


def test_a_feed_and_a_page_are_read_as_such() -> None:
    feed = b"<rss><channel><item><title>One</title></item></channel></rss>"
    assert read_xml(feed, "a.xml").numbers == (1,)
    page = (
        b"<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>Cats</h1><p>Purr.</p></body></html>"
    )
    assert read_xml(page, "a.xml").headings == (Heading(0, 4, 1, "Cats"),)


def test_what_is_called_a_feed_and_has_no_entries_is_read_as_other_xml() -> None:
    kettle = b"<feed><product><name>Kettle</name><price>10</price></product></feed>"
    assert read_xml(kettle, "a.xml").text == "Kettle\n\n10"
    labelled = b"<r:RDF xmlns:r='r' xmlns:s='s'><s:C><s:label>Harbour</s:label></s:C></r:RDF>"
    assert read_xml(labelled, "a.xml").text == "Harbour"


def test_the_end_of_the_last_line_may_be_two_bytes() -> None:
    text = "<?xml version='1.0' encoding='utf-16'?>\n<a><p>Purr.</p></a>\n"
    assert read_xml(b"\xfe\xff" + text.encode("utf-16-be"), "a.xml").text == "Purr."


def test_characters_named_as_html_names_them_are_known_though_no_type_is_fetched() -> None:
    body = b"<a><p>Caf&eacute; &amp;eacute;</p><p>a&nbsp;&ne;</p><p><![CDATA[&lt;&ne;]]></p></a>"
    text = "Café &eacute;\n\na ≠\n\n&lt;&ne;"
    assert read_xml(body, "a.xml").text == text
    fetched = b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'
    assert read_xml(fetched + body, "a.xml").text == text
    assert read_xml(fetched + b"<a>x &unknown; y</a>", "a.xml").text == "x &unknown; y"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<a b='c'><d/> </a>", "a.xml is XML that says nothing between its tags"),
        (b"<a>&unknown;</a>", "a.xml is damaged: no sound XML"),
        (b"<a>", "a.xml is damaged: no sound XML"),
        (b"<a>" * 300 + b"x" + b"</a>" * 300, "a.xml is damaged: no sound XML"),
        (b'<!DOCTYPE a [<!ENTITY x "ha">]><a>&x;</a>', "a.xml declares entities of its own"),
    ],
)
def test_what_holds_nothing_or_would_do_harm_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_xml(content, "a.xml")
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
