"""What people may choose for themselves, with the defaults that hold until they do."""
