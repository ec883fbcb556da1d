"""The regulation profile: the school's numbers with the clauses they come from; pure."""
