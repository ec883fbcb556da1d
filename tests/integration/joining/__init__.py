"""Getting in and out, on real databases."""
