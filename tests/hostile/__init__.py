"""Servers that break their messages on purpose, and proof that a run outlives each of them."""
