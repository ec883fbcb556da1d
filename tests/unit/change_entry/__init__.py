"""What dispatchers write about the timetable."""
