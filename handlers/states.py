"""Dialogue states: only for what must be typed; no screen depends on one; they end in a day."""
