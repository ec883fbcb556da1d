"""Reports as files: what a spreadsheet must not spoil, and what a printer gets."""

import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from services.reports.office.catalogue import REPORTS, find_report, report_caption
from services.reports.office.pdf import report_pdf
from services.reports.office.table import Column, Page, Report, Row
from services.reports.office.xlsx import report_xlsx

ODD = ("5/4", "=1+1", "+7", "007", "1-2", "https://example.org", "@x", "89991234567")


def page(name="7Б", rows=ODD):
    """Return a page with one cell a row."""
    return Page(
        name=name, title="Title", lines=("Line",),
        columns=(
            Column("№", 4), Column("What", 20, is_left=True), Column("n", 5, is_upright=True),
        ),
        rows=tuple(Row((number, text, None)) for number, text in enumerate(rows)),
        notes=("Note",), signatures=("Who",), is_wide=True, empty="Nothing",
    )  # fmt: skip


def test_odd_texts_stay_texts_and_numbers_are_numbers():
    """«5/4» is no date, «=1+1» no formula, «007» keeps its noughts; a count can be summed up."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(report_xlsx(Report("R", (page(),)))))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    found = [row for row in rows if len(row) > 1 and row[1] in ODD]

    assert list(ODD) == [row[1] for row in found]
    assert list(range(len(ODD))) == [row[0] for row in found]


def test_names_of_sheets_fit_and_differ():
    """Excel takes 31 characters, no brackets and no two alike."""
    names = ("x" * 40, "X" * 40, "7/Б [а]", "", "7/Б [а]")
    report = Report("R", tuple(page(name, rows=()) for name in names))
    found = CalamineWorkbook.from_filelike(io.BytesIO(report_xlsx(report))).sheet_names

    assert len(names) == len({name.casefold() for name in found})
    assert all(len(name) <= 31 for name in found)
    assert "7 Б  а" == found[2]


async def test_a_report_without_pages_is_a_file_all_the_same():
    """An empty report opens as an empty one; a page without rows says so."""
    assert report_xlsx(Report("R")).startswith(b"PK")
    assert (await report_pdf(Report("R", (page(rows=()),)))).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("word", "key"),
    [("summary", "summary"), ("Сводная", "summary"), ("табель", "report-cards"),
     ("class_teacher", "class-teacher"), ("замены", "substitutions")],
)  # fmt: skip
def test_a_report_answers_to_its_names(word, key):
    """The name of the command line, and the words people use."""
    assert REPORTS[key] is find_report(word)


def test_every_report_has_a_caption():
    """What can be made is listed by its name."""
    assert all(report_caption(key) for key in REPORTS)
    assert find_report("nonsense") is None


def test_nothing_of_a_caption_or_a_long_cell_is_cut_off():
    """A standing caption has its height, a flat one its longest word, a long cell its lines."""
    page = Page(
        name="Лист",
        title="Отчёт",
        lines=(),
        columns=(
            Column("Пропущено уроков по болезни", 5, is_upright=True),
            Column("Принято сообщений за неделю", 6),
            Column("У кого мало", 20, is_left=True),
        ),
        rows=(Row((1, 2, "Богданова Таисия, Киселёв Максим, Крылов Тимофей")), Row((1, 2, ""))),
    )
    with zipfile.ZipFile(io.BytesIO(report_xlsx(Report("Отчёт", (page,))))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    heights = {
        int(row): float(height)
        for row, height in re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', sheet)
    }
    flat = re.search(r'<col min="2" max="2" width="([\d.]+)"', sheet)

    assert {3, 4} == set(heights)  # the heading and the long row; the others as they are
    assert heights[3] >= 7 * len("Пропущено уроков по болезни")
    assert heights[4] >= 3 * 12
    assert flat is not None
    assert float(flat[1]) > len("сообщений")
    assert {"Arial"} == set(re.findall(r'<name val="([^"]+)"', styles))
