"""Who plays in the demo, chosen from lists."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.commands.demo import DEMO_SCHOOL
from bot.demo.cast import choose_cast, demo_moment, zone_of
from services.exchange.workbook import read_workbook


def test_the_demo_school_has_a_full_cast():
    """A lesson of the middle school is going on, and two families of the class have telephones."""
    workbook = read_workbook(DEMO_SCHOOL)
    moment = demo_moment(workbook, None)
    cast = choose_cast(workbook, moment)

    assert workbook.findings.problems == []
    assert (moment.weekday(), f"{moment:%Y-%m-%dT%H:%M}") == (1, "2026-11-24T12:20")
    assert str(moment.tzinfo) == str(zone_of(workbook)) == "Asia/Yekaterinburg"
    assert (cast.class_name, cast.subject) == ("7А", "Алгебра")
    assert None not in (cast.teacher, cast.homeroom_teacher, cast.deputy_head)
    assert len({family.guardian.phone for family in cast.families}) == 2
    assert len({family.student.family_name for family in cast.families}) == 2
    assert {family.student.class_name for family in cast.families} == {cast.class_name}


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        (datetime.fromisoformat("2026-09-14T07:50"), "2026-09-14T07:50:00+05:00"),
        (datetime.fromisoformat("2026-09-14T07:50:00+00:00"), "2026-09-14T07:50:00+00:00"),
    ],
)
def test_a_moment_given_is_school_time(local: datetime, expected: str):
    """``--now`` without a zone is what the school's clock shows."""
    assert expected == demo_moment(read_workbook(DEMO_SCHOOL), local).isoformat()


def _school(folder: Path, **tables: str) -> Path:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text.strip() + "\n", encoding="utf-8")
    return folder


def test_a_small_school_plays_with_whom_it_has(tmp_path: Path):
    """Without a timetable there is no teacher on stage; of another year is another November."""
    folder = _school(
        tmp_path,
        school="параметр;значение\nназвание;Школа\nучебный год;2027/2028",
        staff="id;фамилия;имя;роли\nT1;Иванова;Мария;учитель",
        classes="класс;классный руководитель\n7Б;T1",
        students="id;фамилия;имя;дата рождения;класс\nU1;Петров;Лев;01.02.2014;7Б",
        guardians=(
            "id;фамилия;имя;телефон;ученик;доступ\n"
            "P1;Петрова;Анна;;U1;электронный\n"
            "P2;Петров;Олег;+79160000001;U1;на бумаге\n"
            "P3;Петрова;Нина;+79160000002;U1;электронный"
        ),
    )
    workbook = read_workbook(folder)
    cast = choose_cast(workbook, demo_moment(workbook, None))

    assert f"{demo_moment(workbook, None):%Y-%m-%d %u}" == "2027-11-30 2"
    assert (cast.class_name, cast.teacher) == ("7Б", None)
    assert cast.homeroom_teacher is not None
    assert [family.guardian.external_id for family in cast.families] == ["P3"]


def test_an_empty_school_has_nobody(tmp_path: Path):
    """A workbook without classes gives an empty stage, not an error."""
    workbook = read_workbook(_school(tmp_path, school="параметр;значение\nназвание;Школа"))
    cast = choose_cast(workbook, demo_moment(workbook, None))

    assert (cast.class_name, cast.teacher, cast.families) == ("", None, ())
