import pytest

from index.errors import UnreadableFile
from index.formats.trees import local, tree


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        tree(content, "a.odt", "content.xml")
    return str(caught.value)


def test_xml_becomes_a_tree() -> None:
    root = tree(b'<a xmlns="x"><b>c</b><!-- d --></a>', "a.xml")
    assert [local(element) for element in root.iter()] == ["a", "b", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_multiply_are_refused(encoding: str) -> None:
    bomb = (
        '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;&x;&x;">]><a>&y;</a>'
    ).encode(encoding)
    assert refusal(bomb) == (
        "a.odt declares entities of its own in content.xml, which can unpack without end. Save it "
        "anew from the program that made it"
    )


def test_a_document_type_without_entities_is_none_of_our_business() -> None:
    text = b'<!DOCTYPE rss PUBLIC "x" "http://localhost/x.dtd"><rss><![CDATA[ [<!ENTITY ]]></rss>'
    assert tree(text, "a.xml").text == " [<!ENTITY "


def test_no_file_is_put_in_for_an_entity() -> None:
    text = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    assert refusal(text).startswith("a.odt declares entities of its own in content.xml")


def test_what_is_no_xml_is_refused_in_one_line() -> None:
    assert refusal(b"<a><b>\n</a>").startswith("a.odt is damaged: no sound XML in content.xml (")
    assert refusal(b"").startswith("a.odt is damaged: no sound XML in content.xml (")


def test_what_is_nested_without_end_is_refused() -> None:
    assert "a.odt is damaged" in refusal(b"<a>" * 5000 + b"</a>" * 5000)
