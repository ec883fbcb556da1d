"""What people are owed: rules of delivery."""
