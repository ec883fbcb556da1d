"""A dispatcher's message about the timetable: reading it, showing what it does, saving it."""
