"""English as questions and sentences are made of it: kinds, words, times, slips."""
