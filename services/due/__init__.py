"""Which scheduled work has been done, for whom and for which day or other slot of time."""
