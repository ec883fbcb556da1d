"""Homework as families read it: whose, when, with ticks and files."""

from datetime import date

import pytest

from services.access.identity import Identity
from services.diary.facts import DetailsAtSchool
from services.diary.service import DiaryService
from services.errors import NotAllowed
from services.homework.drafts import FileRef
from services.homework.errors import NoHomeworkHere
from services.models import SchoolSetting
from services.regulation.profile import SettingKey
from services.vocabulary import FileKind, PersonKind, Role
from tests.factories import at
from tests.integration.homework.homework_world import ALGEBRA, ENGLISH, PHYSICS

PHOTO = FileRef(FileKind.PHOTO, "AgAC1")


async def page(world, guardian="mother_maria", **facts):
    """Open /homework as a guardian."""
    return await world.pages.page([world.school.guardian(guardian)], now=world.now, **facts)


def shown(page):
    """Return what is due: day, subject, text."""
    return [
        (day.on.day if day.on else None, one.subject, one.text)
        for day in page.days
        for one in day.homework
    ]


def student(world, key="maria"):
    """Return a student as somebody who asks."""
    person_id = world.school.people[key]
    return Identity(
        world.school.school_id,
        person_id,
        PersonKind.STUDENT,
        frozenset({Role.STUDENT}),
        student_ids=frozenset({person_id}),
    )


async def test_it_is_seen_after_the_hold(homework):
    """Before the message of the day, but never before a slip could be taken back."""
    await homework.save(*ALGEBRA)
    assert [] == shown(await page(homework))

    await homework.go_to("10:40")
    assert [(30, "Алгебра", "№ 214, 216")] == shown(await page(homework))


async def test_while_a_change_is_held_the_old_text_stands(homework):
    """Text, day and files as they were."""
    await homework.save("7б алгебра дз № 214", file=PHOTO)
    await homework.go_to("11:00")
    await homework.save("7б алгебра дз нет")

    assert [(30, "Алгебра", "№ 214")] == shown(await page(homework))
    (one,) = (await page(homework)).days[-1].homework
    assert (PHOTO,) == one.files
    await homework.go_to("11:05")
    assert [] == shown(await page(homework))
    assert ("Алгебра",) == (await page(homework)).nothing_set


async def test_each_reads_what_is_theirs(homework):
    """By group, and what is for one student alone."""
    await homework.save("7б алгебра дз № 214; дз для Петрова: § 3")
    for line in ENGLISH:
        await homework.save(*line)
    await homework.go_to("11:00")

    maria, petrov, sidorov = [
        shown(await page(homework, guardian))
        for guardian in ("mother_maria", "mother_petrov", "father_sidorov")
    ]
    assert [(30, "Алгебра", "№ 214"), (1, "Английский язык", "Ex. 5")] == maria
    assert [(30, "Алгебра", "№ 214"), (30, "Алгебра", "§ 3"), (1, "Английский язык", "Ex. 5")] == (
        petrov
    )
    assert (1, "Английский язык", "Ex. 7") == sidorov[-1]


async def test_the_page_opens_at_the_day_to_prepare_for(homework):
    """In the morning today, after the last lesson the next school day; a week is shown."""
    morning = await page(homework)
    await homework.go_to("11:00")
    noon = await page(homework)
    await homework.go_to("18:00", day=27)
    friday = await page(homework)

    assert [24, 25, 30] == [one.on.day for one in (morning, noon, friday)]
    assert (date(2026, 11, 24), date(2026, 11, 26)) == (noon.previous_on, noon.next_on)
    assert [25] == [day.on.day for day in noon.days if day.on]


async def test_pages_turn_to_any_day(homework):
    """Also to what was due before today."""
    await homework.save("7б алгебра 16.11 2 урок дз § 1 к 17.11")
    await homework.go_to("11:00")

    old = await page(homework, on=date(2026, 11, 17))
    assert [(17, "Алгебра", "§ 1")] == shown(old)
    assert [] == shown(await page(homework))


async def test_what_has_no_next_lesson_yet_stands_at_the_end(homework):
    """It must not get lost."""
    homework.families.clock.move_to(at(30, "10:35", month=12))
    await homework.save("7б алгебра дз № 214")
    homework.families.clock.move_to(at(30, "11:00", month=12))

    assert [(None, "Алгебра", "№ 214")] == shown(await page(homework))


async def test_only_the_student_ticks_off(homework):
    """Parents see it; twice is as good as once, and it can be taken away again."""
    await homework.save(*ALGEBRA)
    await homework.go_to("11:00")
    (row,) = await homework.rows()
    family, ids = [student(homework)], {"student_id": homework.school.people["maria"]}
    for _ in range(2):
        await homework.pages.tick(
            family, homework_id=row.id, is_done=True, now=homework.now, **ids
        )
    done = (await page(homework)).done
    await homework.pages.tick(family, homework_id=row.id, is_done=False, now=homework.now, **ids)

    assert frozenset({row.id}) == done
    assert frozenset() == (await page(homework)).done
    assert not (await page(homework)).may_tick
    assert (await homework.pages.page(family, now=homework.now)).may_tick
    with pytest.raises(NotAllowed):
        await homework.pages.tick(
            [homework.school.guardian("mother_maria")],
            homework_id=row.id,
            is_done=True,
            now=homework.now,
            **ids,
        )


async def test_nobody_ticks_off_what_is_somebody_elses(homework):
    """Neither another's task, nor one that was taken back, nor one that never was."""
    await homework.save("7б алгебра дз для Петрова: § 3")
    await homework.go_to("11:00")
    (row,) = await homework.rows()
    for homework_id in (row.id, 10**9):
        with pytest.raises(NoHomeworkHere):
            await homework.pages.tick(
                [student(homework)],
                student_id=homework.school.people["maria"],
                homework_id=homework_id,
                is_done=True,
                now=homework.now,
            )


async def test_files_are_for_those_whose_homework_it_is(homework):
    """The family of the addressee has them, no other; without files there is nothing to send."""
    await homework.save("7б алгебра дз для Петрова: § 3", file=PHOTO)
    await homework.save(*PHYSICS)
    await homework.go_to("11:00")
    individual, plain = await homework.rows()

    async def files(guardian, child, homework_id):
        return await homework.pages.files(
            [homework.school.guardian(guardian)],
            student_id=homework.school.people[child],
            homework_id=homework_id,
            now=homework.now,
        )

    assert (PHOTO,) == (await files("mother_petrov", "petrov", individual.id)).files
    with pytest.raises(NoHomeworkHere):
        await files("mother_maria", "maria", individual.id)
    with pytest.raises(NoHomeworkHere):
        await files("mother_petrov", "petrov", plain.id)
    with pytest.raises(NotAllowed):
        await files("mother_maria", "petrov", individual.id)


async def test_the_diary_of_a_day_shows_it(homework):
    """At the lesson it is set at, and on the day it is due."""
    await homework.save(*ALGEBRA)
    await homework.go_to("11:00")
    diary, family = DiaryService(homework.database), [homework.school.guardian("mother_maria")]
    today = await diary.day(family, now=homework.now, on=date(2026, 11, 24))
    monday = await diary.day(family, now=homework.now, on=date(2026, 11, 30))
    thursday = await diary.day(family, now=homework.now, on=date(2026, 11, 26))

    for day in (today, monday):
        assert ["№ 214, 216"] == [one.text for one in day.homework]
    assert () == thursday.homework


async def test_a_state_school_shows_no_details(homework):
    """In signal mode the page answers with one sentence."""
    await homework.add(SchoolSetting(key=SettingKey.CONTENT_MODE, value="signal"))

    with pytest.raises(DetailsAtSchool):
        await page(homework)
