"""Rules of absences."""
