"""The week on paper: for which families, what stands on it, and whether it was handed over."""
