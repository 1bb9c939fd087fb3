"""Documents in, hits out; knows nothing of questions and answers as such."""
