"""Announcements, from a class teacher's message to the chats of families and their answers."""
