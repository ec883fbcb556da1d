"""The office's packs on real databases."""
