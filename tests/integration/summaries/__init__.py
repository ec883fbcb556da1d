"""Summaries from the journal to the family, and the class teacher's sentences."""
