"""Marks of a period or a year: proposals, what the teacher decides, and what is still possible."""
