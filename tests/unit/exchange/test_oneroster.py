"""A package of another system, and what is wrong with packages, by file, row and column."""

import io
import zipfile
from datetime import date

import pytest

from services.exchange.workbook import read_sent_workbook
from services.i18n import use_locale

FILES = {
    "manifest.csv": "propertyName,value\noneroster.version,1.2\nfile.users,bulk",
    "orgs.csv": "sourcedId,name,type\no1,School 5,school",
    "academicSessions.csv": "sourcedId,title,type,startDate,endDate\n"
    "y,Year,schoolYear,2026-09-01,2027-05-26\nq,1 четверть,gradingPeriod,2026-09-01,2026-10-23",
    "courses.csv": "sourcedId,title,courseCode\nm,Алгебра,Алг\ne,Английский язык,Англ",
    "classes.csv": "sourcedId,title,classType,courseSourcedId\nh,7Б,homeroom,\n"
    "a,7Б алгебра,scheduled,m\nb,7Б англ. 1,scheduled,e",
    "users.csv": "sourcedId,givenName,familyName,agentSourcedIds,sms\nt,Анна,Орлова,,\n"
    "s1,Лев,Сидоров,g,\ns2,Мария,Кузнецова,g,\ng,Ольга,Сидорова,,+79990001122",
    "roles.csv": "sourcedId,userSourcedId,role\n1,t,teacher\n2,s1,student\n"
    "3,s2,student\n4,g,parent",
    "enrollments.csv": "sourcedId,classSourcedId,userSourcedId,role,primary,beginDate\n"
    "1,h,t,teacher,true,\n2,h,s1,student,,2026-09-01\n3,h,s2,student,,2026-09-01\n"
    "4,a,t,teacher,,\n5,a,s1,student,,\n6,a,s2,student,,\n7,b,t,teacher,,\n8,b,s1,student,,",
    "demographics.csv": "sourcedId,birthDate,americanIndianOrAlaskaNative\ns1,2013-01-01,true",
}


def read(**changes):
    """Read a package with some files changed (None: left out)."""
    stream = io.BytesIO()
    named = {name.removesuffix(".csv"): text for name, text in FILES.items()} | changes
    with zipfile.ZipFile(stream, "w") as packed:
        for name, text in named.items():
            if text is not None:
                packed.writestr(f"{name}.csv", text)
    with use_locale("en"):
        return read_sent_workbook(stream.getvalue(), "roster.zip")


def test_a_foreign_package_is_a_school():
    """Homerooms are classes, whole classes and groups are told apart, demographics not read."""
    found = read()
    tables = found.tables

    assert [] == found.findings.problems
    assert {"School 5", "2026/2027"} == {one.value for one in found.settings}
    assert [("7Б", "t")] == [(one.name, one.homeroom_teacher) for one in tables.classes.rows]
    assert [("s1", "7Б", None), ("s2", "7Б", None)] == [
        (one.external_id, one.class_name, one.birth_date) for one in tables.students.rows
    ]
    assert [("g", "s1"), ("g", "s2")] == [
        (one.external_id, one.student) for one in tables.guardians.rows
    ]
    assert [("t", ("7Б",), "", "Алгебра"), ("t", ("7Б",), "7Б англ. 1", "Английский язык")] == [
        (one.teacher, one.classes, one.group, one.subject) for one in tables.load.rows
    ]
    assert [("7Б англ. 1", "s1")] == [(one.group, one.student) for one in tables.groups.rows]
    assert ["1 четверть"] == [one.name for one in tables.periods.rows]


def test_an_end_is_the_day_after_the_last():
    """OneRoster counts ``endDate`` out; one day that ends as it begins is that day."""
    found = read(
        enrollments="sourcedId,classSourcedId,userSourcedId,role,beginDate,endDate\n"
        "1,h,s1,student,2026-09-01,2026-12-01\n2,h,s2,student,2026-09-01,2026-09-01\n"
        "3,b,s1,student,2026-09-01,2026-11-01\n4,a,s1,student,,\n5,a,s2,student,,"
    )
    tables = found.tables

    assert [] == found.findings.problems
    assert [date(2026, 10, 22)] == [one.ends_on for one in tables.periods.rows]
    assert [date(2026, 11, 30), date(2026, 9, 1)] == [one.ends_on for one in tables.students.rows]
    assert [date(2026, 10, 31)] == [one.ends_on for one in tables.groups.rows]


def test_types_are_read_in_any_case():
    """Other systems write «Homeroom» and «SCHOOLYEAR» as freely as «Student»."""
    found = read(
        classes=FILES["classes.csv"].replace("homeroom", "Homeroom"),
        academicSessions=FILES["academicSessions.csv"].replace("schoolYear", "SCHOOLYEAR"),
    )

    assert [] == found.findings.problems
    assert ["7Б"] == [one.name for one in found.tables.classes.rows]
    assert "2026/2027" in {one.value for one in found.settings}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"users": None}, ("users.csv", None, "")),
        ({"users": FILES["users.csv"].replace("familyName", "surname")}, ("users.csv", 1, "")),
        (
            {"users": FILES["users.csv"].replace("Лев,Сидоров", "Лев,")},
            ("users.csv", 3, "familyName"),
        ),
        (
            {"users": FILES["users.csv"] + "\ns1,Пётр,Иванов,,"},
            ("users.csv", 6, "sourcedId"),
        ),
        (
            {"enrollments": FILES["enrollments.csv"] + "\n9,zz,s1,student,,"},
            ("enrollments.csv", 10, "classSourcedId"),
        ),
        (
            {"enrollments": FILES["enrollments.csv"] + "\n9,a,zz,student,,"},
            ("enrollments.csv", 10, "userSourcedId"),
        ),
        (
            {"enrollments": FILES["enrollments.csv"].replace("2026-09-01", "2026-13-01", 1)},
            ("users.csv", 3, "beginDate"),
        ),
        ({"classes": FILES["classes.csv"].replace("7Б,home", "класс,home")},
         ("classes.csv", 2, "title")),
        ({"classes": FILES["classes.csv"].replace("homeroom", "scheduled")},
         ("classes.csv", 2, "courseSourcedId")),
        ({"courses": FILES["courses.csv"].replace("m,", "n,")},
         ("classes.csv", 3, "courseSourcedId")),
        ({"roles": FILES["roles.csv"].replace("2,s1", "2,zz")}, ("users.csv", 3, "role")),
        ({"orgs": "sourcedId,name,type\no1,District,district"}, ("orgs.csv", None, "")),
        ({"manifest": "propertyName,value\noneroster.version,1.0"},
         ("manifest.csv", 2, "value")),
        ({"manifest": "propertyName,value\nfile.users,delta"}, ("manifest.csv", 2, "value")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_file_row_and_column(changes, place):
    """And nothing of the package may be stored then."""
    problems = read(**changes).findings.problems

    assert place in [(one.file, one.row, one.column) for one in problems]
