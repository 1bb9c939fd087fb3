"""Questions that quoting cannot answer."""

import pytest

from qa.answer import Reason
from qa.scope import out_of_scope


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Thanks!", Reason.NO_QUESTION),
        ("hello there", Reason.NO_QUESTION),
        ("Hi Quoth!", Reason.NO_QUESTION),
        ("OK, great, thank you very much.", Reason.NO_QUESTION),
        ("How many documents mention the bridge?", Reason.COUNTING),
        ("How many times does Kushner appear?", Reason.COUNTING),
        ("how many files are there in the library", Reason.COUNTING),
        ("How many of the documents talk about bees?", Reason.COUNTING),
        ("how many files are there?", Reason.COUNTING),
        ("How often do the documents mention the bridge?", Reason.COUNTING),
        ("How often does Kushner appear in the article?", Reason.COUNTING),
        ("How many times is the bridge mentioned?", Reason.COUNTING),
        ("List all people in the documents", Reason.COUNTING),
        ("Summarise everything", Reason.SUMMARY),
        ("give me an overview", Reason.SUMMARY),
        ("Can you write me a short summary of the report?", Reason.SUMMARY),
        ("summary of the truce talks", Reason.SUMMARY),
        ("What is the summary of this report?", Reason.SUMMARY),
        ("What are these documents about?", Reason.SUMMARY),
        ("What do you think about the truce?", Reason.OPINION),
        ("What does Quoth think about the truce?", Reason.OPINION),
        ("Which hive do you recommend?", Reason.OPINION),
        ("What is your opinion of the tunnel?", Reason.OPINION),
        ("Is it fair to ban lorries?", Reason.OPINION),
        ("Who is right, Israel or Hamas?", Reason.OPINION),
    ],
)
def test_a_question_no_quote_can_answer_is_named_as_such(question, reason):
    silence = out_of_scope(question)
    assert silence is not None
    assert silence.reason is reason


@pytest.mark.parametrize(
    "question",
    [
        "How many fighters are trapped?",
        "Hi, who wrote the report?",
        "No smoking where?",
        "Goodbye Lenin",
        "Quoth",
        "How many quotes does an answer have?",
        "What did Witkoff think about the fighters?",
        "Who wrote the report?",
        "How often is the course held?",
        "Should I spray a swarm with water?",
        "Can I ask it how many documents mention a place?",
        "How many pages does the guide have?",
        "Why can't Quoth write me a summary of a file?",
        "Who wrote the summary of the report?",
        "How often do earthquakes occur in Japan?",
        "How often does the error message appear?",
        "How many times did the team appear in the Orange Bowl?",
        "How many times was Keeping Up Appearances sold?",
        "How many pages does a typical edition contain?",
        "How many articles are there in the constitution?",
        "What is the best-known summary of Calvin's teachings?",
        "Who was to blame for the flooding?",
        "What is it good for?",
        "Why is it bad that the category is only constructed?",
        "When do you feel the effects of altitude?",
        "When does the new season of Who do you think you are start?",
        "Which skills allow you to control your thoughts and behaviour?",
    ],
)
def test_other_questions_are_not_refused_by_their_wording(question):
    assert out_of_scope(question) is None
