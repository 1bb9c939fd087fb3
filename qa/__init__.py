"""Hits in, an answer out."""
