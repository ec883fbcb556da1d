"""Rules of debts."""
