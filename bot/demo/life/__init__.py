"""The demo school's months before the curtain rises, and its days after."""
