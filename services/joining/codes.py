"""Invitation codes: how they look, how they are read back from people; no storage, no keys."""

from random import Random

__all__ = [
    "ALPHABET",
    "CODE_LENGTH",
    "deep_link",
    "grouped",
    "looks_like_code",
    "new_code",
    "normalise_code",
]

CODE_LENGTH = 12
# No pair that a tired eye or a bad printer confuses: 0/O/Q/D, 1/I/L, 2/Z, 5/S, 6/G, 8/B, U/V.
# 22 letters and figures: 22**12 codes, more than 53 bits, against five tries an hour.
ALPHABET = "ACEFGHJKMNPRTUWXY34579"

# What a Russian keyboard has in place of our letters, and dashes and spaces of all kinds.
_LOOK_ALIKES = str.maketrans("АСЕНКМРТХУЗ", "ACEHKMPTXY3")
_BETWEEN = str.maketrans(
    "", "", " \t\n\r\u00a0\u202f\u2009-\u2010\u2011\u2012\u2013\u2014\u2212._"
)


def new_code(randomness: Random) -> str:
    """Return a fresh code in its normal form; *randomness* must be the system's outside tests."""
    return "".join(randomness.choice(ALPHABET) for _ in range(CODE_LENGTH))


def normalise_code(text: str) -> str:
    """Return the one form under which a code is hashed, however it was typed."""
    return text.translate(_BETWEEN).upper().translate(_LOOK_ALIKES)


def looks_like_code(text: str) -> bool:
    """Whether a plain message is a code typed without the command."""
    code = normalise_code(text)
    return len(code) == CODE_LENGTH and all(letter in ALPHABET for letter in code)


def grouped(code: str) -> str:
    """Return the code as it stands on paper: ``ACEF-GHJK-MNPR``."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def deep_link(bot_username: str, code: str) -> str:
    """Return the address that opens the bot with the code; empty without the bot's name."""
    return f"https://t.me/{bot_username}?start={code}" if bot_username else ""
