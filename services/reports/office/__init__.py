"""The reports of the office: figures of a period as tables, for screens, printers and files."""
