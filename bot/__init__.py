"""The process: settings, wiring, channels, schedule, pages and the command line."""

__version__ = "0.1.0"
