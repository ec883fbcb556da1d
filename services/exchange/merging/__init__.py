"""The workbook into the database: only what differs is written, what is history stays."""
