"""Which lessons a day has: bells, base timetable and calendar put together."""
