"""Control on real databases."""
