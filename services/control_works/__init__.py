"""Control works in the calendar: planned, warned about, seen by families."""
