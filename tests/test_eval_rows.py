"""Questions written as the rows of a table."""

import pytest

from eval.questions import read
from index.errors import UserError

TABLE = """id,question,answers,document
1,When does the shop open?,6:30 | half past six,handbook.md
2,Who is the mayor?,,
"""


def written(folder, text, name="staff.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path):
    with pytest.raises(UserError) as caught:
        read(path)
    return str(caught.value).removeprefix(str(path))


def test_a_row_is_a_question_and_an_empty_cell_says_that_there_is_no_answer(tmp_path):
    found = read(written(tmp_path, TABLE))
    assert (found.name, found.notes) == ("staff", ())
    first, second = found.questions
    assert (first.id, first.question) == ("1", "When does the shop open?")
    assert first.answers == ("6:30", "half past six")
    assert dict(first.documents) == {"handbook.md": 1.0}
    assert (second.answers, second.answerable, second.near_miss) == ((), False, False)


@pytest.mark.parametrize("between", ["\t", ";", ","])
def test_what_spreadsheets_write_is_read(tmp_path, between):
    # A mark of byte order, other ends of lines, blank rows and cells, capitals, a column of notes.
    cells = [
        ["ID", "Question", "Answer", "Also", "Near miss", "By whom", ""],
        [],
        ["a", f'"Who said ""yes""{between} and when?"', " Ada ", "x.md|y.md", "", "Jo", ""],
        ["", "Who sang?", "", "", "Yes", "Jo", ""],
        ["", "", "", "", "", "", ""],
    ]
    text = "\ufeff" + "\r\n".join(between.join(row) for row in cells)
    found = read(written(tmp_path, text, "staff.tsv"))
    assert found.notes == ("1 column with a name that is not used",)
    first, second = found.questions
    assert first.question == f'Who said "yes"{between} and when?'
    assert (first.answers, dict(first.documents)) == (("Ada",), {"x.md": 1.0, "y.md": 1.0})
    # The number of its line.
    assert (second.id, second.near_miss) == ("4", True)


def test_a_row_after_one_of_several_lines_is_named_by_its_own(tmp_path):
    text = 'question,answers\n"Who\nsang?",Ada\nWho?,Bob,Carla\n,Dan\n'
    assert refused(written(tmp_path, text)).startswith(
        ': line 4 has 3 cells for 2 columns; line 5 has no "question". Mend or remove'
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "id,question\n1,Who?\n",
            " has no column 'answers' in its first line ('id', 'question')."
            " Name the columns: id, question, answers, document",
        ),
        (
            "question,answer,Answers\nWho?,Ada,Bob\n",
            " has several columns 'answers' in its first line ('question', 'answer', 'Answers')."
            " Name the columns: id, question, answers, document",
        ),
        (
            'question,answers\nWho?,"Ada\n',
            " is no CSV that can be read (unexpected end of data in line 2)."
            " Save it anew as CSV UTF-8",
        ),
        ("question,answers\n", " holds no question to ask. Give a file with some"),
    ],
)
def test_a_table_without_what_is_needed_is_refused_in_one_line(tmp_path, text, said):
    assert refused(written(tmp_path, text)) == said


def test_what_is_wrong_with_a_row_is_told_with_its_line(tmp_path):
    text = "id,question,answers,near_miss\n1,Who?,,perhaps\n1,When?,,\n1,Where?,,\n"
    assert refused(written(tmp_path, text)).startswith(
        ": line 2 has \"near_miss\" that is neither yes nor no ('perhaps');"
        " line 4 has the same id as line 3 ('1'). Mend or remove"
    )


def test_a_table_by_another_name_and_a_spreadsheet_are_told_what_to_do(tmp_path):
    assert refused(written(tmp_path, TABLE, "staff.txt")) == (
        " has no line that is a JSON object. Write each question as an object on a line of its own,"
        " or save a table of them as CSV UTF-8, named .csv"
    )
    assert refused(written(tmp_path, "PK", "staff.xlsx")) == (
        " is a spreadsheet's own file. Save the table as CSV UTF-8"
    )
