"""Tests: the rules of the journal."""
