"""The edge to Telegram: outcomes, sizes, sending."""
