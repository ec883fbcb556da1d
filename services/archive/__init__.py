"""Copies of the database that can be put back, and archives that prove themselves."""
