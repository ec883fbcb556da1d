"""Rules of class teachers."""
