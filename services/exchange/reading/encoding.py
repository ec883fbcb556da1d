"""Text out of bytes: UTF-8 with or without mark, UTF-16, windows-1251; never garbled."""

import codecs

__all__ = ["Undecodable", "decode"]

_DAMAGE = "\N{REPLACEMENT CHARACTER}"
_BASIC_CYRILLIC_PAGE = 0x05  # in UTF-16 every letter of ours has a byte below it


class Undecodable(ValueError):
    """The bytes are no text in a known encoding; *row* is where they stop being one, if known."""

    def __init__(self, row: int | None = None) -> None:
        super().__init__(row)
        self.row = row


def decode(data: bytes) -> str:
    """Return the text of a file.

    Raises:
        Undecodable: it is neither UTF-8, UTF-16 nor windows-1251, or it is damaged.
    """
    if data.startswith(codecs.BOM_UTF8):
        return _strictly(data.removeprefix(codecs.BOM_UTF8), "utf-8")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16")
    if b"\0" in data:
        high_bytes_last = sum(byte < _BASIC_CYRILLIC_PAGE for byte in data[1::2])
        high_bytes_first = sum(byte < _BASIC_CYRILLIC_PAGE for byte in data[::2])
        return _strictly(data, "utf-16-le" if high_bytes_last >= high_bytes_first else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data):
            raise Undecodable(_row_of(data, error.start)) from error
    return _strictly(data, "windows-1251")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = None if encoding.startswith("utf-16") else _row_of(data, error.start)
        raise Undecodable(row) from error


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII reads as UTF-8: then a byte is broken, no more."""
    text = data.decode("utf-8", errors="replace")
    foreign = [char for char in text if not char.isascii()]
    return foreign.count(_DAMAGE) * 2 < len(foreign)


def _row_of(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1
