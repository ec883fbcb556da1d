"""CSV as spreadsheets of this country open it, and no cell of it taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

__all__ = ["csv_bytes"]

# A name such as "=HYPERLINK(…)" would run when the file is opened; the apostrophe makes it text.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as UTF-8 with its mark, separated by ``;``, lines ended by CRLF."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
