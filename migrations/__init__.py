"""Schema history; run by bot/database_setup.py."""
