"""A teacher's journal line: read, matched with the class list, shown, saved, taken back."""
