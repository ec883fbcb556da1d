"""What nobody may see of another family."""
