"""Class teachers on real databases."""
