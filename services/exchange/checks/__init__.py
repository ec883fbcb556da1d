"""Whether the tables of a workbook agree with themselves and with each other; pure."""
