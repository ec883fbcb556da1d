"""From bytes to typed rows: encodings, delimiters, headings, cells. No database here."""
