"""Rules of control."""
