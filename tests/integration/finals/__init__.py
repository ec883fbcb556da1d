"""Marks of periods and years: from the sheet to the family."""
