"""Questions that lean on the turns before them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words import words
from qa.answer import Answer, Quote, Reason, Silence
from qa.followup import stand_alone
from tests.fakes import document


def turn(asked: str, text: str = "", highlight: str = "") -> Answer:
    """Return an earlier answer; with a text, one that quotes it."""
    if not text:
        return Answer(asked, asked, (), Silence(Reason.UNSURE, "The documents do not say."))
    at = text.index(highlight)
    quote = Quote(document(text), 0, len(text), at, at + len(highlight), 0.9)
    return Answer(asked, asked, (quote,), None)


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (
            turn("Who paid for the swing bridge?"),
            "when was it opened?",
            "When was the swing bridge opened?",
        ),
        (turn("When did Ada Byrne meet the mayor?"), "why?", "Why did Ada Byrne meet the mayor?"),
        (
            turn("When did the bridge open?"),
            "and who built it?",
            "Who built the bridge?",
        ),
        (
            turn("When was the honey extractor bought?"),
            "and who paid for it?",
            "Who paid for the honey extractor?",
        ),
        (
            turn("Where was the old harbour chain found?"),
            "how long is it?",
            "How long is the old harbour chain?",
        ),
        (
            turn("Why did Israel refuse safe passage?"),
            "and when did it?",
            "When did Israel refuse safe passage?",
        ),
        (turn("When was the mayor born?"), "and where?", "Where was the mayor born?"),
        (
            turn("how many fighters are in the tunnels"),
            "what do they want?",
            "What do fighters (the tunnels) want?",
        ),
        (
            turn("Will the United Arab Emirates join the force?"),
            "what about Egypt?",
            "Will Egypt join the force?",
        ),
        (
            turn("What is the price of the drug?"),
            "how is it given?",
            "How is the drug given?",
        ),
        (
            turn("Which diseases does the new drug treat?"),
            "Where was it approved first?",
            "Where was the new drug approved first?",
        ),
        (
            turn("What are off-target effects?"),
            "How can they be reduced?",
            "How can off-target effects be reduced?",
        ),
        (
            turn("How many reefs died in 1998?"),
            "What about 2016?",
            "How many reefs died in 2016?",
        ),
        (
            turn("Who opened the tunnel?", "Lena Ortiz opened it.", "Lena Ortiz"),
            "How long is it?",
            "How long is the tunnel?",
        ),
        (turn("How much is a ticket?"), "for children?", "How much is a ticket for children?"),
        (turn("Where were the bees kept first?"), "who brought them?", "Who brought the bees?"),
        (turn("How many hives are there today?"), "Who keeps them?", "Who keeps hives?"),
        (
            turn("How much sleep do teenagers need?"),
            "and adults?",
            "How much sleep do adults need?",
        ),
        (
            turn("Does light matter for teenagers?"),
            "How much sleep do they need?",
            "How much sleep do teenagers need?",
        ),
        (
            turn("How many fighters are in the tunnels?"),
            "what is their aim?",
            "What is fighters' (the tunnels) aim?",
        ),
        (
            turn("How much honey was made in 2023?"),
            "and in 2018?",
            "How much honey was made in 2018?",
        ),
        (turn("How many live in the old town?"), "and in Oslo?", "How many live in Oslo?"),
        (turn("Is it open on Mondays?"), "and in winter?", "Is it open on Mondays in winter?"),
        (turn("Were any trees mentioned?"), "What about wires?", "Were any wires mentioned?"),
        (turn("What does Hamas say?"), "And the Emirates?", "What does the Emirates say?"),
        (
            turn("What did the committee decide?", "It decides within 21 days.", "within 21 days."),
            "When will they meet again?",
            "When will the committee meet again?",
        ),
        (
            turn("Which company builds the trams?"),
            "where is it based?",
            "Where is company (the trams) based?",
        ),
        (turn("Was the tunnel late?"), "Is it free?", "Is the tunnel free?"),
        (turn("Did Ada Byrne go to Oslo?"), "How many times?", "How many times: Ada Byrne?"),
        (turn("Does coffee help?"), "And alcohol?", "Does alcohol help?"),
        (
            turn("Can it read scanned files?"),
            "and encrypted?",
            "Can it read scanned files: encrypted?",
        ),
        (turn("What did Ada Quill do?"), "and the town?", "What did Ada Quill do: the town?"),
        (turn("Does coffee help?"), "Why is that?", "Why: Does coffee help?"),
        (turn("How does sleep help memory?"), "What about naps?", "How do naps help memory?"),
        (turn("What happened to the ship?"), "and the pictures?", "What happened to the pictures?"),
        (
            turn("Who is exempt?", "Bakeries are exempt.", "Bakeries"),
            "Why?",
            "Why is Bakeries exempt?",
        ),
        (
            turn("Which therapy was approved?", "Casgevy was approved.", "Casgevy"),
            "How much does that cost?",
            "How much does the therapy cost?",
        ),
        (
            turn("What did the council ban?", "The council banned gas heating.", "gas heating"),
            "When does it start?",
            "When does gas heating start?",
        ),
        (turn("What is the tram budget?"), "and who pays?", "Who pays: the tram budget?"),
        (
            turn("How much will the tram extension cost?"),
            "what about the region, how much does it pay?",
            "What about the region, how much does it pay: the tram extension cost?",
        ),
        (
            turn("Which swing bridge is closed in winter?"),
            "how do I cross it?",
            "How do I cross the swing bridge?",
        ),
        (
            turn("which swing bridge is closed in winter?"),
            "what is its length?",
            "What is the swing bridge's length?",
        ),
        (
            turn("Who founded the museum?", "Ada Quill founded the museum.", "Ada Quill"),
            "what did he show?",
            "What did Ada Quill show?",
        ),
        (
            turn("Where are they hiding?", "They are hiding in Rafah.", "in Rafah"),
            "who controls that area?",
            "Who controls that area: in Rafah?",
        ),
        (turn("Can it read scanned files?"), "and locked ones?", "Can it read locked files?"),
        (turn("Can it read them?"), "and if locked?", "Can it read them: if locked?"),
        (
            turn("Who was the first pilot in Oslo?", "Berta Sund was the first.", "Berta Sund"),
            "where was she born?",
            "Where was Berta Sund born?",
        ),
        (
            turn("Who runs the museum?", "Edith Vale runs the museum.", "Edith Vale"),
            "when was she elected?",
            "When was Edith Vale elected?",
        ),
        (
            turn("who is edith vale", "Edith Vale is the curator.", "the curator"),
            "what is her salary?",
            "What is Edith Vale's salary?",
        ),
        (
            turn("Who paid?", "The town paid for the bridge.", "The town"),
            "and when?",
            "When: The town paid?",
        ),
        (
            turn("Where is the museum?", "The museum is on Gull Quay.", "on Gull Quay"),
            "what else is there?",
            "What else is on Gull Quay?",
        ),
    ],
)
def test_a_question_that_leans_on_the_one_before_is_made_to_stand_alone(before, question, expected):
    assert stand_alone(question, [before]) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Who met Netanyahu on Monday?",
        "Is there a car park at the museum?",
        "Did Kushner say what he wants?",
        "What happened this week in Pellenmouth?",
        "Who said that the force would come?",
        "When does the museum open?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(question):
    assert stand_alone(question, [turn("Who paid for the swing bridge?")]) == question


def test_without_turns_before_it_a_question_is_left_as_it_is():
    assert stand_alone("why did it fail?", []) == "why did it fail?"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("can you tell me who met Netanyahu?", "Who met Netanyahu?"),
        ("Do you know when the museum opens?", "When the museum opens?"),
        ("I am writing a report. Who was Vask's wife?", "Who was Vask's wife?"),
        ("Hi, I need help: what is the ban?", "What is the ban?"),
        (
            "Vask sailed to Greenland. What did he find?",
            "Vask sailed to Greenland. What did he find?",
        ),
        ("What did St. Is mean? Who said it?", "What did St. Is mean? Who said it?"),
        ("What did Dr. Who do?", "What did Dr. Who do?"),
        ("who are you?", "Who is Quoth?"),
        ("What can you do?", "What can Quoth do?"),
        ("What is your licence?", "What is Quoth's licence?"),
    ],
)
def test_politeness_and_what_led_up_to_it_go_and_you_is_quoth(question, expected):
    assert stand_alone(question, []) == expected


@pytest.mark.parametrize(
    "question",
    [
        "How do you become the governor general of Canada?",
        "When do you need to blind bake pastry?",
        "Who wrote can't get you out of my head?",
        "What did you say?",
        "Do you have to join a union in Illinois?",
    ],
)
def test_you_may_be_anybody(question):
    assert stand_alone(question, []) == question


def test_where_no_document_tells_of_quoth_you_is_not_quoth():
    assert stand_alone("Can you read scans?", [], on_quoth=False) == "Can you read scans?"


@pytest.mark.parametrize(
    "question",
    [
        "Why did the woman sell her hives?",
        "What did the king do when he lost his crown?",
    ],
)
def test_a_pronoun_that_its_own_question_explains_is_left(question):
    before = turn("Who paid for the swing bridge?", "Ada Quill paid for it.", "Ada Quill")
    assert stand_alone(question, [before]) == question


def test_a_long_question_whose_pronoun_points_nowhere_is_left():
    before = turn("When does the swing bridge close in winter?")
    question = "When did he move the ferry landing to the north quay?"
    assert stand_alone(question, [before]) == question


def test_a_chain_leans_on_what_was_asked_not_on_what_was_typed():
    first = turn("Who paid for the swing bridge?")
    second = Answer(
        "when was it opened?",
        "When was the swing bridge opened?",
        (),
        Silence(Reason.UNSURE, "The documents do not say."),
    )
    assert stand_alone("and who designed it?", [first, second]) == "Who designed the swing bridge?"


def test_it_stands_for_what_agrees_in_one_of_the_last_turns():
    opened = turn("Who opened the tunnel?", "Lena Ortiz opened it.", "Lena Ortiz")
    when = Answer(
        "and when?",
        "When: Lena Ortiz opened the tunnel?",
        (),
        Silence(Reason.UNSURE, "The documents do not say."),
    )
    lorries = turn("Do lorries have to pay?")
    assert stand_alone("How long is it?", [opened, when]) == "How long is the tunnel?"
    assert stand_alone("Who blocked it?", [opened, when, lorries]) == "Who blocked the tunnel?"
    assert stand_alone("Do they queue?", [opened, when, lorries]) == "Do lorries queue?"


def test_thanks_between_two_questions_change_nothing():
    opened = turn("When was the tunnel opened?")
    thanks = Answer("Thanks!", "Thanks!", (), Silence(Reason.NO_QUESTION, "Ask one."))
    assert stand_alone("How long is it?", [opened, thanks]) == "How long is the tunnel?"
    assert stand_alone("How long is it?", [thanks]) == "How long is it?"


def test_he_is_who_was_asked_about_before_who_is_quoted():
    born = turn("Where was Halvar Vask born?")
    lost = turn("What happened to the pictures?", "Ingeborg Lind took pictures.", "pictures")
    assert stand_alone("Did he write a book?", [born, lost]) == "Did Halvar Vask write a book?"
    assert stand_alone("Did she write a book?", [lost]) == "Did Ingeborg Lind write a book?"


def test_one_part_takes_the_place_of_another():
    asked = "How much is a ticket for children?"
    children = Answer("for children?", asked, (), Silence(Reason.UNSURE, "No."))
    groups = stand_alone("and for groups?", [turn("How much is a ticket?"), children])
    assert groups == "How much is a ticket for groups?"


def test_who_was_he_is_not_she():
    married = replace(
        turn("Was Halvar Vask married?", "Vask married Lind in 1909.", "Vask married Lind"),
        question="Was he married?",
    )
    assert stand_alone("Who was she?", [married]) == "Who was Lind?"
    assert stand_alone("Where was he born?", [married]) == "Where was Halvar Vask born?"
    assert stand_alone("When did he marry her?", [married]) == "When did Halvar Vask marry Lind?"


@pytest.mark.parametrize(
    ("before", "part", "whole"),
    [
        ("How much is a ticket?", "For children?", "How much is a ticket for children?"),
        ("When does the pool open?", "In July?", "When does the pool open in July?"),
        ("When does the pool open?", "After Easter?", "When does the pool open after Easter?"),
        ("When does the pool open?", "During July?", "When does the pool open during July?"),
        ("Where can I park?", "Near Oslo?", "Where can I park near Oslo?"),
        ("Does the policy cover theft?", "At night?", "Does the policy cover theft at night?"),
        (
            "Can I park at the museum?",
            "With a dog?",
            "Can I park at the museum with a dog?",
        ),
        (
            "Is the museum open on Sundays?",
            "On Mondays?",
            "Is the museum open on Mondays?",
        ),
        (
            "Is the museum in Oslo open on Sundays in winter?",
            "On Mondays?",
            "Is the museum in Oslo open on Mondays in winter?",
        ),
        (
            "Is the museum in Oslo open on Sundays?",
            "In Bergen?",
            "Is the museum in Bergen open on Sundays?",
        ),
        ("Is it open from Monday to Friday?", "On Saturday?", "Is it open on Saturday?"),
        ("How much rain fell in May 2024?", "In June?", "How much rain fell in June?"),
        ("How much rain fell in June?", "In 2024?", "How much rain fell in June in 2024?"),
    ],
)
def test_a_part_with_a_capital_is_no_name(before, part, whole):
    assert stand_alone(part, [turn(before)]) == whole
    assert stand_alone(f"and {part[0].lower()}{part[1:]}", [turn(before)]) == whole


def test_behind_and_a_preposition_with_a_capital_may_begin_a_name():
    before = turn("Who directed Before Dusk?")
    assert stand_alone("And Before Dawn?", [before]) == "Who directed Before Dawn?"
    before = turn("When does the pool open?")
    assert stand_alone("And In July?", [before]) == "When does the pool open in July?"


@pytest.mark.parametrize(
    ("before", "part", "whole"),
    [
        (
            "How long does the ferry in Finland take?",
            "in winter?",
            "How long does the ferry in Finland take in winter?",
        ),
        (
            "How much is a ticket for children in winter?",
            "for adults?",
            "How much is a ticket for adults in winter?",
        ),
        (
            "How much is a ticket for the concert?",
            "for children?",
            "How much is a ticket for the concert for children?",
        ),
        ("Is it open in winter?", "in July?", "Is it open in July?"),
        ("Is it open on a Monday in May?", "at the weekend?", "Is it open at the weekend in May?"),
        ("Is it open at weekends?", "on Mondays?", "Is it open on Mondays?"),
        (
            "Is it open on a Monday in May?",
            "at the weekend in winter?",
            "Is it open at the weekend in winter?",
        ),
        ("Is it open?", "on Sundays in May?", "Is it open on Sundays in May?"),
        ("Is it free with a card?", "without a card?", "Is it free without a card?"),
        (
            "Who slept in the amber rooms at Vik?",
            "and in the ordinary ones?",
            "Who slept in the ordinary rooms at Vik?",
        ),
    ],
)
def test_only_a_part_of_its_kind_gives_way(before, part, whole):
    assert stand_alone(part, [turn(before)]) == whole


@pytest.mark.parametrize(
    ("before", "new", "whole"),
    [
        (
            "Is the museum in Oslo open on Sundays?",
            "Mondays",
            "Is the museum in Oslo open on Mondays?",
        ),
        ("When does the museum open?", "Mondays", "When does the museum open on Mondays?"),
        ("When does the museum open?", "May", "When does the museum open in May?"),
        ("May I park in July?", "August", "May I park in August?"),
        ("Is Monday a holiday?", "Tuesday", "Is Tuesday a holiday?"),
        ("Is it open in July?", "Oslo", "Is it open in July: Oslo?"),
    ],
)
def test_a_time_takes_the_place_of_a_time(before, new, whole):
    assert stand_alone(f"What about {new}?", [turn(before)]) == whole


@pytest.mark.parametrize(
    ("before", "new", "whole"),
    [
        ("Does the policy cover theft?", "fire", "Does the policy cover fire?"),
        ("Does the home insurance cover theft?", "fire", "Does the home insurance cover fire?"),
        (
            "Does the home insurance cover theft?",
            "the car insurance",
            "Does the car insurance cover theft?",
        ),
        ("Can tenants keep dogs?", "cats", "Can tenants keep cats?"),
        ("Why can't tenants keep dogs?", "cats", "Why can't tenants keep cats?"),
        (
            "Can the supplier terminate the contract?",
            "the customer",
            "Can the customer terminate the contract?",
        ),
        ("Must visitors wear a badge?", "children", "Must children wear a badge?"),
        ("Does the museum have a cafe?", "a shop", "Does the museum have a shop?"),
        ("Could the museum close?", "the library", "Could the library close?"),
        ("Do lorries have to pay?", "cars", "Do cars have to pay?"),
        ("Is coffee healthy?", "tea", "Is tea healthy?"),
        ("Is coffee good for sleep?", "tea", "Is tea good for sleep?"),
        ("Is the drug safe for children?", "adults", "Is the drug safe for adults?"),
        ("Who is the mayor?", "the treasurer", "Who is the treasurer?"),
        ("Was the mayor elected in the hall?", "the bishop", "Was the bishop elected in the hall?"),
        ("Is the pool open on Sundays?", "the gym", "Is the gym open on Sundays?"),
        ("Who can terminate the contract?", "the lease", "Who can terminate the lease?"),
        (
            "How many diseases does the drug treat?",
            "the vaccine",
            "How many diseases does the vaccine treat?",
        ),
        ("How many dogs do tenants keep?", "cats", "How many cats do tenants keep?"),
        (
            "How long does the ferry from Vik take?",
            "the train",
            "How long does the train from Vik take?",
        ),
        ("Is there a red bus?", "the blue one", "Is there a blue bus?"),
    ],
)
def test_what_is_asked_of_another_keeps_its_verb(before, new, whole):
    assert stand_alone(f"What about {new}?", [turn(before)]) == whole


@pytest.mark.parametrize(
    ("before", "new"),
    [
        # Either of two may be meant.
        ("Does the drug treat the flu?", "the vaccine"),
        ("Can dogs eat grapes?", "nuts"),
        ("Does the policy cover theft?", "the shed"),
        ("Would a lawyer sign the lease?", "a notary"),
        # No word is known to be the verb.
        ("Does the fund frob rail travel?", "taxis"),
        ("How much will mending the roof cost?", "the door"),
        # It is of another kind than all that is named.
        ("When does the museum open?", "Oslo"),
        ("Is the museum open?", "winter"),
        ("How many men did Ada Lind have?", "the other side"),
        ("How many came in April?", "horses"),
        ("How much damage did the flood do?", "people"),
        ("How long is the guarantee on the hull?", "holes from rocks"),
        ("Who is exempt?", "Egypt"),
    ],
)
def test_what_takes_no_plain_place_is_put_behind(before, new):
    asked = stand_alone(f"What about {new}?", [turn(before)])
    assert asked == f"{before.rstrip('?')}: {new}?"


def test_what_was_put_behind_gives_way_to_the_next():
    grapes = turn("Can dogs eat grapes?")
    nuts = turn("Can dogs eat grapes: nuts?")
    assert stand_alone("and figs?", [grapes, nuts]) == "Can dogs eat grapes: figs?"
    assert stand_alone("Where do they grow?", [grapes, nuts]) == "Where do nuts grow?"


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (
            "Does the home insurance cover theft?",
            "How much does it cost?",
            "How much does the home insurance cost?",
        ),
        ("Does the policy cover theft?", "Does it cover fire?", "Does the policy cover fire?"),
        ("Is asbestos dangerous?", "How is it removed?", "How is asbestos removed?"),
        ("Why is asbestos dangerous?", "How is it removed?", "How is asbestos removed?"),
        ("Is parking free?", "Where is it?", "Where is parking?"),
        ("Is parking free on Sundays?", "Where is it?", "Where is parking?"),
        ("Is the tunnel two miles long?", "Who built it?", "Who built the tunnel?"),
        ("Did the old pump in the cellar break?", "Who sold it?", "Who sold the old pump?"),
    ],
)
def test_it_is_neither_a_verb_nor_what_is_said_of_it(before, question, expected):
    assert stand_alone(question, [turn(before)]) == expected


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("When does it open?", "When does it close?"),
        ("When does it open on Sundays?", "When does it close?"),
        ("How does it work?", "Who invented it?"),
        ("How much does it cost?", "Who pays for it?"),
        ("Who owns it?", "When was it built?"),
        ("Who owns it?", "Who lives in that area?"),
        ("Where is it?", "How big is it?"),
        ("How many people use it?", "When was it built?"),
        ("Who is he?", "When was he born?"),
        ("Was he hurt?", "Where was he born?"),
    ],
)
def test_a_pronoun_that_was_never_explained_explains_none(before, question):
    assert stand_alone(question, [turn(before)]) == question


def test_half_a_question_behind_a_pronoun_that_was_never_explained():
    before = turn("When does it open?")
    assert stand_alone("And where?", [before]) == "Where does it open?"
    assert stand_alone("And in July?", [before]) == "When does it open in July?"
    assert stand_alone("And who pays?", [before]) == "Who pays?"
    assert stand_alone("Who won?", [before]) == "Who won?"


def test_it_may_be_what_stood_before_it_in_its_own_question():
    before = turn("Does the bell ring unless I stop it?")
    assert stand_alone("How old is it?", [before]) == "How old is the bell?"


def test_won_is_a_verb():
    before = turn("When was the final played?")
    assert stand_alone("Who won?", [before]) == "Who won: the final?"
    assert stand_alone("And who won?", [before]) == "Who won: the final?"


def test_when_was_that_asks_when_it_was_done():
    before = turn("Where will the choir meet next?")
    assert stand_alone("When is that?", [before]) == "When will the choir meet next?"


def test_it_is_nobody_who_was_asked_about():
    who = turn("Who is Denise Okafor?", "Denise Okafor is the mayor.", "the mayor")
    what = turn("What did Denise Okafor ban?", "Denise Okafor banned gas heating.", "gas heating")
    assert stand_alone("Did anyone oppose it?", [who, what]) == "Did anyone oppose gas heating?"


def test_he_is_no_place_and_no_pronoun():
    was = turn("Was he on Greenland?", "He went to Greenland. Vask liked it.", "Greenland")
    assert stand_alone("Who went with him?", [was]) == "Who went with Vask?"


TYPED = st.lists(
    st.sampled_from(
        "who what when why how many much which where and for in the a is was did do does it he her"
        " its their they them that this those area there bridge Ada Quill's Oslo 1893 opened bees"
        " sells - . : ? ! ' you your about else ones one none what about In On at with Mondays July"
        " 2016 winter can cover theft free two miles children won the right".split(" ")
    ),
    min_size=1,
    max_size=8,
).map(" ".join)


@given(st.lists(TYPED, min_size=1, max_size=4), st.booleans())
def test_whatever_is_typed_every_word_searched_for_was_said_or_quoted(typed, quoted):
    text = "In 1893 Ada Quill opened the bridge in Oslo. It was red."
    history = []
    for question in typed:
        asked = stand_alone(question, history)
        said = [question, *(turn.asked for turn in history), *([text] if quoted else [])]
        # "-" and "ones" owning something leave an "s" alone.
        added = (
            "the a an in on of why when what who Quoth is are was were do does did has have many"
            " much s"
        ).split()
        known = {word.stem for one in [*said, *added] for word in words(one)}
        assert {word.stem for word in words(asked)} <= known
        turn_of = turn(asked, text, "Ada Quill") if quoted else turn(asked)
        history.append(replace(turn_of, question=question))


# ---- what conversations over documents of our own showed


def test_a_name_with_a_number_is_replaced_whole():
    before = turn("How far may Year 7 travel?")
    assert stand_alone("And Year 10?", [before]) == "How far may Year 10 travel?"


def test_half_a_question_after_what_days():
    before = turn("Which days does the quartet of Vik rehearse?")
    assert stand_alone("Where?", [before]) == "Where does the quartet of Vik rehearse?"
    rented = turn("What's the rent of the old mill?")
    assert stand_alone("for how long?", [rented]) == "For how long is the rent of the old mill?"


def test_who_is_no_subject_behind_do():
    before = turn("Who do I have to write to?", "Write to the warden.", "the warden")
    assert stand_alone("By when?", [before]) == "By when do I have to write to?"


def test_a_name_that_owns_stands_for_its_owner():
    before = turn("Where did Ada Lind's sled end up?", "Ada Lind's sled is in Oslo.", "in Oslo")
    assert stand_alone("When was she born?", [before]) == "When was Ada Lind born?"


def test_a_word_that_only_looks_like_one_asked_is_no_name():
    packed = turn("How long does Ada Lind need to pack it?", "Packing takes an hour.", "an hour")
    assert stand_alone("Where does she live?", [packed]) == "Where does Ada Lind live?"


def test_neither_a_month_nor_a_people_is_a_person():
    born = turn("When was the map drawn?", "It was drawn on the Norwegian coast in May.", "in May")
    assert stand_alone("What was he called?", [born]) == "What was he called: the map?"


def test_somebody_without_a_name():
    before = turn("What did the night watchman at Vik smell?", "The watchman smelled tar.", "tar")
    assert stand_alone("Was he hurt?", [before]) == "Was the night watchman hurt?"


def test_a_whole_question_never_takes_the_place_of_a_name():
    before = turn("Why was the boiler so loud?", "It was old.", "old")
    assert stand_alone("Did she like it?", [before]) == "Did she like the boiler?"
    assert stand_alone("Was she paid?", [before]) == "Was she paid: the boiler?"


def test_there_is_in_or_at_a_place():
    named = turn("Where is the archive?", "The archive is in Rosario.", "Rosario")
    assert stand_alone("What's the rent there?", [named]) == "What's the rent in Rosario?"
    hall = turn("Where do they sing?", "They sing in the old gymnasium.", "the old gymnasium")
    assert stand_alone("Is parking allowed there?", [hall]) == (
        "Is parking allowed at the old gymnasium?"
    )
    assert stand_alone("Who came from there?", [named]) == "Who came from Rosario?"
    led = turn("Where do they sing?", "They sing in Vik.", "in Vik")
    assert stand_alone("Who lives there?", [led]) == "Who lives in Vik?"


def test_what_was_explained_in_brackets_is_left_out_of_the_next_question():
    before = turn("What did staff (sick, Vik) catch it from?", "From fruit.", "fruit")
    assert stand_alone("How long were they ill?", [before]) == "How long were staff ill?"


def test_why_after_half_a_question():
    before = turn("How far: Can I lower the limit?", "Not below seven.", "Not below seven")
    assert stand_alone("Why is that?", [before]) == "Why can I lower the limit?"


@pytest.mark.parametrize("half", ["and ?", "so ?", "But ...?", "well, ?", "What about -?"])
def test_a_half_without_words_is_no_fault(half):
    assert stand_alone(half, [turn("When does the mill open?")])


@pytest.mark.parametrize(
    ("before", "half", "whole"),
    [
        ("How many people were hurt?", "Why?", "Why: people were hurt?"),
        ("Which bridge was closed?", "Why?", "Why: bridge was closed?"),
        ("How many dogs does Ada keep?", "Since when?", "Since when: dogs does Ada keep?"),
        ("What happens when it is closed?", "Why?", "Why: happens when it is closed?"),
        ("How many came in April?", "And May?", "How many came in May?"),
        ("What did Ada Lind win?", "what about Will Smith?", "What did Will Smith win?"),
        ("How far is Oslo 200 years old?", "And Bergen?", "How far is Bergen 200 years old?"),
        ("What does the choir consist of?", "Who runs it?", "Who runs the choir?"),
        ("Who did it?", "and should I?", "Who did it: should I?"),
    ],
)
def test_what_is_put_together_stays_as_plain_as_it_was(before, half, whole):
    assert stand_alone(half, [turn(before)]) == whole


def test_there_is_left_alone_where_a_place_says_where():
    under = turn("Where is the mill?", "The mill is under the bridge.", "under the bridge")
    assert stand_alone("Who lives there?", [under]) == "Who lives under the bridge?"
    named = turn("Where is the mill?", "The mill is in Vik.", "Vik")
    assert stand_alone("How do I get there?", [named]) == "How do I get to Vik?"
    assert stand_alone("What happened there?", [named]) == "What happened in Vik?"


def test_people_are_told_from_the_words_round_them():
    sold = turn("What became of the sled?", "The sled was sold to Ada Lind.", "sold to Ada Lind")
    assert stand_alone("Where does she live?", [sold]) == "Where does Ada Lind live?"
    vask = turn("Who paid for the trip?", "The Vask trip was cheap. Vask paid for it.", "Vask")
    assert stand_alone("When did he die?", [vask]) == "When did Vask die?"
    jones = turn("Who followed Ada Lind?", "April Jones followed Ada Lind.", "April Jones")
    assert stand_alone("When was she elected?", [jones]) == "When was April Jones elected?"


def test_a_thing_is_nobody():
    before = turn("When does the semester start?", "It starts in May.", "May")
    question = "Did he move the ferry landing to the north quay?"
    assert stand_alone(question, [before]) == question
