"""Rules of the summary of fourteen days."""
