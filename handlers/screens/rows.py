"""Buttons set in rows: how many stand side by side, whatever their number."""

from collections.abc import Sequence

from services.outgoing import Button

__all__ = ["in_rows"]


def in_rows(buttons: Sequence[Button], size: int) -> list[tuple[Button, ...]]:
    """Break a row of any length into rows of *size*; Telegram takes 8 at most."""
    return [tuple(buttons[start : start + size]) for start in range(0, len(buttons), size)]
