"""Reading entries one by one and telling all their faults at once."""

import gzip

import pytest

from eval.entries import Faults, Ids, Wrong, fields, flag, lines, parsed, string, strings, text_of
from index.errors import UserError


def test_a_text_is_read_plain_packed_and_with_a_byte_order_mark(tmp_path):
    for name, content in (
        ("a.jsonl", "é\n".encode()),
        ("b.jsonl.gz", gzip.compress("é\n".encode())),
        ("c.jsonl", b"\xef\xbb\xbf\xc3\xa9\n"),
    ):
        (tmp_path / name).write_bytes(content)
        assert text_of(tmp_path / name) == "é\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.jsonl", b"", "a.jsonl is empty. Give a file with something in it"),
        ("a.jsonl", b" \n\n", "a.jsonl is empty. Give a file with something in it"),
        ("a.gz", gzip.compress(b""), "a.gz is empty. Give a file with something in it"),
        ("a.gz", b"", "a.gz is empty. Give a file with something in it"),
        (
            "a.jsonl",
            b"one\ntw\xf6\n",
            "a.jsonl is not UTF-8 (byte 0xF6 in line 2). Save it anew as UTF-8",
        ),
        (
            "a.jsonl.gz",
            b'{"id": "a"}',
            "a.jsonl.gz is not gzip, though it is named so. Rename it, or fetch it again",
        ),
        (
            "a.gz",
            gzip.compress(b"a text")[:-4],
            "a.gz is broken gzip (Compressed file ended before the end-of-stream marker was"
            " reached). Fetch it again",
        ),
    ],
)
def test_what_is_no_text_is_one_clear_line(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError) as caught:
        text_of(tmp_path / name)
    assert str(caught.value) == f"{tmp_path}/{message}"


@pytest.mark.parametrize("cut", [3, 12, 20, 30])
def test_gzip_broken_anywhere_is_a_user_error(tmp_path, cut):
    packed = bytearray(gzip.compress(b"some words, and some words, and others"))
    packed[cut] ^= 0xFF
    (tmp_path / "a.gz").write_bytes(packed[:-1])
    with pytest.raises(UserError, match="is broken gzip"):
        text_of(tmp_path / "a.gz")


def test_a_missing_file_is_one_clear_line(tmp_path):
    with pytest.raises(UserError) as caught:
        text_of(tmp_path / "a.jsonl")
    assert str(caught.value) == f"there is no {tmp_path}/a.jsonl. Check the path"


def test_lines_are_parted_by_newlines_only():
    # U+2028 and U+0085 may stand inside a JSON string, where splitlines() would cut.
    assert list(lines("a\u2028b\x85c\n\n  \nd")) == [(1, "a\u2028b\x85c"), (4, "d")]


def test_the_first_20_faults_are_listed_and_the_others_counted(tmp_path):
    faults = Faults(tmp_path)
    for number in range(1, 24):
        with faults.at(f"line {number}"):
            raise Wrong("is wrong")
    listed = "; ".join(f"line {number} is wrong" for number in range(1, 21))
    with pytest.raises(UserError) as caught:
        faults.stop("Mend it")
    assert str(caught.value) == f"{tmp_path}: {listed}; and 3 more, 23 in all. Mend it"


def test_without_faults_nothing_is_told(tmp_path):
    faults = Faults(tmp_path)
    with faults.at("line 1"):
        pass
    faults.stop("Mend it")


def test_an_id_is_claimed_once():
    ids = Ids()
    assert ids.claim("a", "line 1") == "a"
    assert "a" in ids
    assert "b" not in ids
    with pytest.raises(Wrong, match=r"^has the same id as line 1 \('a'\)$"):
        ids.claim("a", "line 5")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not JSON (Expecting property name enclosed in double quotes: column 2)"),
        ('{\n"a" 1}', "is not JSON (Expecting ':' delimiter: line 2, column 5)"),
        ("[" * 100_000, "is not JSON that can be read (maximum recursion depth exceeded"),
        ("9" * 5_000, "is not JSON that can be read (Exceeds the limit"),
    ],
)
def test_what_is_not_json_is_wrong(text, message):
    with pytest.raises(Wrong) as caught:
        parsed(text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("check", "message"),
    [
        (lambda: fields("[1]"), "is not a JSON object"),
        (lambda: fields(1), "is not a JSON object"),
        (lambda: string({}, "id"), 'has no "id"'),
        (lambda: string({"id": None}, "id"), 'has "id" that is no text (None)'),
        (lambda: string({"id": 7}, "id"), 'has "id" that is no text (7)'),
        (lambda: string({"id": " \n"}, "id"), 'has an empty "id"'),
        (lambda: string({"id": "a\ud800"}, "id"), 'has half a character in its "id" (at 1)'),
        (lambda: strings({"a": "b"}, "a"), "has \"a\" that is no list ('b')"),
        (lambda: strings({"a": ["b", ""]}, "a"), 'has an empty "a"'),
        (lambda: flag({"a": "no"}, "a"), "has \"a\" that is neither true nor false ('no')"),
        (
            lambda: flag({"a": "x" * 90}, "a"),
            f'has "a" that is neither true nor false (\'{"x" * 39}...)',
        ),
    ],
)
def test_a_field_of_another_type_is_wrong(check, message):
    with pytest.raises(Wrong) as caught:
        check()
    assert str(caught.value) == message
