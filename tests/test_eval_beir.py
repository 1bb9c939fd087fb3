"""Questions in the form of BEIR."""

import gzip

import pytest

from eval.questions import Labelled, Text, read
from index.errors import UserError

HEADER = "query-id\tcorpus-id\tscore\n"
CORPUS = """\
{"_id": "MED-1", "title": "Bees", "text": "Bees make honey."}
{"_id": "MED-2", "text": "Ants do not."}
"""
QUERIES = """\
{"_id": "q1", "text": "Who makes honey?"}
{"_id": "q2", "text": "Where do wasps live?"}
{"_id": "q3", "text": "honey bees"}
"""


@pytest.fixture
def folder(tmp_path):
    def write(corpus=CORPUS, queries=QUERIES, **splits):
        place = tmp_path / "insects"
        (place / "qrels").mkdir(parents=True)
        (place / "corpus.jsonl").write_text(corpus, encoding="utf-8")
        (place / "queries.jsonl").write_text(queries, encoding="utf-8")
        for name, text in splits.items():
            (place / "qrels" / f"{name}.tsv").write_text(text, encoding="utf-8")
        return place

    return write


def test_queries_with_a_grade_are_asked_and_the_others_counted(folder):
    test = HEADER + "q1\tMED-1\t2\nq1\tMED-2\t0\nq3\tMED-2\t1\nq3\tMED-9\t1\n"
    place = folder(test=test, dev="never read")
    found = read(place)
    assert (found.name, found.path) == ("insects", place)
    assert found.questions == (
        Labelled("q1", "insects", "Who makes honey?", "who", (), {"MED-1": 2.0}, answerable=True),
        Labelled(
            "q3", "insects", "honey bees", "what", (), {"MED-2": 1.0, "MED-9": 1.0}, answerable=True
        ),
    )
    assert found.texts == {
        "MED-1": Text("MED-1", "Bees", "Bees make honey."),
        "MED-2": Text("MED-2", "", "Ants do not."),
    }
    assert found.notes == (
        "1 grade in qrels/test.tsv for something that corpus.jsonl lacks",
        "1 query without a grade above 0 in qrels/test.tsv, not asked",
    )


def test_without_a_test_part_the_dev_part_is_taken_then_the_train_part(folder):
    place = folder(dev=HEADER + "q2\tMED-1\t1\n", train=HEADER + "q3\tMED-1\t1\n")
    assert [labelled.id for labelled in read(place).questions] == ["q2"]
    (place / "qrels" / "dev.tsv").unlink()
    assert [labelled.id for labelled in read(place).questions] == ["q3"]


def test_packed_files_are_read_too(folder):
    place = folder(test=HEADER + "q1\tMED-1\t1\r\n")
    before = read(place)
    for name in ("corpus.jsonl", "queries.jsonl", "qrels/test.tsv"):
        (place / f"{name}.gz").write_bytes(gzip.compress((place / name).read_bytes()))
        (place / name).unlink()
    after = read(place)
    assert after.questions == before.questions
    assert after.texts == before.texts


def test_an_entry_whose_id_cannot_name_a_file_gets_a_name_that_can(folder):
    # The hash: the first 12 digits of the id's SHA-256.
    corpus = "".join(
        f'{{"_id": "{identifier}", "text": "{number}"}}\n'
        for number, identifier in enumerate(["../a", "b.1", "B.1", "con"])
    )
    found = read(folder(corpus=corpus, test=HEADER + "q1\t../a\t1\nq1\tb.1\t1\n"))
    names = ["a-61b4c98bfb92", "b.1", "B_1-a09aaaf7dec7", "con-1143da2bc54c"]
    assert list(found.texts) == names
    assert found.questions[0].documents == {names[0]: 1.0, "b.1": 1.0}
    assert found.notes == (
        "3 entries renamed, for no file can be named by such an id",
        "2 queries without a grade above 0 in qrels/test.tsv, not asked",
    )


def test_an_entry_without_text_is_kept_and_counted(folder):
    corpus = CORPUS + '{"_id": "MED-3", "title": "Wasps", "text": ""}\n'
    found = read(folder(corpus=corpus, test=HEADER + "q1\tMED-3\t1\n"))
    assert found.texts["MED-3"] == Text("MED-3", "Wasps", "")
    assert found.notes[-1] == "1 entry of corpus.jsonl without text"


@pytest.mark.parametrize(
    ("missing", "name"),
    [
        ("corpus.jsonl", "corpus.jsonl"),
        ("queries.jsonl", "queries.jsonl"),
        ("qrels/test.tsv", "qrels/test.tsv"),
    ],
)
def test_a_folder_that_is_no_collection_is_refused(folder, missing, name):
    place = folder(test=HEADER + "q1\tMED-1\t1\n")
    (place / missing).unlink()
    with pytest.raises(UserError) as caught:
        read(place)
    assert str(caught.value) == (
        f"{place} is a folder, but no BEIR collection: it has no {name}."
        " Give a file of questions, or complete the folder"
    )


def test_one_file_of_a_collection_is_not_taken_for_a_whole(folder):
    place = folder(test=HEADER + "q1\tMED-1\t1\n")
    with pytest.raises(UserError) as caught:
        read(place / "queries.jsonl")
    assert str(caught.value) == (
        f"{place}/queries.jsonl is one file of a BEIR folder. Give the folder: {place}"
    )


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"corpus": '{"_id": "a"}\n{"_id": "b", "text": ""}\n{"_id": "b", "text": ""}\n7\n'},
            "corpus.jsonl: line 1 has no \"text\"; line 3 has the same id as line 2 ('b');"
            " line 4 is not a JSON object.",
        ),
        (
            {"queries": '{"_id": "q1", "text": " "}\n{"_id": 2, "text": "a"}\n'},
            'queries.jsonl: line 1 has an empty "text"; line 2 has "_id" that is no text (2).',
        ),
        (
            {"test": "q1\tMED-1\t1\nq1\tMED-1\n"},
            "qrels/test.tsv: line 1 is not the header ['query-id', 'corpus-id', 'score'], parted"
            " by tabs; line 2 has 2 columns parted by tabs, not 3.",
        ),
        (
            {"test": HEADER + "q1\tMED-1\thigh\nq9\tMED-1\t1\nq1\tMED-1\t1\nq1\tMED-1\t2\n"},
            "qrels/test.tsv: line 2 has a score that is no number ('high'); line 3 grades 'q9',"
            " which is none of the queries; line 5 grades 'MED-1' for 'q1' a second time,"
            " otherwise.",
        ),
    ],
)
def test_all_faults_of_a_file_are_told_in_one_error(folder, files, message):
    place = folder(**{"test": HEADER, **files})
    with pytest.raises(UserError) as caught:
        read(place)
    assert str(caught.value) == (
        f"{place}/{message} Mend or remove what is named; nothing was read"
    )


def test_a_collection_where_nothing_is_graded_is_refused(folder):
    place = folder(test=HEADER + "q1\tMED-1\t0\n")
    with pytest.raises(UserError, match="insects holds no question to ask"):
        read(place)
