"""The card of a lesson: who is there, marks, topic and homework by buttons, saved as any entry."""
