"""Questions in the form of SQuAD."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.questions import Labelled, Text, read
from index.errors import UserError

# "1893" stands at 21, "in 1893" at 18, "red" at 33.
BRIDGE = "The bridge opened in 1893. It is red."
# One code point, four bytes, two units of UTF-16: offsets count it once.
CANAL = "🛶 The canal is older."


def qa(identifier, question, *answers, **more):
    marked = [{"text": text, "answer_start": start} for text, start in answers]
    return {"id": identifier, "question": question, "answers": marked, **more}


def squad(*articles):
    return {
        "data": [
            {
                "title": title,
                "paragraphs": [
                    {"context": context, "qas": list(qas)} for context, *qas in paragraphs
                ],
            }
            for title, *paragraphs in articles
        ],
        "version": "v2.0",
    }


def line(identifier, question, context, *answers, **more):
    marked = [{"text": text, "start": start} for text, start in answers]
    return {
        "id": identifier,
        "doc_id": "d",
        "title": "Old bridges",
        "context": context,
        "question": question,
        "answers": marked,
        "is_impossible": not marked,
        **more,
    }


@pytest.fixture
def written(tmp_path):
    def write(*values, name="set.jsonl", indent=None):
        text = "\n".join(json.dumps(value, indent=indent) for value in values)
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


@pytest.mark.parametrize("indent", [None, 1])
def test_squad_2_is_read_with_its_texts(written, indent):
    path = written(
        squad(
            (
                "Old_bridges",
                (
                    BRIDGE,
                    qa("a", "When did it open?", ("1893", 21), ("in 1893", 18), ("1893", 21)),
                    qa("b", "Who built it?", is_impossible=True, plausible_answers=[{}]),
                ),
                (CANAL,),
            ),
            ("Canals", (CANAL, qa("c", "Which is older?", ("canal", 6), is_impossible=False))),
        ),
        name="dev-v2.0.json",
        indent=indent,
    )
    found = read(path)
    assert (found.name, found.path) == ("dev-v2.0", path)
    assert found.questions == (
        Labelled(
            id="a",
            set="dev-v2.0",
            question="When did it open?",
            kind="when",
            answers=("1893", "in 1893"),
            documents={"Old_bridges-1": 1.0},
            answerable=True,
            context="Old_bridges-1",
            spans=((21, 25), (18, 25)),
        ),
        Labelled(
            id="b",
            set="dev-v2.0",
            question="Who built it?",
            kind="who",
            answers=(),
            documents={},
            answerable=False,
            near_miss=True,
            context="Old_bridges-1",
        ),
        Labelled(
            id="c",
            set="dev-v2.0",
            question="Which is older?",
            kind="what",
            answers=("canal",),
            documents={"Old_bridges-2": 1.0},
            answerable=True,
            context="Old_bridges-2",
            spans=((6, 11),),
        ),
    )
    assert found.texts == {
        "Old_bridges-1": Text("Old_bridges-1", "Old_bridges", BRIDGE),
        "Old_bridges-2": Text("Old_bridges-2", "Old_bridges", CANAL),
    }
    assert found.notes == (
        "1 question whose plausible answers are not used",
        "1 question about a text met before under another title",
    )


def test_squad_is_known_also_where_other_keys_open_it(written):
    article = squad(("", (BRIDGE, qa("a", "When?", ("1893", 21)))))
    for indent in (None, 1):
        found = read(written({"made": {"by": "hand"}, **article}, indent=indent))
        assert [labelled.context for labelled in found.questions] == ["text-1"]


def test_lines_are_read_with_their_texts(written):
    found = read(
        written(
            line("a", "When did it open?", BRIDGE, ("1893", 21), ("in 1893", None)),
            line("b", "Who built it?", BRIDGE),
            line("c", "Of what colour?", BRIDGE, ("red", 33), kind="colour"),
        )
    )
    assert [
        (one.id, one.kind, one.answers, one.documents, one.near_miss, one.context, one.spans)
        for one in found.questions
    ] == [
        (
            "a",
            "when",
            ("1893", "in 1893"),
            {"Old_bridges-1": 1.0},
            False,
            "Old_bridges-1",
            ((21, 25),),
        ),
        ("b", "who", (), {}, True, "Old_bridges-1", ()),
        ("c", "colour", ("red",), {"Old_bridges-1": 1.0}, False, "Old_bridges-1", ((33, 36),)),
    ]
    assert found.texts == {"Old_bridges-1": Text("Old_bridges-1", "Old bridges", BRIDGE)}
    assert found.notes == ("1 answer without a place in its text",)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Steam_engine", "Steam_engine-1"),
        ("../../etc/passwd", "etc_passwd-1"),
        ("AC/DC: live?", "AC_DC_live-1"),
        ("Beyoncé Knowles-Carter", "Beyonce_Knowles-Carter-1"),
        ("蒸気機関", "text-1"),
        ("", "text-1"),
        (None, "text-1"),
        ("x" * 61, "x" * 60 + "-1"),
        ("CON", "CON-1"),
    ],
)
def test_a_text_is_named_so_that_any_system_can_store_it(written, title, name):
    found = read(written(line("a", "When?", BRIDGE, ("1893", 21), title=title)))
    assert list(found.texts) == [name]


def test_names_stay_apart_where_case_and_punctuation_do_not_count(written):
    contexts = [f"It is {number}." for number in range(5)]
    titles = ["Ape", "ape", "A pe", "A_pe", "Ape-1"]
    found = read(
        written(*(line(c, "What?", c, title=t) for c, t in zip(contexts, titles, strict=True)))
    )
    assert list(found.texts) == ["Ape-1", "ape-2", "A_pe-1", "A_pe-2", "Ape-1-1"]


@given(st.lists(st.tuples(st.text(max_size=6), st.text(min_size=1, max_size=3)), min_size=1))
def test_every_span_is_its_answer_and_every_text_is_kept(tmp_path_factory, parts):
    path = tmp_path_factory.mktemp("lines") / "set.jsonl"
    texts = [f"{before}<{answer}>" for before, answer in parts if answer.strip()]
    rows = [
        line(str(row), "What?", f"{before}<{answer}>", (answer, len(before) + 1))
        for row, (before, answer) in enumerate(parts)
        if answer.strip()
    ]
    if rows:
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        found = read(path)
        assert [text.text for text in found.texts.values()] == list(dict.fromkeys(texts))
        for labelled in found.questions:
            [(start, end)] = labelled.spans
            assert (found.texts[labelled.context].text[start:end],) == labelled.answers


def test_all_faults_of_lines_are_told_in_one_error(written):
    good = line("a", "When?", BRIDGE, ("1893", 21))
    path = written(
        good,
        line("b", "When?", BRIDGE, ("1893", 22)),
        line("c", "When?", BRIDGE, ("1893", -4)),
        line("d", "When?", BRIDGE, ("1893", "21")),
        line("e", "When?", BRIDGE, ("", 3)),
        line("f", "When?", BRIDGE, ("red", 33), is_impossible=True),
        line("g", "When?", BRIDGE, is_impossible=False),
        line("a", "When?", BRIDGE, ("1893", 21)),
        line("h", " ", BRIDGE, ("1893", 21)),
        line("i", "When?", " "),
        {**line("j", "When?", BRIDGE), "answers": ["1893"]},
        {"id": "k", "question": "When?", "answers": []},
        [1],
    )
    with pytest.raises(UserError) as caught:
        read(path)
    assert str(caught.value) == (
        f"{path}: line 2 has the answer '1893' at 22, where its text has '893.'"
        "; line 3 has an answer that starts at -4, which is no offset"
        "; line 4 has an answer that starts at '21', which is no offset"
        '; line 5 has an empty "text"'
        '; line 6 has answers, though its "is_impossible" is true'
        '; line 7 has no answers, though its "is_impossible" is false'
        "; line 8 has the same id as line 1 ('a')"
        '; line 9 has an empty "question"'
        '; line 10 has an empty "context"'
        "; line 11 has an answer that is no JSON object ('1893')"
        '; line 12 has no "context"'
        "; line 13 is not a JSON object"
        ". Mend or remove what is named; nothing was read"
    )


def test_all_faults_of_squad_are_told_with_their_paths(written):
    file = squad(
        ("A", (BRIDGE, qa("a", "When?", ("1893", 21)), qa("b", "When?", ("1893", 20)))),
        ("B", ("", qa("c", "When?")), (CANAL, {"id": "d"}, qa("a", "What?"))),
        ("C",),
    )
    file["data"][2] = {"title": 3, "paragraphs": []}
    file["data"].append({"title": "D"})
    path = written(file)
    with pytest.raises(UserError) as caught:
        read(path)
    assert str(caught.value) == (
        f"{path}: data[0].paragraphs[0].qas[1] has the answer '1893' at 20, where its text has"
        " ' 189'"
        '; data[1].paragraphs[0] has an empty "context"'
        '; data[1].paragraphs[1].qas[0] has no "question"'
        "; data[1].paragraphs[1].qas[1] has the same id as data[0].paragraphs[0].qas[0] ('a')"
        '; data[2] has "title" that is no text (3)'
        '; data[3] has no "paragraphs"'
        ". Mend or remove what is named; nothing was read"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"data": [', ": it is not JSON (Expecting value: column 11). Mend"),
        ('{"version": "1.1",\n"data": [}', ": it is not JSON (Expecting value: line 2, column"),
        ('{"data": 3}', ': it has "data" that is no list (3). Mend'),
        ('{"data": []}', " holds no question to ask. Give a file with some"),
        ('[\n{"id": "a"}\n]', " is one JSON value, but not in SQuAD's form. Write each"),
        ('{\n"id": "a"\n}', " is one JSON value, but not in SQuAD's form. Write each"),
    ],
)
def test_a_file_that_is_meant_as_squad_is_told_as_such(tmp_path, text, message):
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read(tmp_path / "a.json")
    assert str(caught.value).startswith(f"{tmp_path}/a.json{message}")
