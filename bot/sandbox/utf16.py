"""Text measured as Telegram measures it: in UTF-16 code units."""

__all__ = ["utf16_length"]

_LAST_OF_ONE_UNIT = 0xFFFF


def utf16_length(text: str) -> int:
    """Return the length of *text* in UTF-16 code units; most emoji count two."""
    return len(text) + sum(1 for character in text if ord(character) > _LAST_OF_ONE_UNIT)
