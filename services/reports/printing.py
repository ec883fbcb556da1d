"""How the sheets of every workbook come out of a printer: A4, whole, headed on each page."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["FONT", "print_on_a4"]

FONT = {"font_name": "Arial", "font_size": 10}  # with Cyrillic everywhere, or its like
_A4 = 9
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}  # inches


def print_on_a4(
    sheet: "Worksheet", *, heading: tuple[int, int], is_wide: bool = False, across: int = 1
) -> None:
    """Let a sheet be printed on A4 with no column cut off, and its pages numbered.

    *heading*: the first and last row that every page begins with; *across*: how many pages its
    columns may take side by side; *is_wide*: the longer side is the breadth.
    """
    sheet.set_paper(_A4)
    if is_wide:
        sheet.set_landscape()
    sheet.fit_to_pages(across, 0)
    sheet.set_margins(**_MARGINS)
    sheet.set_footer("&R&P / &N")
    sheet.repeat_rows(*heading)
