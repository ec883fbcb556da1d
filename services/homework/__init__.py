"""Homework: what is given at a lesson, for whom and by when, and when families hear of it."""
