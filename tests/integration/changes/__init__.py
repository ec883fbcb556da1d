"""Changes of the timetable, from a dispatcher's line to the chats of families and teachers."""
