"""What families read: a day, the marks of a period. Only children whose data may be shown now."""
