"""A family asks, the teacher answers: in real chats, and what delivery tells each side."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from handlers.callbacks.conversations import AskTeacher
from handlers.screens.conversations import TOPICS, talk_page
from services.access.identity import Identity
from services.conversations.facts import TalkStart
from services.conversations.rules import (
    LONGEST_TEXT,
    MOST_A_DAY,
    TalkTextTooLong,
    TooManyQuestions,
    shown_to_teacher_at,
)
from services.conversations.service import ConversationService
from services.database import bind_school
from services.diary.facts import DetailsAtSchool
from services.errors import NotAllowed, OutOfDate
from services.i18n import use_locale
from services.models import Mark, SchoolSetting, TalkMessage
from services.preferences.service import PreferencesService
from services.regulation.profile import SchoolProfile, SettingKey
from services.vocabulary import ConsentAction, ConsentPurpose, PersonKind, Role, TalkTopic
from tests.factories import ZONE, SmallSchool, at, build_school
from tests.integration.outbox.family import FamilyWorld, make_family_world

NOON = at(24, "12:00")


@dataclass(frozen=True)
class TalkWorld:
    """The small school on Tuesday at noon: Maria's mother, Maria, and the algebra teacher."""

    families: FamilyWorld
    talks: ConversationService

    @property
    def school(self) -> SmallSchool:
        """The school everything is about."""
        return self.families.school

    @property
    def now(self) -> datetime:
        """The moment the clock stands at."""
        return self.families.clock.now()

    @property
    def mother(self) -> list[Identity]:
        """Maria's mother."""
        return [self.school.guardian("mother_maria")]

    @property
    def maria(self) -> list[Identity]:
        """Maria herself."""
        maria = self.school.people["maria"]
        return [
            Identity(
                school_id=self.school.school_id,
                person_id=maria,
                kind=PersonKind.STUDENT,
                roles=frozenset({Role.STUDENT}),
                student_ids=frozenset({maria}),
            )
        ]

    async def ask(
        self,
        who: Sequence[Identity],
        text: str = "Можно переписать?",
        *,
        teacher: str = "algebra",
        topic: TalkTopic = TalkTopic.NOTHING,
        ref: int = 0,
    ) -> int:
        """Ask about Maria and return the thread."""
        page = await self.talks.ask(
            who,
            student_id=self.school.people["maria"],
            teacher_id=self.school.people[teacher],
            topic=topic,
            ref=ref,
            text=text,
            now=self.now,
        )
        return page.talk_id

    async def deliver(self) -> list[tuple[int, str]]:
        """Let everything leave, and return chats and texts since the last time."""
        before = len(self.families.sender.sent)
        await self.families.steps()
        return [(one.chat_id, one.text) for one in self.families.sender.sent[before:]]


@pytest.fixture
async def world(database) -> AsyncIterator[TalkWorld]:
    """Give the school with linked accounts: mother 1, Maria 2, algebra 3."""
    families = await make_family_world(database, await build_school(database))
    await families.link("mother_maria", account_id=1, student="maria")
    await families.link("maria", account_id=2)
    await families.link("algebra", account_id=3)
    for person in ("mother_maria", "maria"):
        await families.consent_outside(person, "maria", purpose=ConsentPurpose.STUDENT_ACCOUNT)
    world = TalkWorld(families, ConversationService(database))
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(families.pacer.run(stop))
        yield world
        await families.office.close()
        stop.set()
        families.pacer.wake()
        while not running.done():
            await families.time.advance(1.0)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(24, "07:59"), at(24, "08:00")),
        (at(24, "08:00"), at(24, "08:00")),
        (at(24, "17:59"), at(24, "17:59")),
        (at(24, "18:00"), at(25, "08:00")),
        (at(27, "18:30"), at(30, "08:00")),
        (at(28, "12:00"), at(30, "08:00")),
    ],
)
def test_a_question_reaches_its_teacher_in_reply_hours(now, expected):
    """From 8 to 18 on school days; what is written at night or at the weekend waits."""
    assert expected == shown_to_teacher_at(now, SchoolProfile(timezone=ZONE))


async def test_the_teacher_is_asked_and_answers(world):
    """The question names the child and who asks; the answer goes to who asked, nobody else."""
    talk_id = await world.ask(world.mother)
    asked = await world.deliver()
    page = await world.talks.write(
        [world.school.staff("algebra")], talk_id, "Да, в четверг.", now=world.now
    )
    answered = await world.deliver()

    [(chat, question)] = asked
    assert 5003 == chat
    assert "Вопрос · Мария К. · 7Б" in question
    assert "От кого: Кузнецова О. С." in question
    assert "Можно переписать?" in question
    assert [(5001, "Мария К. · 7Б\n<b>Ответ: Гусева Е. Д.</b>\nДа, в четверг.")] == answered
    assert ["Можно переписать?", "Да, в четверг."] == [one.text for one in page.said]


async def test_at_night_the_question_waits_and_the_family_hears_until_when(world):
    """It is kept at once; the teacher's phone stays silent."""
    world.families.pass_minutes(9 * 60)
    talk_id = await world.ask(world.mother)
    page = await world.talks.page(world.mother, talk_id, now=world.now)

    assert [] == await world.deliver()
    assert 1 == len(page.said)
    world.families.pass_minutes(11 * 60)
    assert 1 == len(await world.deliver())


async def test_a_students_thread_is_open_to_guardians_and_the_deputy_head(world):
    """Both sides reach the mother; the deputy head may read; nobody but the two writes."""
    talk_id = await world.ask(world.maria, "Что задано?")
    told = dict(await world.deliver())
    await world.talks.write([world.school.staff("algebra")], talk_id, "§ 12", now=world.now)
    answered = dict(await world.deliver())
    mothers = await world.talks.page(world.mother, talk_id, now=world.now)
    deputys = await world.talks.page([world.school.staff("deputy")], talk_id, now=world.now)
    listed = await world.talks.staff_page(world.school.staff("deputy"))

    assert {5001, 5003} == set(told)
    assert "Ребёнок спрашивает: Гусева Е. Д." in told[5001]
    assert {5001, 5002} == set(answered)
    assert mothers.is_students
    assert not mothers.can_write
    assert not deputys.can_write
    assert [talk_id] == [one.talk_id for one in listed.talks]
    with pytest.raises(NotAllowed):
        await world.talks.write(world.mother, talk_id, "И я", now=world.now)


async def test_a_parents_thread_is_the_parents_own(world):
    """Neither the child, nor the deputy head, nor another teacher or parent reads it."""
    talk_id = await world.ask(world.mother)
    strangers = (
        world.maria,
        [world.school.guardian("mother_petrov")],
        [world.school.staff("physics")],
        [world.school.staff("deputy")],
    )

    for who in strangers:
        with pytest.raises(NotAllowed):
            await world.talks.page(who, talk_id, now=world.now)
        with pytest.raises(NotAllowed):
            await world.talks.write(who, talk_id, "x", now=world.now)
    with pytest.raises(OutOfDate):
        await world.talks.page(world.mother, 999, now=world.now)


async def test_a_question_is_attached_to_a_mark_of_that_teacher(world):
    """The newest marks are offered; one of another subject, or gone, is out of date."""
    lesson = await world.families.lesson()
    mark_id = await world.families.mark(lesson, 3)
    start = await world.talks.start(
        world.mother,
        student_id=world.school.people["maria"],
        teacher_id=world.school.people["algebra"],
        topic=TalkTopic.MARK,
        ref=mark_id,
        now=world.now,
    )
    await world.ask(world.mother, topic=TalkTopic.MARK, ref=mark_id)
    [(_chat, text)] = await world.deliver()

    assert ("Алгебра", 3) == (start.about.subject, start.about.mark)
    assert "О чём: алгебра, вт 24.11: 3" in text
    with pytest.raises(OutOfDate):
        await world.ask(world.mother, teacher="physics", topic=TalkTopic.MARK, ref=mark_id)
    with pytest.raises(OutOfDate):
        await world.ask(world.mother, topic=TalkTopic.MARK, ref=mark_id + 1)


async def test_the_button_under_a_mark_asks_whoever_teaches_the_subject(world):
    """The notice itself leads there; pressed for a mark that is gone, or of another child, no."""
    mark_id = await world.families.mark(await world.families.lesson(), 3)
    await world.families.tell(*world.families.mark_news(mark_id))
    await world.deliver()
    buttons = [one for row in world.families.sender.messages[-1].buttons for one in row]
    pressed = AskTeacher.unpack(buttons[-1].data)

    async def press(**changed: int) -> TalkStart:
        start: TalkStart = await world.talks.start(
            world.mother,
            student_id=pressed.student_id,
            teacher_id=pressed.teacher_id,
            topic=TOPICS[pressed.topic],
            ref=changed.get("ref", pressed.ref),
            now=world.now,
        )
        return start

    start = await press()
    petrovs = await world.families.mark(await world.families.lesson(number=1), 4, student="petrov")
    with pytest.raises(OutOfDate):
        await press(ref=petrovs)
    await world.families.change(Mark, mark_id, is_withdrawn=True)
    with pytest.raises(OutOfDate):
        await press()

    assert ["Подробно", "Спросить учителя"] == [one.caption for one in buttons]
    assert world.school.people["algebra"] == start.teacher_id
    assert ("Алгебра", 3) == (start.about.subject, start.about.mark)


async def test_only_the_childs_own_teachers_are_offered_and_taken(world):
    """The class teacher first; a teacher of another class is refused."""
    page = await world.talks.family_page(world.mother, now=world.now)

    assert "Орлов" == page.addressees[0].name.family_name
    assert page.addressees[0].is_class_teacher
    assert "Фомина" not in [one.name.family_name for one in page.addressees]
    with pytest.raises(NotAllowed):
        await world.ask(world.mother, teacher="english2")


async def test_too_much_is_refused_kindly(world):
    """A long text, or the eleventh message of a day; the teacher is not limited."""
    with pytest.raises(TalkTextTooLong):
        await world.ask(world.mother, "я" * (LONGEST_TEXT + 1))
    talk_id = 0
    for number in range(MOST_A_DAY):
        talk_id = await world.ask(world.mother, f"Вопрос {number}")
    with pytest.raises(TooManyQuestions):
        await world.ask(world.mother)
    for _ in range(MOST_A_DAY + 1):
        await world.talks.write([world.school.staff("algebra")], talk_id, "Да.", now=world.now)
    world.families.clock.advance(timedelta(days=1, minutes=1))

    assert await world.ask(world.mother)


async def test_a_withdrawn_consent_stops_the_answer(world):
    """What waits is not sent, and nothing can be asked any more by a forged button."""
    talk_id = await world.ask(world.mother)
    await world.deliver()
    await world.talks.write([world.school.staff("algebra")], talk_id, "Да.", now=world.now)
    await world.families.consent_outside("mother_maria", "maria", action=ConsentAction.WITHDRAWN)

    assert [] == await world.deliver()


async def test_in_signal_mode_nothing_is_asked_here(world):
    """The school's own diary is the place."""
    with bind_school(world.school.school_id):
        async with world.families.database.transaction() as session:
            session.add(SchoolSetting(key=SettingKey.CONTENT_MODE, value="signal"))

    with pytest.raises(DetailsAtSchool):
        await world.ask(world.mother)
    with bind_school(world.school.school_id):
        async with world.families.database.reading() as session:
            assert [] == list(await session.scalars(select(TalkMessage)))


@pytest.mark.parametrize(
    ("others", "alias", "title"),
    [
        ((), "", "Ваш ребёнок"),
        (("sidorov",), "", "Ребёнок 1"),
        (("sidorov",), "Зайка", "Зайка"),
    ],
)
async def test_a_thread_says_which_child_without_a_name(world, others, alias, title):
    """By what the parent calls it, else by its number, as pages and messages do."""
    (one,) = world.mother
    maria = world.school.people["maria"]
    children = {maria, *(world.school.people[other] for other in others)}
    mother = replace(one, student_ids=frozenset(children))
    with bind_school(world.school.school_id):
        async with world.families.database.transaction() as session:
            session.add(SchoolSetting(key=SettingKey.CONTENT_MODE, value="alias"))
    if alias:
        await PreferencesService(world.families.database).set_alias([mother], maria, alias)
    talk_id = await world.ask(world.mother)
    page = await world.talks.page([mother], talk_id, now=world.now)
    with use_locale("ru"):
        text = talk_page(page).text

    assert f"<b>{title}</b>" == text.splitlines()[0]


async def test_a_reply_in_the_chat_finds_its_thread(world):
    """The teacher's message is known by its place; a reply to anything else is nobody's."""
    talk_id = await world.ask(world.mother)
    await world.deliver()
    teacher = world.school.staff("algebra")
    found = await world.talks.talk_answered(teacher, chat_id=5003, telegram_message_id=1001)
    other = await world.talks.talk_answered(teacher, chat_id=5003, telegram_message_id=999)
    strange = await world.talks.talk_answered(
        world.school.staff("physics"), chat_id=5003, telegram_message_id=1001
    )

    assert (talk_id, None, None) == (found, other, strange)
    assert NOON == world.now
