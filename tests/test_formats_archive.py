import io
import struct
import zipfile

import pytest

from index.errors import UnreadableFile
from index.formats import archive
from index.formats.archive import member, open_archive


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in members:
            made.writestr(name, content)
    return file.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        open_archive(content, "a.zip")
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    return message


def with_announced(content: bytes, size: int) -> bytes:
    """Return an archive whose first member announces another size in the list of members."""
    at = content.index(b"PK\x01\x02") + 24
    return content[:at] + struct.pack("<I", size) + content[at + 4 :]


def test_a_member_is_read_by_its_name_or_its_entry() -> None:
    opened = open_archive(packed(("a/b.txt", b"Cats"), ("c.txt", b"Dogs")), "a.zip")
    assert member(opened, "a/b.txt", "a.zip") == b"Cats"
    assert member(opened, opened.infolist()[1], "a.zip") == b"Dogs"


def test_what_is_no_archive_is_refused() -> None:
    assert refusal(b"PK") == (
        "a.zip is damaged: it cannot be unpacked (File is not a zip file). Save it anew from the "
        "program that made it"
    )


def test_a_missing_member_is_named() -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.zip is damaged: it has no b\.txt\. "):
        member(open_archive(packed(), "a.zip"), "b.txt", "a.zip")


def test_a_damaged_member_is_named() -> None:
    content = packed(("a.txt", b"Cats purr."), method=zipfile.ZIP_STORED)
    opened = open_archive(content.replace(b"purr", b"bark"), "a.zip")
    with pytest.raises(UnreadableFile) as caught:
        member(opened, "a.txt", "a.zip")
    assert str(caught.value) == (
        "a.zip is damaged at a.txt: it cannot be unpacked (Bad CRC-32 for file 'a.txt'). Save it "
        "anew from the program that made it"
    )


def test_an_encrypted_archive_is_refused_with_the_remedy() -> None:
    content = bytearray(packed(("a.txt", b"Cats")))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content)) == (
        "a.zip is encrypted. Unpack it with its password, or save it without one"
    )


def test_a_flat_bomb_is_left_alone() -> None:
    # A byte of deflate stands for at most 1032 others.
    message = refusal(packed(("a.txt", bytes(60_000_000))))
    assert message.startswith("a.zip is no honest archive: a.txt in it unpacks from 58,")
    assert message.endswith(" bytes to 60 MB. It is left alone")


def test_an_archive_that_announces_too_much_is_refused_before_it_is_unpacked() -> None:
    content = with_announced(packed(("a.txt", b"Cats" * 1000)), 4_000_000_000)
    assert "unpacks from" in refusal(content)
    many = packed(*((f"{number}.txt", bytes(40_000_000)) for number in range(13)))
    assert refusal(many) == (
        "a.zip unpacks to 520 MB; the most that is unpacked is 500 MB. Split it first"
    )


def test_a_member_that_hides_its_size_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    content = with_announced(packed(("a.txt", bytes(1_000_000))), 10)
    # Below what the limit allows in any case, nothing is unpacked to look.
    opened = open_archive(content, "a.zip")
    with pytest.raises(UnreadableFile, match="Bad CRC-32"):
        member(opened, "a.txt", "a.zip")
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 900_000)
    assert refusal(content) == (
        "a.zip is no honest archive: a.txt in it unpacks to more than the 10 bytes it announces. "
        "It is left alone"
    )


def test_a_member_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBER_BYTES", 1_000_000)
    opened = open_archive(packed(("a.txt", bytes(2_000_000))), "a.zip")
    with pytest.raises(UnreadableFile) as caught:
        member(opened, "a.txt", "a.zip")
    assert str(caught.value) == (
        "a.zip holds a.txt with 2 MB; the largest read has 1 MB. Split it first"
    )


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = packed(*((f"{number}.txt", b"") for number in range(21)))
    monkeypatch.setattr(archive, "MAX_MEMBERS", 20)
    few = "a.zip has more than 20 files in it. Unpack it and add the folder"
    assert refusal(content) == few
    # So many that the list itself would fill the memory: not even opened.
    assert refusal(b"PK\x01\x02" * 201) == few
