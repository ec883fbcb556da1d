"""How headings, names of sheets and names of settings are compared."""

import re

__all__ = ["normal_heading"]

_PUNCTUATION = re.compile(r"[\s._:;,*«»\"'()/\\\-–—]+")


def normal_heading(cell: str) -> str:
    """Return what spellings of a heading have in common."""
    return _PUNCTUATION.sub(" ", cell.casefold().replace("ё", "е")).strip()
