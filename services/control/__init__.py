"""What is late in the journal: nudges before a breach, and breaches for the deputy head."""
