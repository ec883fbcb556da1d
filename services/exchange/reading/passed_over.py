"""Rows of a list that are no data: totals, signatures, repeated headings, numbers of columns, and
the examples of the template.
"""

import re
from typing import Any

from services.exchange.reading.columns import FULL_NAME, PARTS, TableSpec
from services.exchange.reading.headings import Heading

__all__ = ["is_passed_over"]

_EXAMPLE = re.compile(r"(?:пример|образец|example)\b", re.IGNORECASE)
_TOTAL = re.compile(r"(?:всего|итого|total)\b", re.IGNORECASE)
_FIGURE = re.compile(r"[\d.,]+(?: \w+)?")  # «25», «25 учеников»
_SIGNATURE = re.compile(
    r"(?:директор|зам\b|заместитель|завуч|классный руководитель|кл\.? ?рук|секретарь|исполнитель"
    r"|составил|ответственн|подпись|дата\b|м\.? ?п\.?$|примечани|согласовано|утвержда)",
    re.IGNORECASE,
)
_FEW = 3  # cells of a line that is no row of the table
_SMALLEST_NUMBERING = 3


def is_passed_over(cells: tuple[str, ...], heading: Heading, spec: TableSpec[Any]) -> bool:
    """Whether a row below the headings says nothing of the kind the table is about."""
    filled = [cell for cell in cells if cell]
    if not filled or _EXAMPLE.match(filled[0]):
        return True
    if _is_heading_again(cells, heading) or _is_numbering(filled):
        return True
    if _TOTAL.match(filled[0]) and all(_FIGURE.fullmatch(cell) for cell in filled[1:]):
        return True
    if len(filled) > _FEW or _has_all_it_needs(cells, heading, spec):
        return False
    return bool(_TOTAL.match(filled[0]) or _SIGNATURE.match(filled[0]))


def _is_heading_again(cells: tuple[str, ...], heading: Heading) -> bool:
    rows = heading.grid.rows[: heading.row]
    return any(cells == row for row in rows if any(row))


def _is_numbering(filled: list[str]) -> bool:
    """Whether the columns are counted: 1, 2, 3 and so on."""
    return len(filled) >= _SMALLEST_NUMBERING and filled == [
        str(number) for number in range(1, len(filled) + 1)
    ]


def _has_all_it_needs(cells: tuple[str, ...], heading: Heading, spec: TableSpec[Any]) -> bool:
    needed = {column.key for column in spec.columns if column.is_needed} | PARTS
    for key, index in heading.columns.items():
        is_needed = key in needed and not (key in PARTS and key != FULL_NAME)
        if is_needed and (index >= len(cells) or not cells[index]):
            return False
    return True
