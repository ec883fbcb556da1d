"""Rules of homework: tables of cases."""
