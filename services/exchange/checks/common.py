"""How checks point at a cell."""

from services.exchange.findings import Finding
from services.exchange.sheets import SheetRow

__all__ = ["at"]


def at(row: SheetRow, key: str, text: str) -> Finding:
    """Return a finding about one cell of a row, under the heading it has in the file."""
    place = row.place
    return Finding(text, place.file, place.row, place.headings.get(key, ""))
