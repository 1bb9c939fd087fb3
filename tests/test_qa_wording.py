"""What a question is wrapped in, taken off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words import words
from qa.turns.wording import unwrapped


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Hi Quoth, who paid for it?", "Who paid for it?"),
        ("Hello! Good morning, who paid?", "Who paid?"),
        ("Quoth: why is flash forbidden", "Why is flash forbidden"),
        ("Question: why is flash forbidden", "Why is flash forbidden"),
        ("quick question - when does it open?", "When does it open?"),
        ("could you please tell me who paid?", "Who paid?"),
        ("Hi, could you tell us who paid?", "Who paid?"),
        ("Can you find out who paid?", "Who paid?"),
        ("Can someone please tell me who paid?", "Who paid?"),
        ("Remind me, who paid?", "Who paid?"),
        ("Help me understand why it closed", "Why it closed"),
        ("Let me know when it opens", "When it opens"),
        ("I'm wondering who paid.", "Who paid"),
        ("who paid...", "who paid"),
        ("I'd like to know who paid", "Who paid"),
        ("My question is this: who paid?", "Who paid?"),
        ("Does anybody know who paid?", "Who paid?"),
        ("According to the documents, who paid?", "Who paid?"),
        ("based on these texts who paid?", "Who paid?"),
        ("In the text, who paid?", "Who paid?"),
        ("Who paid according to the text?", "Who paid?"),
        ("Who paid? Thanks!", "Who paid?"),
        ("who paid, please?", "who paid?"),
        ("thanks how old is it?", "How old is it?"),
        ("great, and who paid?", "And who paid?"),
        ("I see. Who paid?", "Who paid?"),
        ("Great is the mountain", "Great is the mountain"),
        ("who paid, thank you very much.", "who paid"),
        ("Who paid ???", "Who paid?"),
        ("Who paid?!", "Who paid?"),
        ("Who paid!?", "Who paid?"),
        ("Who paid ! ! ?!", "Who paid?"),
        ("Wow! Who paid? ? ", "Wow! Who paid?"),
        ("“Who paid?”", "Who paid?"),
        ('"who paid"', "Who paid"),
        ("I am writing a report. Who was Vask's wife?", "Who was Vask's wife?"),
        ("Hi, I have a question: what is the ban?", "What is the ban?"),
        ("I need some help, please. Who paid?", "Who paid?"),
        ("Sorry to bother you again. Who paid?", "Who paid?"),
        ("Excuse me! Who paid?", "Who paid?"),
        ("Just a quick question. Who paid?", "Who paid?"),
        ("Another one: who paid?", "Who paid?"),
        ("One more thing: who paid?", "Who paid?"),
        ("Here is my next question. Who paid?", "Who paid?"),
        ("My name is Ada Lund. Who paid?", "Who paid?"),
        ("My name's Ada and I have a question. Who paid?", "Who paid?"),
        ("I'm new here. Who paid?", "Who paid?"),
        ("I am not sure. Who paid?", "Who paid?"),
        ("I'm trying to understand something. Who paid?", "Who paid?"),
        ("I've been wondering: who paid?", "Who paid?"),
        ("We are looking for an answer. Who paid?", "Who paid?"),
        ("I am reading a book for school. Who paid?", "Who paid?"),
        # The question itself says what it is about.
        ("I have a question about the lease. Who signed the lease?", "Who signed the lease?"),
    ],
)
def test_what_a_question_is_wrapped_in_is_taken_off(question, expected):
    assert unwrapped(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Who paid?",
        "who paid ?",
        "Wow!",
        "Wow !!",
        "Who? Me",
        "???",
        '""',
        "Thanks!",
        "Remind me of the price.",
        "Can you find the wreck with sonar?",
        "Hello Kitty was drawn by whom?",
        "In the text of the law, who is exempt?",
        "In the news report, who met Netanyahu?",
        "Who said thank you?",
        "Who led Standard Oil Co.",
        "Tell the crew.",
        "Was it “Paid” or “Due”?",
        # These begin with what the question is about.
        "Britain sent troops to help Portugal. What was the outcome?",
        "Watson Sr. was fired from what company?",
        "What did Dr. Who do?",
        "Modern steam engines became common in 1880. Why?",
        # Of themselves people say what the answer hangs on.
        "I am allergic to nuts. Can I eat the bread?",
        "I am a student. What does a ticket cost?",
        "My flat is damp. What must the landlord do?",
        "My son is small. What does a ticket cost?",
        "I have a dog. Can I rent the flat?",
        "We are coming by train. Where is the hut?",
        "My name is Ada and I am a student. What does a ticket cost?",
        "I have a question about the lease. What is the rent?",
        "I am looking for a hotel with a pool. What does a room cost?",
        "Sorry, my flat is damp. What must the landlord do?",
    ],
)
def test_what_belongs_to_a_question_stays(question):
    assert unwrapped(question) == question


@given(st.text(max_size=80).map(lambda text: " ".join(text.split())))
def test_words_are_only_taken_off_the_ends(text):
    asked = [word.text.lower() for word in words(text)]
    bare = [word.text.lower() for word in words(unwrapped(text))]
    assert any(asked[at : at + len(bare)] == bare for at in range(len(asked) + 1))


def test_a_row_of_marks_takes_no_longer_for_being_long():
    # When each mark was one more place to begin and to end at, this took a quarter of an hour.
    question = "a" + "?" * 19_997 + "x"
    assert unwrapped(question) == question
    assert unwrapped("Who paid" + " ?" * 9_996) == "Who paid?"
