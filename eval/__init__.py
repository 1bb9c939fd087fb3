"""Measures answers; run from the checkout, not part of the installed program."""
