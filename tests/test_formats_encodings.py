import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnreadableFile
from index.formats.encodings import recognise
from index.formats.plain import decode

GERMAN = "Der Hund ist für die Übung auf dem Hof, und das Mädchen läuft nicht mit. Schöne Grüße!"
FRENCH = "Le café est ouvert dans la rue, et les élèves qui ont déjà mangé ne sont pas là."
SPANISH = "El niño no está en la casa por la mañana, y los días de sol se van con los años."
POLISH = "Nie jest to łatwe, że się śpieszy do pracy na ósmą, a źródło może być po drodze."
RUSSIAN = "Это не то, что было на столе: кошка и собака с утра спят по углам, а мы из дома ушли."
GREEK = (
    "Το σπίτι είναι στην άκρη του δρόμου και η γάτα που κοιμάται με την άλλη δεν ξυπνά από το φως."
)
TURKISH = "Bu bir kedi ve köpek için çok güzel bir gün olarak görülür, ama yağmur da var değil mi."
ENGLISH = "It is “as good as it gets” for the cats’ café – that is what they said of it in the end."
JAPANESE = "これは猫についての文章です。犬はここにいません。毎日、朝に魚を食べます。"
CHINESE = "这是一个关于猫的故事，他在这里不是一个人，我们的国家有很多猫，它们都是很好的。"
KOREAN = "이것은 고양이에 관한 글입니다. 개는 여기에 없습니다. 매일 아침에 생선을 먹습니다."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        (GERMAN, "mac-roman"),
        (GERMAN, "cp850"),
        (FRENCH, "cp1252"),
        (SPANISH, "cp1252"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (GREEK, "cp1253"),
        (TURKISH, "cp1254"),
        (ENGLISH, "cp1252"),
        (ENGLISH, "mac-roman"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "cp949"),
    ],
)
def test_text_of_one_language_is_read_as_it_was_written(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [GERMAN, RUSSIAN, CHINESE + "\r\n" + CHINESE, "a 🐈 b"])
def test_utf_16_is_read_without_a_byte_order_mark(text: str, encoding: str) -> None:
    content = text.encode(encoding)
    assert recognise(content) == (encoding if b"\0" in content else None)
    assert decode(content, "a.txt") == text


def test_the_longest_text_in_utf_16_is_looked_at_in_part() -> None:
    # 100,000 bytes are looked at, and the last two of them are half of a cat.
    text = "a" * 49_999 + "🐈" * 1000
    assert decode(text.encode("utf-16-le"), "a.txt") == text


@pytest.mark.parametrize(
    "content",
    [
        b"to a caf\xe9",  # too short
        b"caf\xe9 " * 100,  # no word of any language
        "ä ö ü ß ".encode("cp1252") * 100,
        # Of Slovene, whose words are not known, in letters that are all Croatian.
        "Včeraj smo šli v žabjo mlako. ".encode("cp1250") * 50,
        # The letters of Esperanto are in no encoding that is known.
        "La ĉevalo kaj la ĝirafo estas de la ŝafo. ".encode("iso8859-3") * 20,
        # Half of it is UTF-8.
        (GERMAN + "\n").encode("cp1252") * 10 + (GERMAN + "\n").encode() * 10,
        bytes(range(128, 256)) * 20,
        b"\x80\x04\x95\x10\0\0\0\0\0\0\0}\x94(\x8c\x01a\x94K\x01u.",  # a pickle
        b"ab\0\0",
    ],
)
def test_where_there_is_doubt_nothing_is_recognised(content: bytes) -> None:
    assert recognise(content) is None
    with pytest.raises(UnreadableFile):
        decode(content, "a.txt")


def test_names_are_read_whose_letters_are_the_same_in_all_encodings() -> None:
    table = "Name;Ort;Preis\nMüller;Köln;1.234,50 €\nJäger;Größe – § 5;20 °C\n"
    assert decode(table.encode("cp1252"), "a.csv") == table


@pytest.mark.parametrize(
    "content",
    [
        "Zoë".encode("cp1252") + b" M\xfcller",  # another letter in the Baltic
        "5 cm³ a".encode("cp850"),
        "Jäger, Köln, Müller".encode("cp850"),
        "Jäger, Köln, Müller".encode("mac-roman"),
        "Мир и Müller".encode("cp1251", "replace") + "мир".encode("cp1251"),
        b"a \xfc b",
    ],
)
def test_names_are_not_read_where_their_letters_are_in_doubt(content: bytes) -> None:
    assert recognise(content) is None


def test_a_byte_deep_in_a_long_file_that_does_not_fit_refuses_the_whole() -> None:
    # 0x81 is no character in Windows-1252; the lines between are not looked at.
    good = (GERMAN + "\n").encode("cp1252")
    assert decode(good * 3000, "a.txt").count("ß") == 3000
    bad = good * 1500 + b"\x81\n" + good * 1500
    with pytest.raises(UnreadableFile) as caught:
        decode(bad, "a.txt")
    # "Der Hund ist f" comes before the first letter that is not ASCII.
    assert str(caught.value).startswith("a.txt is not UTF-8 text (byte 0xFC at offset 14, line 1)")


def test_what_declares_another_encoding_than_utf_8_is_taken_at_its_word() -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.html is not SHIFT_JIS text"):
        decode(b"\xff" + GERMAN.encode("cp1252"), "a.html", "shift_jis")


def test_zeros_after_the_mark_of_utf_8_are_binary() -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.txt is binary, not text\. "):
        decode(codecs.BOM_UTF8 + "abcd".encode("utf-16-le"), "a.txt")


@given(content=st.binary(max_size=400))
def test_whatever_is_recognised_can_be_decoded(content: bytes) -> None:
    encoding = recognise(content)
    assert encoding is None or content.decode(encoding, "strict")
