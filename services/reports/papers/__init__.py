"""The papers the regulations ask for, filled from the sheet «Школа»; Russian legal texts."""
