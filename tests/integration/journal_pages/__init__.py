"""The journal as a page and as a spreadsheet, on both databases."""
