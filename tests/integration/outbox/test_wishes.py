"""What a parent has chosen is done: once a day, not at all, other hours, less said."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select, update

from services.access.identity import Identity
from services.database import Database, bind_school
from services.errors import NotAllowed
from services.models import Notice
from services.outbox.enqueue import StaffNews, tell_themselves
from services.outbox.wishes import WishService
from services.preferences.choices import ChildChoices, Group, When
from services.preferences.service import (
    AliasUnusable,
    PreferencesService,
    QuietHoursUnusable,
)
from services.regulation.repository import load_profile
from services.vocabulary import (
    AttendanceCode,
    ConsentAction,
    ContentMode,
    FactKind,
    FactRef,
    NoticeKind,
    NoticeState,
)
from tests.factories import at, build_school
from tests.integration.outbox.family import FamilyWorld, make_family_world


@asynccontextmanager
async def delivering(world: FamilyWorld) -> AsyncIterator[None]:
    """Let the pacer run for the time of the block."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(world.pacer.run(stop))
        yield
        await world.office.close()
        stop.set()
        world.pacer.wake()
        while not running.done():
            await world.time.advance(1.0)


@pytest.fixture
async def world(database: Database):
    """Give the school at noon; a mother of Maria and Petrov is linked and has consented."""
    made = await make_family_world(database, await build_school(database))
    await made.link("mother_maria", account_id=1, student="maria")
    await made.guard("mother_maria", "petrov")
    await made.consent_outside("mother_maria", "petrov")
    return made


def mother(world: FamilyWorld) -> tuple[Identity, ...]:
    """Return the mother as somebody who asks, with access to both children."""
    people = world.school.people
    who = world.school.guardian("mother_maria")
    return (
        Identity(
            who.school_id,
            who.person_id,
            who.kind,
            who.roles,
            student_ids=frozenset({people["maria"], people["petrov"]}),
        ),
    )


async def choose(world, child: str, group: Group, when: When) -> None:
    """Press a button of the settings."""
    await WishService(world.database).set_when(
        mother(world), world.school.people[child], group, when, now=world.clock.now()
    )


async def mark(world, child: str, value: int, *, number: int = 3) -> None:
    """Record a mark of a lesson of its own and owe it to the family."""
    lesson = await world.lesson(number=number)
    await world.tell(
        *world.mark_news(await world.mark(lesson, value, student=child), student=child)
    )


async def states(world) -> list[tuple[NoticeState, str]]:
    """Return what became of the notices."""
    with bind_school(world.school.school_id):
        async with world.database.reading() as session:
            rows = await session.scalars(select(Notice).order_by(Notice.id))
            return [(row.state, row.reason) for row in rows]


async def test_a_digest_is_one_message_at_six_with_both_children(world):
    """Two children's marks of the day wait until 18:00 and leave as one silent message."""
    for child in ("maria", "petrov"):
        await choose(world, child, Group.MARKS, When.DIGEST)
    async with delivering(world):
        for number, child, value in ((3, "maria", 5), (2, "petrov", 4), (4, "maria", 3)):
            await mark(world, child, value, number=number)
        world.pass_minutes(5 * 60)
        await world.steps()
        early = list(world.sender.texts)
        world.pass_minutes(61)
        await world.steps()

    assert [] == early
    assert 1 == len(world.sender.sent)
    assert world.sender.sent[0].is_silent
    assert "Мария К." in world.sender.texts[0]
    assert "Артём П." in world.sender.texts[0]


def test_debts_come_as_marks_do():
    """What is not handed in is switched off, or put off to 18:00, together with the marks."""
    wished = ChildChoices(when={Group.MARKS: When.OFF})

    assert {NoticeKind.MARK, NoticeKind.DEBT} == wished.muted
    assert When.DIGEST is ChildChoices(when={Group.MARKS: When.DIGEST}).when_of(NoticeKind.DEBT)


async def test_the_other_child_comes_at_once(world):
    """Per child: a digest for one says nothing about the other."""
    await choose(world, "maria", Group.MARKS, When.DIGEST)
    async with delivering(world):
        await mark(world, "maria", 5)
        await mark(world, "petrov", 4, number=2)
        await world.steps()

    assert 1 == len(world.sender.texts)
    assert "Артём П." in world.sender.texts[0]


async def test_an_absence_comes_at_once_whatever_was_chosen(world):
    """Everything switched off: the absence still rings."""
    for group in Group:
        await choose(world, "maria", group, When.OFF)
    async with delivering(world):
        attendance = await world.attend(await world.lesson(), AttendanceCode.ABSENT)
        await world.tell(world.absence_news(attendance))
        await world.steps()

    assert [False] == [one.is_silent for one in world.sender.sent]


async def test_switched_off_after_it_was_recorded_is_not_sent(world):
    """The choice is asked again at the moment of sending, and the record says why."""
    async with delivering(world):
        await mark(world, "maria", 5)
        await choose(world, "maria", Group.MARKS, When.OFF)
        await world.steps()

    assert [] == world.sender.texts
    assert [(NoticeState.REFUSED, "switched_off")] == await states(world)


async def test_what_waits_follows_the_new_choice(world):
    """Held marks of one child go to 18:00; the other child's and an absence do not."""
    async with delivering(world):
        await mark(world, "maria", 5)
        await mark(world, "petrov", 4, number=2)
        attendance = await world.attend(await world.lesson(number=1), AttendanceCode.ABSENT)
        await world.tell(world.absence_news(attendance))
        await choose(world, "maria", Group.MARKS, When.DIGEST)
        world.pass_minutes(10)
        await world.steps()
        soon = "\n".join(world.sender.texts)
        world.pass_minutes(6 * 60)
        await world.steps()

    assert "Нет на" in soon
    assert "Артём П." in soon
    assert "5 за работу" not in soon
    assert "Мария К." in world.sender.texts[-1]
    assert "5 за работу" in world.sender.texts[-1]


async def test_what_waited_for_six_comes_when_at_once_is_chosen(world):
    """After the time in which the teacher may still undo it, and not before."""
    await choose(world, "maria", Group.MARKS, When.DIGEST)
    async with delivering(world):
        await mark(world, "maria", 5)
        await choose(world, "maria", Group.MARKS, When.NOW)
        world.pass_minutes(4)
        await world.steps()
        held = list(world.sender.texts)
        world.pass_minutes(2)
        await world.steps()

    assert [] == held
    assert "Мария К." in world.sender.texts[0]


async def test_what_would_be_no_news_at_six_is_not_put_off(world):
    """A notice that ends before 18:00 leaves when it was to leave."""
    ends_at = at(24, "14:00")
    await mark(world, "maria", 5)
    async with world.database.transaction() as session:
        with bind_school(world.school.school_id):
            await session.execute(update(Notice).values(expires_at=ends_at))
    (before,) = await world.notices()
    await choose(world, "maria", Group.MARKS, When.DIGEST)
    (after,) = await world.notices()

    assert before.due_at == after.due_at


@pytest.mark.parametrize("when", [When.NOW, When.DIGEST])
async def test_a_choice_made_again_moves_nothing(world, when):
    """Pressed twice, the second press finds everything where it belongs."""
    await mark(world, "maria", 5)
    await choose(world, "maria", Group.MARKS, when)
    first = [(one.due_at, one.expires_at) for one in await world.notices()]
    await choose(world, "maria", Group.MARKS, when)

    assert first == [(one.due_at, one.expires_at) for one in await world.notices()]


@pytest.mark.parametrize(
    ("typed", "recorded", "due"),
    [
        ("22:30-06:30", "21:40", None),
        ("20-8", "20:10", at(25, "08:00")),
        ("с 23 до 6", "23:30", at(25, "06:00")),
        ("none", "23:30", None),
        ("school", "21:40", at(25, "07:00")),
    ],
)
async def test_own_quiet_hours_hold_across_midnight(world, typed, recorded, due):
    """A parent's hours stand in place of the school's, earlier or later, or none at all."""
    await PreferencesService(world.database).set_quiet_hours(mother(world), typed)
    world.clock.move_to(at(24, recorded))
    await mark(world, "maria", 5)
    (notice,) = await world.notices()

    assert (due or at(24, recorded)) == notice.due_at


@pytest.mark.parametrize("typed", ["", "утром", "22", "25:00-06:00", "7-7", "1-2-3"])
async def test_hours_that_are_none_are_refused(world, typed):
    """Nothing is stored of what is no time from and to."""
    with pytest.raises(QuietHoursUnusable):
        await PreferencesService(world.database).set_quiet_hours(mother(world), typed)


async def test_an_alias_stands_for_the_name(world):
    """The name the parent chose, no family name, no class."""
    preferences = PreferencesService(world.database)
    await preferences.set_alias(mother(world), world.school.people["maria"], " Зайка ")
    async with delivering(world):
        await mark(world, "maria", 5)
        await world.steps()

    assert world.sender.texts[0].startswith("Зайка")
    assert "7Б" not in world.sender.texts[0]
    assert "Мария" not in world.sender.texts[0]


async def test_children_without_a_name_have_the_numbers_of_the_pages(world):
    """Two unnamed children of one message are told apart, by the numbers screens give them."""
    preferences = PreferencesService(world.database)
    numbered = sorted(world.school.people[child] for child in ("maria", "petrov"))
    for student_id in numbered:
        await preferences.set_mode(mother(world), student_id, ContentMode.ALIAS)
    for child in ("maria", "petrov"):
        await choose(world, child, Group.MARKS, When.DIGEST)
    async with delivering(world):
        await mark(world, "maria", 5, number=2)
        await mark(world, "petrov", 3, number=3)
        world.pass_minutes(6 * 60 + 1)
        await world.steps()
    of_maria = f"Ребёнок {1 + numbered.index(world.school.people['maria'])}\n"
    of_petrov = f"Ребёнок {1 + numbered.index(world.school.people['petrov'])}\n"
    (text,) = world.sender.texts
    first, second = text.split("\n\n")

    assert first.startswith(of_maria)
    assert ": 5 " in first
    assert second.startswith(of_petrov)
    assert ": 3 " in second


async def test_a_child_that_is_the_only_one_to_see_has_no_number(world):
    """Where another child's consent is gone, nothing needs to be told apart."""
    maria = world.school.people["maria"]
    await PreferencesService(world.database).set_mode(mother(world), maria, ContentMode.ALIAS)
    await world.consent_outside("mother_maria", "petrov", action=ConsentAction.WITHDRAWN)
    async with delivering(world):
        await mark(world, "maria", 5)
        await world.steps()

    assert world.sender.texts[0].startswith("Ваш ребёнок\n")


async def test_a_signal_says_nothing_of_any_child_in_the_message(world):
    """What leaves together says no more than the most careful choice."""
    preferences = PreferencesService(world.database)
    await preferences.set_mode(mother(world), world.school.people["maria"], ContentMode.SIGNAL)
    for child in ("maria", "petrov"):
        await choose(world, child, Group.MARKS, When.DIGEST)
    async with delivering(world):
        for number, child in enumerate(("maria", "petrov"), start=2):
            await mark(world, child, 5, number=number)
        world.pass_minutes(6 * 60 + 1)
        await world.steps()

    assert 1 == len(world.sender.texts)
    assert not any(word in world.sender.texts[0] for word in ("Мария", "Артём", "5", "лгебра"))


async def test_nobody_says_more_than_the_school(database):
    """Chosen «full» in a school of signals stays a signal."""
    world = await make_family_world(
        database, await build_school(database, settings={"content_mode": "signal"})
    )
    await world.link("mother_maria", account_id=1, student="maria")
    who = (world.school.guardian("mother_maria"),)
    await PreferencesService(database).set_mode(
        who, world.school.people["maria"], ContentMode.FULL
    )
    async with delivering(world):
        await mark(world, "maria", 5)
        await world.steps()

    assert "Мария" not in world.sender.texts[0]


@pytest.mark.parametrize("alias", ["", "Зайка" * 5, "Маша Кузнецова"])
async def test_a_name_that_tells_who_it_is_is_refused(world, alias):
    """Empty, endless, or with the family name."""
    with pytest.raises(AliasUnusable):
        await PreferencesService(world.database).set_alias(
            mother(world), world.school.people["maria"], alias
        )


async def test_a_strangers_child_is_not_chosen_about(world):
    """A forged button about another family's child is refused."""
    with pytest.raises(NotAllowed):
        await choose(world, "sidorov", Group.MARKS, When.OFF)


async def test_a_mark_does_not_leave_as_news_of_the_own_account(world):
    """Were it owed to the mother as her own by mistake, it would be refused at the gate."""
    lesson = await world.lesson()
    mark = await world.mark(lesson, 2, student="maria")
    now, mother_id = world.clock.now(), world.school.people["mother_maria"]
    mistaken = StaffNews(
        person_id=mother_id,
        fact=FactRef(FactKind.MARK, mark),
        revision=1,
        kind=NoticeKind.MARK,
        merge_key="marks:1",
        result_at=now,
        due_at=now,
    )
    async with world.database.transaction() as session:
        with bind_school(world.school.school_id):
            profile = await load_profile(session)
            await tell_themselves(session, [mistaken], profile=profile, now=now)
    async with delivering(world):
        await world.steps()

    assert [(NoticeState.REFUSED, "not_related")] == await states(world)
