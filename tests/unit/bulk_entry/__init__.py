"""The pure parts of the journal line."""
