"""Train the reader: from files of questions with answers to one file of weights."""
