"""Hits in, an answer out.

assistant   the steps: `turns` and `followup` make a question stand alone, `reading` finds spans in
            the passages, `choose` makes quotes of them or keeps silent
rows        which row and cell of a table a question names
language    English: kinds of questions, words, times, slips of the keys
receipt, verify, label   what is kept of an answer
"""
