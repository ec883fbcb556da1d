"""What people are owed, in which order and at which pace it leaves; not how it reads."""
