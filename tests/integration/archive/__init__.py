"""Copies and archives of a real database."""
