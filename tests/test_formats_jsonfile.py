import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Heading
from index.errors import UnreadableFile
from index.formats.jsonfile import read_json, read_json_lines


def text_of(value: str) -> str:
    return read_json(value.encode(), "a.json").text


def test_a_list_of_objects_is_a_block_of_lines_a_record() -> None:
    content = read_json(
        b'[{"name": "Ada", "born": {"year": 1815}, "fields": ["logic", "machines"]}, {}, '
        b'{"name": "Alan", "living": false, "x": null, "y": ""}]',
        "a.json",
    )
    assert content.text == (
        "name: Ada\nborn.year: 1815\nfields: logic, machines\n\nname: Alan\nliving: false"
    )
    assert (content.unit, content.pages, content.numbers) == ("record", (0, 51), (1, 3))


def test_the_lists_of_an_object_stand_under_their_keys() -> None:
    content = read_json(b'{"total": 2, "items": [{"a": 1}, {"a": 2}], "next": "x"}', "a.json")
    assert content.text == "total: 2\nnext: x\n\nitems\n\na: 1\n\na: 2"
    assert content.headings == (Heading(18, 23, 1, "items"),)
    assert (content.pages, content.numbers) == ((0, 18, 31), (1, 1, 2))


def test_an_object_of_objects_has_its_keys_as_headings() -> None:
    content = read_json(b'{"ada": {"born": 1815}, "alan": {"born": 1912}}', "a.json")
    assert content.text == "ada\n\nborn: 1815\n\nalan\n\nborn: 1912"
    assert [heading.text for heading in content.headings] == ["ada", "alan"]


def test_what_only_wraps_the_records_is_no_record() -> None:
    content = read_json(
        b'{"answer": {"berths": {"total": 2, "items": [{"n": "Small"}, {"n": "Large"}]}}}', "a.json"
    )
    assert content.text == (
        "answer.berths\n\ntotal: 2\n\nanswer.berths.items\n\nn: Small\n\nn: Large"
    )
    assert [each.text for each in content.headings] == ["answer.berths", "answer.berths.items"]
    assert (content.pages, content.numbers) == ((0, 25, 56), (1, 1, 2))
    alone = read_json(b'{"answer": {"berth": {"name": "Small"}}}', "a.json")
    assert (alone.text, alone.headings) == ("answer.berth.name: Small", ())


def test_numbers_and_keys_said_twice_stay_as_they_are_written() -> None:
    assert text_of('{"a": 1.50, "a": 1e5, "b": -0, "c": 12345678901234567890123}') == (
        "a: 1.50\na: 1e5\nb: -0\nc: 12345678901234567890123"
    )
    assert text_of('{"a": ' + "9" * 10_000 + "}") == "a: " + "9" * 10_000


def test_lists_of_parts_are_numbered() -> None:
    assert text_of('{"a": {"b": [{"c": 1}, [2, 3]]}}') == "a.b.1.c: 1\na.b.2: 2, 3"


def test_single_values_are_records() -> None:
    assert text_of('"x"') == "x"
    assert text_of("[1, 2]") == "1\n\n2"
    assert text_of("{}") == ""


def test_half_characters_are_left_out() -> None:
    assert text_of(r'{"a\ud800": "b\ud800c"}') == "a: bc"


def test_json_lines_are_numbered_by_line() -> None:
    content = read_json_lines(b'\xef\xbb\xbf{"a": 1}\r\n\r\n{"a": 2}\n', "a.jsonl")
    assert (content.text, content.numbers) == ("a: 1\n\na: 2", (1, 3))


def test_json_lines_under_the_name_of_json_are_read() -> None:
    assert text_of('{"a": 1}\n{"a": 2}\n') == "a: 1\n\na: 2"


@pytest.mark.parametrize("end", ["\u2028", "\x0c", "\x85"])
def test_only_a_newline_ends_a_line(end: str) -> None:
    line = json.dumps({"a": f"x{end}y"}, ensure_ascii=False).replace("\\f", "\\u000c")
    assert len(read_json_lines(line.encode(), "a.jsonl").pages) == 1


def test_a_bad_line_is_named() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_json_lines(b'{"a": 1}\n\n{"a": ]}\n', "a.jsonl")
    assert str(caught.value) == (
        "a.jsonl has a line that is no JSON: line 3 (Expecting value at column 7). "
        "Mend or delete it"
    )


def test_what_is_no_json_is_named_with_its_place() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_json(b'{"a": 1,\n "b" 2}', "a.json")
    assert str(caught.value) == "a.json is no JSON (Expecting ':' delimiter at line 2, column 6)"


@pytest.mark.parametrize("depth", [110, 100_000])
def test_what_is_nested_too_deep_is_refused(depth: int) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_json(b"[" * depth + b"1" + b"]" * depth, "a.json")
    assert str(caught.value) == "a.json is nested more than 100 deep, which no record is"


letters = st.text(st.characters(categories=["L"]), min_size=1, max_size=5)
leaves = st.one_of(st.integers(), st.booleans(), letters)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(letters, inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(values, max_size=5))
def test_every_value_stands_in_its_record(records: list[Any]) -> None:
    content = read_json(json.dumps(records).encode(), "a.json")
    ends = [*content.pages[1:], len(content.text)]
    blocks = dict(
        zip(
            content.numbers,
            (content.text[start:end] for start, end in zip(content.pages, ends, strict=False)),
            strict=True,
        )
    )
    for number, record in enumerate(records, start=1):
        for leaf in leaves_of(record):
            assert leaf in blocks[number]


def leaves_of(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [leaf for item in inner for leaf in leaves_of(item)]
    return [json.dumps(value, ensure_ascii=False).strip('"')]
