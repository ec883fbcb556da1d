"""Questions of families and the answers of teachers."""
