"""Announcements of the staff to families: audience, sending, recall, answers, reminders."""
