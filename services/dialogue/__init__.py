"""Where somebody is in a conversation of several steps; written with the update's own effect."""
