"""How the sheets of a workbook would come out of a printer."""

import io
import re
import zipfile

__all__ = ["printed_sheets"]


def printed_sheets(workbook: bytes) -> list[tuple[bool, bool, bool, bool]]:
    """Return of each sheet: A4, its columns fitted, pages numbered, headed on each page."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        whole = book.read("xl/workbook.xml").decode()
        sheets = [
            book.read(name).decode()
            for name in book.namelist()
            if name.startswith("xl/worksheets/sheet")
        ]
    titled = set(re.findall(r'Print_Titles" localSheetId="(\d+)"', whole))
    return [
        (
            'paperSize="9"' in sheet,
            'fitToPage="1"' in sheet and 'fitToHeight="0"' in sheet,
            "&amp;P / &amp;N" in sheet,
            str(number) in titled,
        )
        for number, sheet in enumerate(sheets)
    ]
