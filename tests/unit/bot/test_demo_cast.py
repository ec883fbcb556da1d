"""Who plays in the demo, chosen from lists."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from bot.demo.cast import choose_cast, demo_moment, zone_of
from bot.demo.scenes import demo_lists
from bot.demo.telephones import Part, Telephones
from bot.sandbox.chats import Telegram
from services.exchange.workbook import read_workbook
from services.vocabulary import AccessMode
from tests.fakes import FakeClock


def test_the_demo_school_has_a_full_cast():
    """A lesson of the middle school is going on, and two families of the class have telephones."""
    workbook = demo_lists()
    moment = demo_moment(workbook, None)
    cast = choose_cast(workbook, moment)

    assert workbook.findings.problems == []
    assert (moment.weekday(), f"{moment:%Y-%m-%dT%H:%M}") == (1, "2026-11-24T08:40")
    assert str(moment.tzinfo) == str(zone_of(workbook)) == "Asia/Yekaterinburg"
    assert (cast.class_name, cast.subject) == ("7А", "Русский язык")
    assert len({family.guardian.phone for family in cast.families}) == 2
    assert len({family.student.family_name for family in cast.families}) == 2
    assert {family.student.class_name for family in cast.families} == {cast.class_name}
    assert cast.families[0].other is not None
    assert cast.families[0].student.phone


def test_everybody_of_the_demo_school_is_somebody_else():
    """Each part has a telephone of its own, so that each role shows its own menu."""
    workbook = demo_lists()
    cast = choose_cast(workbook, demo_moment(workbook, None))
    telephones = Telephones.of(cast, Telegram(FakeClock()))

    assert list(Part) == [one.part for one in telephones.all]
    assert len(Part) == len({one.user.user_id for one in telephones.all})


def test_the_demo_school_has_what_schools_have():
    """A second shift, a family on paper, namesakes, groups, and a curriculum for every class."""
    tables = demo_lists().tables
    names = Counter((one.class_name, one.family_name) for one in tables.students.rows)

    assert {row.bell_set for row in tables.classes.rows} >= {"", "2 смена"}
    assert AccessMode.PAPER in {row.access for row in tables.guardians.rows}
    assert names["7А", "Кузнецова"] == 2
    assert {"1А", "5А", "5Б", "7А", "10А"} == {row.name for row in tables.classes.rows}
    assert {row.name for row in tables.classes.rows} == {
        name for row in tables.topics.rows for name in row.classes
    }


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        (datetime.fromisoformat("2026-09-14T07:50"), "2026-09-14T07:50:00+05:00"),
        (datetime.fromisoformat("2026-09-14T07:50:00+00:00"), "2026-09-14T07:50:00+00:00"),
    ],
)
def test_a_moment_given_is_school_time(local: datetime, expected: str):
    """``--now`` without a zone is what the school's clock shows."""
    assert expected == demo_moment(demo_lists(), local).isoformat()


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
