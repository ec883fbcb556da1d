"""Pages of the process itself, on the port of the settings."""
