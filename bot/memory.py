"""What the garbage collector need not look through: everything that is there once we are wired."""

import gc

__all__ = ["settle"]


def settle() -> None:
    """Collect once, then leave what lives alone: aiogram's and SQLAlchemy's classes never die.

    A full collection looked through 300,000 of their objects, which made 5 to 8 % of what a
    broadcast costs, in pauses of 100 ms.
    """
    gc.collect()
    gc.freeze()
