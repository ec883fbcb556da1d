"""OneRoster: our roster out and in again is the same, and changes nothing at home."""

import csv
import io
import zipfile

from services.audit import AuditRecorder
from services.database import Database
from services.exchange.oneroster.writing import roster_package
from services.exchange.service import ImportService
from services.exchange.workbook import read_sent_workbook
from tests.integration.exchange.importing import KEYS
from tests.shared_statements import with_shared_statements


def rows(package, name):
    """Return the rows of a file of a package."""
    text = zipfile.ZipFile(io.BytesIO(package)).read(name).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


async def imported_from(package, database, clock):
    """Import a package and return what the importer says."""
    service = ImportService(database, clock, KEYS)
    return await service.apply(read_sent_workbook(package, "roster.zip"))


async def test_a_roster_comes_back_as_it_went(imported, sqlite_templates):
    """Into an empty database it makes the same package; into its own it changes nothing."""
    package = await roster_package(imported.database, school_id=1)
    other = Database(
        with_shared_statements(sqlite_templates.fresh()),
        hooks=[AuditRecorder(KEYS, imported.clock)],
    )
    try:
        first = await imported_from(package, other, imported.clock)
        again = await roster_package(other, school_id=1)
    finally:
        await other.close()
    at_home = await imported_from(package, imported.database, imported.clock)

    assert () == first.problems
    assert package == again
    assert (0, 0, 0) == (at_home.counts.added, at_home.counts.changed, len(at_home.problems))


async def test_the_package_is_what_the_standard_asks(imported):
    """Manifest, roles, homerooms with their teachers; no phones, no birth dates."""
    package = await roster_package(imported.database, school_id=1)
    manifest = {row["propertyName"]: row["value"] for row in rows(package, "manifest.csv")}
    classes = {row["sourcedId"]: row for row in rows(package, "classes.csv")}
    roles = {row["userSourcedId"]: row["role"] for row in rows(package, "roles.csv")}
    leaders = [
        row["userSourcedId"]
        for row in rows(package, "enrollments.csv")
        if row["classSourcedId"] == "class-7А" and row["role"] == "teacher"
    ]
    said = "".join(
        zipfile.ZipFile(io.BytesIO(package)).read(name).decode()
        for name in ("users.csv", "enrollments.csv")
    )

    assert ("1.2", "bulk", "absent", "Peremena") == (
        manifest["oneroster.version"], manifest["file.users"], manifest["file.demographics"],
        manifest["source.systemName"],
    )  # fmt: skip
    assert ("homeroom", "07") == (classes["class-7А"]["classType"], classes["class-7А"]["grades"])
    assert ["staff-T004"] == leaders
    courses = {row["sourcedId"] for row in rows(package, "courses.csv")}
    assert {row["courseSourcedId"] for row in classes.values()} <= courses
    ends = {row["title"]: row["endDate"] for row in rows(package, "academicSessions.csv")}
    assert "2026-10-24" == ends["1 четверть"]  # the last day is the 23rd: the end is counted out
    assert ("student", "guardian") == (roles["student-U0001"], roles["guardian-P0001"])
    assert "+7" not in said
    assert "22.11.2019" not in said
    assert "2019-11-22" not in said
