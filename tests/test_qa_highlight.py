"""The short answer by rules, where no trained reader gives one."""

from qa.highlight import highlight
from qa.language.kinds import Kind


def test_a_figure_that_is_part_of_a_word_is_cut_out_of_it():
    sentence = "It costs 20€each."
    start, end = highlight(Kind.NUMBER, frozenset({"cost"}), sentence)
    assert sentence[start:end] == "20"
