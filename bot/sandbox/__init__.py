"""A Telegram of our own: the demo's messenger and the one the end-to-end tests talk through."""
