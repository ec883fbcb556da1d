"""Rules of the family's pages: tables of cases."""
