"""Rules of the office's packs."""
