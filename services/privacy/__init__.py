"""What is held on a person, taking consent back, and destroying what it allowed."""
