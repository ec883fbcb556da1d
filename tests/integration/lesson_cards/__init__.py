"""The lesson card from the start of a lesson to the journal, on both databases."""
