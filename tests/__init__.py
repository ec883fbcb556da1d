"""Tests of Peremena."""
