"""Rules and words of documents."""
