"""Tables: which row and cell a question names, compares out, or has its figure in."""
