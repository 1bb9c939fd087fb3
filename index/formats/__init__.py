"""Files to documents: one small module for each format, a line for each suffix in `table`."""
