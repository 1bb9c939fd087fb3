import io
import zipfile
from pathlib import Path

import made
import pytest
from files import epub, every_kind, ods, odt

from index.formats.child import Child
from index.formats.kinds import true_suffix
from index.formats.table import read


def stored(content: bytes) -> bytes:
    """Return an archive without compression, as its first member must be in some."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return made.getvalue()


KINDS = {kind: every_kind()[kind] for kind in (".pdf", ".rtf", ".docx", ".xlsx", ".pptx")}
KINDS |= {".odt": stored(odt()), ".ods": stored(ods()), ".epub": stored(epub())}


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.csv", "a.pdf"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_read_as_what_it_is_whatever_it_is_called(
    tmp_path: Path, name: str, kind: str
) -> None:
    path, right = tmp_path / name, tmp_path / f"right{kind}"
    for each in (path, right):
        each.write_bytes(KINDS[kind])
    assert (read(path).text, read(path).media_type) == (read(right).text, read(right).media_type)


def test_what_is_read_in_another_process_is_told_by_the_first_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(KINDS[".docx"])
    with Child() as child:
        assert child.read(path).documents[0].text == "Cats\n\nCats purr.\n\nTom"
        assert child.process is not None


@pytest.mark.parametrize("outer", [".docx", ".xlsx", ".pptx", ".odt", ".epub"])
@pytest.mark.parametrize("inner", [".docx", ".xlsx", ".pptx", ".odt", ".epub"])
def test_another_file_kept_inside_as_it_is_does_not_tell_the_kind(outer: str, inner: str) -> None:
    packed = io.BytesIO(KINDS[outer])
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_STORED) as whole:
        whole.writestr(f"embeddings/a{inner}", KINDS[inner])
    for name in (outer, inner, ".txt", ".odt"):
        assert true_suffix(packed.getvalue(), name) == outer


def test_an_archive_that_is_cut_short_is_told_by_what_is_left() -> None:
    whole = KINDS[".docx"]
    for cut in (whole[: whole.rindex(b"PK\x05\x06")], whole[: len(whole) // 2]):
        assert true_suffix(cut, ".docx") == ".docx"
    assert true_suffix(whole[: whole.rindex(b"PK\x05\x06")], ".txt") == ".docx"


def test_archives_and_kinds_of_one_package_keep_their_names() -> None:
    assert true_suffix(KINDS[".docx"], ".zip") == ".zip"
    assert true_suffix(KINDS[".xlsx"], ".xlsm") == ".xlsm"
    assert true_suffix(made.zipped({"a.txt": b"word"}), ".docx") == ".docx"


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"Name\tPay\nAnn\t3\n", ".csv"),
        ("Name\tPay\nAnn\t3\n".encode("utf-16"), ".csv"),
        (b"Name;Pay\n", ".csv"),
        (b"Name", ".xls"),
        (b"<table><tr><td>a,b", ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0,", ".xls"),
    ],
)
def test_text_that_is_called_a_spreadsheet_is_a_table(content: bytes, suffix: str) -> None:
    assert true_suffix(content, ".xls") == suffix
