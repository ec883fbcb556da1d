"""How long an end-to-end test waits for what must come; once it is there, nobody waits."""

__all__ = ["PATIENCE_MS", "PATIENCE_SECONDS"]

# Nothing here is a measurement. On two slow cores shared with others an answer took half a
# minute, a start a whole one.
PATIENCE_SECONDS = 120
PATIENCE_MS = 1000 * PATIENCE_SECONDS
