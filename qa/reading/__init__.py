"""Readers: where in each passage the answer stands, and how sure that is."""
