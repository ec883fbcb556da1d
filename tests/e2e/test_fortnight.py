"""A fortnight of a school on the real process: who hears what, when and how loud."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.sandbox.person import SandboxUser
from services.database import Database
from tests.e2e.patience import PATIENCE_SECONDS
from tests.e2e.story import Story
from tests.e2e.world import SCHOOL_ZONE, SchoolWorld, school_world

pytestmark = pytest.mark.e2e

MONDAY_MORNING = datetime(2026, 11, 9, 7, 20, tzinfo=SCHOOL_ZONE)
SETTINGS = {"начало сводок": "20.11.2026"}  # all else as a school begins
# The phones that are written down; staff are heard of only where a step says so.
FAMILIES = ("mother", "father", "student", "other")
STAFF = {
    "algebra": "T004",  # class teacher of 7А
    "physics": "T013",
    "russian": "T003",
    "english1": "T010",
    "english2": "T011",
    "geography": "T006",
    "deputy": "S-deputy",
}

GUARDIANS = {"mother": "P0027", "father": "P0028", "other": "P0029"}


@pytest.fixture
async def story(plain_database_url: str, tmp_path: Path) -> AsyncIterator[Story]:
    """Give a Monday morning at which Varvara, both her parents and Ilya's mother have come in."""
    async with school_world(
        plain_database_url, tmp_path, settings=SETTINGS, start=MONDAY_MORNING
    ) as world:
        await world.bot.start()
        listeners = await _come_in(world)
        listeners["student"] = await _student(world)
        database = Database(plain_database_url)
        told = Story(world, database, listeners, families=FAMILIES)
        await told.begin()
        try:
            yield told
        finally:
            print("\n".join(told.timeline))  # noqa: T201  # the fortnight, to be read
            await database.close()


async def _come_in(world: SchoolWorld) -> dict[str, SandboxUser]:
    """Let staff and guardians come in, all at once as on a first school day."""
    async with asyncio.TaskGroup() as group:
        staff = {
            name: group.create_task(world.link_staff(person)) for name, person in STAFF.items()
        }
        guardians = {
            name: group.create_task(world.link_guardian(person))
            for name, person in GUARDIANS.items()
        }
    return {name: task.result() for name, task in (staff | guardians).items()}


async def _student(world: SchoolWorld) -> SandboxUser:
    """Let Varvara come in, and her mother consent to it."""
    mother = world.people["P0027"]
    since = mother.mark()
    student = await world.link_student("U0017")
    await mother.wait_for(
        lambda m: m.has_button("Прочитать и решить"),
        since=since,
        timeout=PATIENCE_SECONDS,
    )
    await mother.press("Прочитать и решить")
    await world.consent(mother)
    return student


async def test_each_kind_of_message_comes_when_and_to_whom_it_should(story: Story) -> None:
    """Every row of the table of messages, for one class over a fortnight; nobody else hears."""
    await monday(story)
    await tuesday(story)
    await wednesday(story)
    await the_second_week(story)

    assert not story.surprises, "\n".join(story.surprises)


async def monday(story: Story) -> None:
    """An absence, the late arrival, marks, homework, changes of tomorrow, an entry at night."""
    who = story.listeners
    await story.hear("09.11 10:22", {}, "третий урок начался")
    await story.save(who["algebra"], "/absent 7А 3 Орлова")
    await story.hear(
        "09.11 10:28", {}, "до десятой минуты урока и двух минут после записи никто не узнает"
    )
    await story.hear(
        "09.11 10:31",
        {
            "mother": ["ring Варвара О. · 7А | Нет на 3-м уроке: алгебра, 10:20"],
            "father": ["ring Варвара О. · 7А | Нет на 3-м уроке: алгебра, 10:20"],
        },
        "об отсутствии — со звуком, обоим родителям, но не ученику",
    )
    await story.press(who["mother"], "Сообщить причину", "Опаздывает")
    await story.hear(
        "09.11 10:45",
        {"mother": ["edit Причина передана классному руководителю"]},
        "ответ меняет само сообщение",
    )
    await story.save(who["algebra"], "7А алгебра: Орлова о20, Лебедев 4")
    await story.hear(
        "09.11 10:49",
        {
            "mother": ["ring Уточнение: на 3-м уроке (алгебра) присутствует, опоздание 20 мин"],
            "father": ["ring Уточнение: на 3-м уроке (алгебра) присутствует, опоздание 20 мин"],
        },
        "пришла позже — сразу, ответом на сообщение",
    )
    await story.hear(
        "09.11 10:52",
        {"other": ["silent Илья Л. · 7А | Алгебра, пн 09.11: 4"]},
        "отметка — через пять минут, без звука, только своим родителям",
    )
    await story.save(who["algebra"], "/hw 7А алгебра к чт № 214")
    await story.hear("09.11 13:05", {}, "задания собираются до конца дня")
    await story.save(who["physics"], "7А физика: Орлова 5, Лебедев 3; дз § 12")
    await story.hear(
        "09.11 13:16",
        {
            "mother": ["silent Варвара О. · 7А | Физика, пн 09.11: 5"],
            "father": ["silent Варвара О. · 7А | Физика, пн 09.11: 5"],
            "other": ["silent Илья Л. · 7А | Физика, пн 09.11: 3"],
        },
        "отметка урока, который ещё идёт: ученику — после уроков",
    )
    await story.hear(
        "09.11 14:41",
        {
            "mother": ["silent Варвара О. · 7А | Домашнее задание | Алгебра — № 214 | § 12"],
            "father": ["silent Варвара О. · 7А | Домашнее задание | Алгебра — № 214 | § 12"],
            "student": ["silent Физика, пн 09.11: 5 | Домашнее задание"],
            "other": ["silent Илья Л. · 7А | Домашнее задание | Алгебра — № 214 | § 12"],
        },
        "не все учителя задали: через час после последнего урока",
        jobs=True,
    )
    await who["mother"].send("/settings")
    await story.settle()
    await story.press(who["mother"], "Присылать карточку")
    story.look_away()
    await story.hear("09.11 17:50", {}, "до вечера тихо", jobs=True)
    await story.hear(
        "09.11 18:02",
        {"mother": ["silent Варвара О. · 7А | Вторник, 10 ноября"]},
        "карточка «Завтра» — тому, кто её попросил",
        jobs=True,
    )
    await story.type(who["deputy"], "/change 10.11 7А 1 отмена", "Сохранить")
    await story.type(who["deputy"], "/change 11.11 7А 5 География Голубева 106", "Сохранить")
    changes = "вт 10.11, 1-й урок: отмена (русский язык) | вместо литературы — география"
    await story.hear(
        "09.11 18:08",
        {
            "mother": [f"ring Варвара О. · 7А | Приходите к 09:20 | {changes}"],
            "father": [f"ring Варвара О. · 7А | Приходите к 09:20 | {changes}"],
            "student": [f"silent Занятия начинаются в 09:20 | {changes}"],
            "other": [f"ring Илья Л. · 7А | Приходите к 09:20 | {changes}"],
            "russian": ["ring 1-й урок, 7А: отмена | вместо Вас ведёт Голубева С. А."],
            "geography": ["silent ведёте Вы, география"],
        },
        "завтра первого урока нет: через три минуты и со звуком, обе замены одним сообщением",
    )
    await story.hear("09.11 21:10", {}, "поздний вечер", jobs=True)
    await story.save(who["algebra"], "7А алгебра 09.11 3: Орлова 4, Лебедев 5")
    await story.hear("09.11 21:40", {}, "вечером после девяти телефоны молчат", jobs=True)


async def tuesday(story: Story) -> None:
    """What waited for the morning, marks of a period, the day's last homework, a broadcast."""
    who = story.listeners
    await story.hear("10.11 06:55", {}, "и ночью", jobs=True)
    await story.hear(
        "10.11 07:02",
        {
            "mother": ["silent Варвара О. · 7А | Алгебра, пн 09.11: 4"],
            "father": ["silent Варвара О. · 7А | Алгебра, пн 09.11: 4"],
            "student": ["silent Алгебра, пн 09.11: 4"],
            "other": ["silent Илья Л. · 7А | было 4, стало 5"],
        },
        "утром приходит то, что ждало",
        jobs=True,
    )
    await story.save(who["algebra"], "/final 7А Алгебра 1 четверть\nОрлова 5\nЛебедев 4")
    await story.hear("10.11 07:28", {}, "итоговые ждут полчаса")
    await story.hear(
        "10.11 07:35",
        {
            "mother": ["ring Варвара О. · 7А | I четверть: алгебра 5"],
            "father": ["ring Варвара О. · 7А | I четверть: алгебра 5"],
            "other": ["ring Илья Л. · 7А | I четверть: алгебра 4"],
        },
        "итоговая отметка — со звуком",
    )
    await story.hear("10.11 12:15", {}, "идёт пятый урок, алгебра")
    await story.save(
        who["algebra"], "7А алгебра: Орлова 5 кр, Лебедев н; тема Степень; дз № 220 к чт"
    )
    await story.hear(
        "10.11 12:26",
        {
            "mother": ["silent Варвара О. · 7А | Алгебра, вт 10.11: 5 за контрольную | вес 2"],
            "father": ["silent Варвара О. · 7А | Алгебра, вт 10.11: 5 за контрольную | вес 2"],
            "other": ["ring Илья Л. · 7А | Нет на 5-м уроке: алгебра, 12:10"],
        },
        "отметка и отсутствие одного урока",
    )
    await story.hear(
        "10.11 12:58",
        {"algebra": ["ring Илья Л. · 7А | Позвоните"]},
        "полчаса без ответа: классного руководителя просят позвонить",
        jobs=True,
    )
    await story.save(who["geography"], "7А география: дз нет")
    await story.hear("10.11 13:15", {}, "идёт последний урок", jobs=True)
    await story.save(who["english1"], "7А английский: дз нет")
    await story.hear(
        "10.11 13:50",
        {"student": ["silent I четверть: алгебра 5 | Алгебра, вт 10.11: 5 за контрольную"]},
        "уроки кончились: ученику — отметки; на дом задали ещё не все",
        jobs=True,
    )
    await story.save(who["english2"], "7А английский: дз нет")
    homework = "Домашнее задание | Алгебра — № 220"
    await story.hear(
        "10.11 14:06",
        {
            "mother": [f"silent Варвара О. · 7А | {homework}"],
            "father": [f"silent Варвара О. · 7А | {homework}"],
            "student": [f"silent {homework}"],
            "other": [f"silent Илья Л. · 7А | {homework}"],
        },
        "задал последний учитель дня: задание уходит, не дожидаясь срока",
        jobs=True,
    )
    await story.type(who["algebra"], "/broadcast 7А Собрание в четверг, 18:30", "Отправить")
    await story.hear(
        "10.11 15:05",
        {
            "mother": ["silent Собрание в четверг, 18:30"],
            "father": ["silent Собрание в четверг, 18:30"],
            "other": ["silent Собрание в четверг, 18:30"],
        },
        "рассылка родителям класса",
    )


async def wednesday(story: Story) -> None:
    """Changes of the timetable: of a group, withdrawn in time and too late, moved, at night."""
    who = story.listeners
    await story.hear(
        "10.11 18:02",
        {"mother": ["silent Варвара О. · 7А | Среда, 11 ноября | вм. литературы"]},
        "карточка называет и замену",
        jobs=True,
    )
    await story.hear("11.11 06:55", {}, "ночью ничего", jobs=True)
    await story.hear("11.11 12:14", {}, "середина недели, идёт пятый урок", jobs=True)
    await story.type(who["deputy"], "/change 12.11 7А 2 группа 1 ведёт Семёнова", "Сохранить")
    await story.hear("11.11 12:17", {}, "три минуты изменение ещё можно взять назад")
    taught = "чт 12.11, 2-й урок: английский язык | ведёт Семёнова Е. И."
    await story.hear(
        "11.11 12:19",
        {
            "mother": [f"silent Варвара О. · 7А | {taught}"],
            "father": [f"silent Варвара О. · 7А | {taught}"],
            "english1": ["ring 2-й урок | ведёт Семёнова Е. И."],
        },
        "замена в группе 1: семья из группы 2 о ней не слышит; ученику — на перемене",
    )
    await story.hear(
        "11.11 12:51", {"student": [f"silent {taught}"]}, "перемена: слышит и ученица"
    )
    await story.type(who["deputy"], "/change 12.11 7А 6 отмена", "Сохранить", "Отменить изменение")
    await story.hear("11.11 13:30", {}, "взято назад за три минуты: никто не узнал")
    await story.type(who["deputy"], "/change 13.11 7А 6 отмена", "Сохранить")
    gone = "пт 13.11, 6-й урок: отмена (геометрия)"
    await story.hear(
        "11.11 14:00",
        {
            "mother": [f"silent Варвара О. · 7А | {gone}"],
            "father": [f"silent Варвара О. · 7А | {gone}"],
            "student": [f"silent {gone}"],
            "other": [f"silent Илья Л. · 7А | {gone}"],
            "algebra": ["silent 6-й урок, 7А: отмена"],
        },
        "отмена последнего урока послезавтра: без звука, всему классу",
    )
    await story.press(who["deputy"], "Отменить изменение")
    await story.hear(
        "11.11 14:10",
        {
            "mother": ["silent Варвара О. · 7А | пт 13.11"],
            "father": ["silent Варвара О. · 7А | пт 13.11"],
            "student": ["silent пт 13.11"],
            "other": ["silent Илья Л. · 7А | пт 13.11"],
        },
        "взято назад, когда уже сказано: сказано и это, тем же людям",
    )
    await story.hear(
        "11.11 18:02",
        {"mother": ["silent Варвара О. · 7А | Четверг, 12 ноября | ведёт Семёнова Е. И."]},
        "карточка на четверг: замена в группе названа, взятое назад — нет",
        jobs=True,
    )
    await story.hear("11.11 21:15", {}, "вечер", jobs=True)
    await story.type(who["deputy"], "/change 13.11 7А 4 → 13.11 6", "Сохранить")
    await story.hear("11.11 21:40", {}, "ночью об уроке послезавтра молчат")
    moved = "пт 13.11 | музыка"
    await story.hear(
        "12.11 07:02",
        {
            "mother": [f"silent Варвара О. · 7А | {moved}"],
            "father": [f"silent Варвара О. · 7А | {moved}"],
            "student": [f"silent {moved}"],
            "other": [f"silent Илья Л. · 7А | {moved}"],
        },
        "утром приходит и перенос",
    )


async def the_second_week(story: Story) -> None:
    """The summary of fourteen days, who has read it, and a family that withdraws."""
    who = story.listeners
    await story.type(who["other"], "/privacy", "Отозвать согласие", "Отозвать")
    story.look_away()
    await story.hear("19.11 14:50", {}, "вторая неделя прошла без записей", jobs=True)
    await story.hear(
        "19.11 15:02",
        {"algebra": ["silent Черновики сводок"]},
        "классному руководителю — черновики",
        jobs=True,
    )
    await story.hear("20.11 17:50", {}, "пятница", jobs=True)
    await story.hear(
        "20.11 18:02",
        {
            "mother": ["silent Варвара О. · 7А | 07.11–20.11"],
            "father": ["silent Варвара О. · 7А | 07.11–20.11"],
            "student": ["silent 07.11–20.11"],
        },
        "сводка за 14 дней; отозвавшей согласие семье — ничего",
        jobs=True,
    )
    await story.press(who["mother"], "Ознакомлен")  # under the summary, the newest with the word
    story.look_away()
    await story.hear("21.11 17:50", {}, "день на чтение", jobs=True)
    await story.hear(
        "21.11 18:02",
        {"father": ["silent Сводка 07.11–20.11 | нажмите"]},
        "одно напоминание тем, кто не нажал «Ознакомлен»",
        jobs=True,
    )
    await story.hear(
        "22.11 18:02",
        {"mother": ["silent Понедельник, 23 ноября"]},
        "второго напоминания нет; завтра снова в школу",
        jobs=True,
    )
