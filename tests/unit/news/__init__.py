"""What is true now against what was told: the pure parts."""
