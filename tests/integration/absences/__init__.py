"""Absences with a real database, delivery and screens."""
