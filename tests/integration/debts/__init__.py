"""Debts on real databases."""
