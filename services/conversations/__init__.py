"""Questions of families to teachers: threads attached to what they are about, and kept."""
