"""An archive of a period: what is in it, and the receipt that goes with it."""

import csv
import io
import zipfile

import pytest

from services.archive.manifest import Manifest
from services.archive.period import collect
from services.archive.receipt import receipt_page, receipt_pdf
from services.i18n import use_locale
from services.reports.office.ask import NoSuchPeriod, PeriodWish
from services.vocabulary import AttendanceCode
from tests.integration.archive.conftest import KEYS

SECOND = PeriodWish(None, 2)


async def contents_of(families, wish=SECOND):
    """Return what an archive holds."""
    return await collect(
        families.database, school_id=families.school.school_id, wish=wish, keys=KEYS,
        now=families.clock.now(), program="test",
    )  # fmt: skip


async def test_an_archive_holds_the_period_and_a_copy(families):
    """Lists, marks, attendance, lessons, homework, finals, summary sheets, the database."""
    lesson = await families.lesson()
    await families.mark(lesson, 5)
    await families.attend(lesson, AttendanceCode.ABSENT_SICK)
    contents = await contents_of(families)
    files = zipfile.ZipFile(io.BytesIO(contents.packed))
    marks = files.read("marks.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(marks, newline=""), delimiter=";")

    assert {
        "attendance.csv", "classes.csv", "database.backup", "finals.csv", "homework.csv",
        "lessons.csv", "marks.csv", "summary-sheets.pdf", "summary-sheets.xlsx",
    } == set(files.namelist()) == set(contents.digests)  # fmt: skip
    assert ("24.11.2026", "Алгебра", "Кузнецова Мария", "5") == (
        row["date"], row["subject"], row["student"], row["mark"],
    )  # fmt: skip
    assert "absent_sick" in files.read("attendance.csv").decode("utf-8-sig")
    assert contents.chain_seq > 0


async def test_a_period_that_nobody_has_is_refused(families):
    """There is no fourth quarter in this school yet."""
    with pytest.raises(NoSuchPeriod):
        await contents_of(families, PeriodWish(None, 4))


async def test_the_receipt_is_a_page_to_sign(families):
    """It names the file by its digest and says who keeps the key."""
    manifest = Manifest(
        "Школа", "II четверть", "2026-11-24", "1", "age-passphrase", "a.age", 12, "ab" * 32, 7,
        "cd" * 32, {"marks.csv": "ef"},
    )  # fmt: skip
    with use_locale("en"):
        page = receipt_page(manifest, "key", ["/media/one"])
        content = await receipt_pdf(manifest, public_key="key", places=["/media/one"])

    assert ["SHA-256 of the file", "ab" * 32] in page["rows"]
    assert ["Opens with", "the passphrase of the director"] in page["rows"]
    assert content.startswith(b"%PDF")
