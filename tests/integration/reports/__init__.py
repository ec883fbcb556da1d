"""Documents of the office on a real database."""
