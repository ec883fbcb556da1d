"""Lists without ids: who is who is told by names, birth dates and phones, and doubts are asked."""

import pytest
from sqlalchemy import func, select

from services.exchange.service import ImportService
from services.exchange.workbook import read_workbook
from services.models import Enrollment, Guardianship, Person, SchoolClass
from services.vocabulary import PersonKind
from tests.integration.exchange.importing import KEYS
from tests.unit.exchange.books import write_book
from tests.unit.exchange.secretaries import GOOD

_STUDENTS = "ФИО;Дата рождения;Класс;Мать;Мать телефон"
_ARTYOM = "Белов Артём Ильич;04.05.2015;5А;Белова Анна Юрьевна;89120000011"
_DARYA = "Белова Дарья Ильинична;31.01.2013;7А;Белова Анна Юрьевна;8 912 000-00-11"


@pytest.fixture
def lists(importing):
    """Give a folder of four small tables without a single id."""
    folder = importing.folder
    for path in folder.path.iterdir():
        path.unlink()
    folder.rewrite("school.csv", "параметр;значение", "название;Лесная", "учебный год;2026/2027")
    folder.rewrite("staff.csv", "ФИО;Телефон", "Орлова Вера Ильинична;89120000001")
    folder.rewrite("classes.csv", "класс;кл. рук.", "5А;Орлова В. И.", "7А;")
    folder.rewrite("students.csv", _STUDENTS, _ARTYOM, _DARYA)
    return folder


async def _problems(importing, **options):
    report = await importing.run(**options)
    return [finding.line() for finding in report.problems]


async def _names(importing, kind):
    return await importing.rows(
        select(Person.family_name, Person.given_name)
        .where(Person.kind == kind)
        .order_by(Person.id)
    )


@pytest.mark.parametrize(
    "name",
    [
        "one wide sheet",
        "parents in one cell",
        "a sheet for each class",
        "a list of parents by the children's names",
        "class teachers by name, roles as posts",
    ],
)
async def test_a_secretarys_file_twice_changes_nothing(importing, tmp_path, name):
    """What a school sends again unchanged is recognised whole."""
    path = GOOD[name].make(tmp_path)
    service = ImportService(importing.database, importing.clock, KEYS)

    first = await service.apply(read_workbook(path))
    again = await service.apply(read_workbook(path))

    assert (0, 0) == (first.counts.problems, again.counts.problems)
    assert first.counts.added == again.counts.unchanged
    assert (0, 0, 0) == (again.counts.added, again.counts.changed, again.counts.left)


async def test_siblings_share_a_parent_of_the_same_name_and_phone(importing, lists):
    """One mother in two rows is one person with two children."""
    assert [] == await _problems(importing)

    assert [("Белова", "Анна")] == await _names(importing, PersonKind.GUARDIAN)
    assert [(2,)] == await importing.rows(select(func.count(Guardianship.id)))


async def test_the_same_name_without_a_phone_is_not_taken_for_the_same_person(importing, lists):
    """A shared name alone would open another family's child."""
    lists.rewrite("students.csv", _STUDENTS, _ARTYOM, _DARYA.replace("8 912 000-00-11", ""))

    await importing.run()
    again = await importing.line()

    assert 2 == len(await _names(importing, PersonKind.GUARDIAN))
    assert "added 0, changed 0, left 0, unchanged 7, problems 0" == again


async def test_a_new_phone_of_a_childs_mother_is_hers(importing, lists):
    """No child has two guardians of one name: the number changed, not the person."""
    await importing.run()
    lists.replace("students.csv", ";89120000011", ";89120000099")
    lists.replace("students.csv", "8 912 000-00-11", "89120000099")

    assert "added 0, changed 1, left 0, unchanged 6, problems 0" == await importing.line()
    assert 1 == len(await _names(importing, PersonKind.GUARDIAN))


async def test_a_move_to_another_class_is_the_same_child(importing, lists):
    """The class is no part of who somebody is."""
    await importing.run()
    lists.replace("students.csv", "04.05.2015;5А", "04.05.2015;7А")

    assert "added 0, changed 1, left 0, unchanged 6, problems 0" == await importing.line()
    moved = await importing.rows(
        select(SchoolClass.name)
        .join(Enrollment, Enrollment.school_class_id == SchoolClass.id)
        .join(Person, Person.id == Enrollment.student_id)
        .where(Person.given_name == "Артём")
        .order_by(Enrollment.starts_on)
    )
    assert [("5А",), ("7А",)] == moved


async def test_another_birth_date_is_another_child(importing, lists):
    """A namesake in the same class is added, and the other one is told to be missing."""
    await importing.run()
    lists.replace("students.csv", "04.05.2015;5А", "05.05.2015;5А")

    report = await importing.run()

    assert 3 == len(await _names(importing, PersonKind.STUDENT))
    assert 2 == report.unlisted  # the child, and whose child it is


async def test_a_birth_date_that_is_gone_is_a_question(importing, lists):
    """Without it nobody can say whether it is the same child: nothing is stored."""
    await importing.run()
    lists.replace("students.csv", "04.05.2015;5А", ";7А")

    expected = (
        "students.csv, row 2, column “ФИО”: “Белов Артём Ильич” may be a student stored before,"
        " and the birth dates do not tell. Give the id or the birth date that was imported before."
    )
    assert [expected] == await _problems(importing)


async def test_ids_may_come_later(importing, lists):
    """Who was stored by name gets the id, and is known by it from then on."""
    await importing.run()
    lists.rewrite("students.csv", f"id;{_STUDENTS}", f"U1;{_ARTYOM}", f"U2;{_DARYA}")

    first = await importing.line()
    lists.replace("students.csv", "Белов Артём Ильич;04.05.2015", "Белых Артём Ильич;04.05.2015")
    second = await importing.line()

    assert "added 0, changed 2, left 0, unchanged 5, problems 0" == first
    assert "added 0, changed 1, left 0, unchanged 6, problems 0" == second


async def test_another_id_for_a_stored_child_is_a_question(importing, lists):
    """Ids made anew would double the school."""
    lists.rewrite("students.csv", f"id;{_STUDENTS}", f"U1;{_ARTYOM}", f"U2;{_DARYA}")
    await importing.run()
    lists.replace("students.csv", "U1;", "N1;")

    expected = (
        "students.csv, row 2, column “id”: “Белов Артём Ильич”, born on the same day, is stored"
        " with the id “U1”. Keep that id."
    )
    assert [expected] == await _problems(importing)


async def test_leavers_without_ids_leave(importing, lists):
    """Who is not listed any more has left, when the import was told so."""
    await importing.run()
    lists.rewrite("students.csv", _STUDENTS, _DARYA)

    assert "added 0, changed 0, left 1, unchanged 6, problems 0" == await importing.line(
        with_leavers=True
    )


async def test_one_bad_cell_stores_nothing(importing, lists):
    """A workbook is stored whole or not at all."""
    path = write_book(
        lists.path.parent / "school.xlsx",
        {
            "Школа": [["параметр", "значение"], ["название", "Лесная"]],
            "Сотрудники": [["ФИО"], ["Орлова Вера"]],
            "Классы": [["класс"], ["5А"]],
            "Ученики": [["ФИО", "класс"], ["Белов Артём", "5А"], ["Белов", "5А"]],
        },
    )
    service = ImportService(importing.database, importing.clock, KEYS)

    report = await service.apply(read_workbook(path))

    assert 1 == report.counts.problems
    assert [] == await importing.schools()
