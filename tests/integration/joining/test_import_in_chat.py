"""The lists through the chat: planned, saved as planned or not at all, and gone from the chat."""

import io
import zipfile

import pytest
from sqlalchemy import func, select

from services.database import bind_school
from services.models import Person
from services.regulation.profile import SettingKey
from services.vocabulary import PersonKind, Role
from tests.integration.joining.chat import Line
from tests.integration.joining.joining_world import OPERATOR, build_world
from tests.integration.joining.test_people_in_chat import come_in

pytestmark = pytest.mark.one_database

OFFICE = 602
NEWCOMER = "Тихонова;Вера;Олеговна;7Б"


def packed(*students, name="Школа 12"):
    """Return the school's lists as a secretary packs them."""
    files = {
        "school.csv": f"параметр;значение\nназвание;{name}\n",
        "staff.csv": (
            "фамилия;имя;отчество;телефон;роли\n"
            "Комарова;Екатерина;Викторовна;+79160000004;завуч, секретарь\n"
        ),
        "classes.csv": "класс\n7Б\n1А\n",
        "students.csv": "фамилия;имя;отчество;класс\n" + "".join(f"{one}\n" for one in students),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text.encode())
    return content.getvalue()


async def students(world):
    """Return how many children are stored."""
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            return await session.scalar(
                select(func.count())
                .select_from(Person)
                .where(Person.kind == PersonKind.STUDENT, Person.left_on.is_(None))
            )


@pytest.fixture
async def office(world):
    """Give the chat of a secretary."""
    await world.give_role("deputy", Role.SECRETARY)
    return await come_in(world, Line(world), "deputy", OFFICE)


async def test_lists_are_planned_first_and_then_stored_as_planned(world, office):
    """Nothing before «Save»; the document leaves the chat; a second press is out of date."""
    await office.send("/import")
    await office.send_file("lists.zip", packed(NEWCOMER))
    plan, before = office.last, await students(world)
    await office.press("Save")
    stored, after = office.last, await students(world)
    await office.press("Save")

    assert (7, 8) == (before, after)
    assert 1 == office.deleted
    assert "students.csv: 1 new, 0 changed" in plan.text
    assert "rows of the diary are not in these lists" in plan.text
    assert "The lists are stored" in stored.text
    assert "out of date" in office.last.text
    assert ("insert", world.person("deputy")) in await world.entries("person")


async def test_what_changed_meanwhile_is_shown_again(world, office):
    """The plan agreed to is no longer the one: nothing is stored, the new one is shown."""
    await office.send_file("lists.zip", packed(NEWCOMER), "/import")
    other = await come_in(world, office.line, "algebra", 603)
    await world.give_role("algebra", Role.ADMINISTRATOR)
    await other.send_file("lists.zip", packed(NEWCOMER), "/import")
    await other.press("Save")
    await office.press("Save")

    assert 8 == await students(world)
    assert "Meanwhile something has changed" in office.last.text
    assert "Save" not in office.captions


async def test_leavers_leave_only_when_it_was_said(world, office):
    """The plan with leavers is another plan, with its own button."""
    await office.send_file("lists.zip", packed(NEWCOMER), "/import")
    await office.press("They have left")
    plan = office.last
    await office.press("Save, with those who left")

    assert 1 == await students(world)
    assert "Save, with those who left" in [one.caption for row in plan.buttons for one in row]


async def test_what_cannot_be_read_is_told_and_stores_nothing(world, office):
    """Another school's lists, a bad cell, no workbook, a file that is gone: one sentence each."""
    told = []
    for name, content in (
        ("lists.zip", packed(NEWCOMER, name="Школа № 99")),
        ("lists.zip", packed("Тихонова;Вера;Олеговна;17Б")),
        ("photo.pdf", b"%PDF-1.7"),
    ):
        await office.send_file(name, content, "/import")
        told.append(office.last.text)
        assert "Save" not in office.captions
    await office.send_file("lists.zip", packed(NEWCOMER), "/import")
    office.line.files.contents.clear()
    await office.press("Save")

    assert 7 == await students(world)
    assert "workbook of another school, “Школа № 99”" in told[0]
    assert "students.csv, row 2, column “класс”" in told[1]
    assert "photo.pdf: expected a workbook" in told[2]
    assert "could not be fetched" in office.last.text


async def test_only_the_office_brings_lists(world):
    """Class teacher and mother are refused, whatever they send."""
    line = Line(world)
    for key, user_id in (("physics", 604), ("mother_maria", 501)):
        chat = await come_in(world, line, key, user_id)
        await chat.send_file("lists.zip", packed(NEWCOMER), "/import")

        assert "not open to you" in chat.last.text
    assert 7 == await students(world)


async def test_where_messages_say_nothing_lists_do_not_come_this_way(recorded, clock):
    """Outside of mode full the document is taken out of the chat unread."""
    world = await build_world(recorded, clock, {**OPERATOR, SettingKey.CONTENT_MODE: "signal"})
    await world.give_role("deputy", Role.SECRETARY)
    office = await come_in(world, Line(world), "deputy", OFFICE)
    await office.send("/import")
    asked = office.last.text
    await office.send_file("lists.zip", packed(NEWCOMER), "/import")

    assert "peremena import" in asked
    assert "https://school.example/import/" in office.last.text
    assert 1 == office.deleted
    assert 7 == await students(world)
