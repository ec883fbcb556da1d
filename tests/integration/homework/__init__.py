"""Homework from the teacher's line to the family's chat, on both databases."""
