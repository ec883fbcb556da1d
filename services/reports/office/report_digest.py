"""The digest of a report that is accepted: by it a filed report knows whether it still holds."""

import hashlib
import json
import re
from collections.abc import Mapping

from services.reports.office.table import Cell, Report

__all__ = ["report_digest"]


def report_digest(report: Report, classes: Mapping[str, int]) -> str:
    """Return a digest of what the tables say; when it was made is no part of it.

    Neither is what a class (by its name of today: its id) is called: classes move up in
    September, and the report of 7А, which is 8А now, says the same.
    """
    names = "|".join(map(re.escape, classes))
    called = re.compile(rf"\b({names})\b" if names else r"(?!)")

    def neutral(cell: Cell) -> Cell:
        if not isinstance(cell, str):
            return cell
        return called.sub(lambda found: f"class {classes[found[1]]}", cell)

    said = [
        [neutral(page.name), [[neutral(cell) for cell in row.cells] for row in page.rows]]
        for page in report.pages
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
