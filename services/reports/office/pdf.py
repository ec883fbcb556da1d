"""A report as pages of A4, made by typst."""

from pathlib import Path
from typing import Any

from services.i18n import gettext as _
from services.reports.office.table import Page, Report, text_of
from services.typesetting import typeset_pdf

__all__ = ["report_pages", "report_pdf"]

_TEMPLATE = Path(__file__).parent.parent / "templates" / "report.typ"


async def report_pdf(report: Report) -> bytes:
    """Return the PDF; each page of the report begins a sheet of paper."""
    return await typeset_pdf(_TEMPLATE, report_pages(report))


def report_pages(report: Report) -> dict[str, Any]:
    """Return everything the template prints."""
    return {
        "pages": [_page(page) for page in report.pages],
        "footer": _("page"),
        "sign_parts": [_("signature"), _("name")],
    }


def _page(page: Page) -> dict[str, Any]:
    return {
        "title": page.title,
        "lines": list(page.lines),
        "wide": page.is_wide,
        "columns": [
            {
                "caption": one.caption,
                "upright": one.is_upright,
                "left": one.is_left,
                "wide": one.width,
            }
            for one in page.columns
        ],
        "rows": [
            {"cells": ["" if cell == "" else text_of(cell) for cell in row.cells],
             "total": row.is_total}
            for row in page.rows
        ],
        "empty": page.empty,
        "notes": list(page.notes),
        "signatures": list(page.signatures),
    }  # fmt: skip
