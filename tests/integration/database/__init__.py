"""Tests: the database layer."""
