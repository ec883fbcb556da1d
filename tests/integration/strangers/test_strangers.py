"""No family ever reads of a child that is not theirs: every screen, every button, every notice.

Screens and kinds of notice are not listed here: whatever the program has is tried.
"""

import re
from datetime import UTC, date, datetime

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlalchemy import update

from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.database import bind_school
from services.models import Enrollment, Person, RightChange, Subject
from services.vocabulary import AccessMode, NoticeKind, Role
from tests.integration.strangers.crawling import Crawler, Seen
from tests.integration.strangers.families import CHILD_OF, FACT_OF, USERS, WORDS

STRANGER = 666


def words_of_others(guardian: str | None) -> list[str]:
    """Return what somebody must not read: everything of children who are not theirs."""
    own = CHILD_OF.get(guardian or "")
    return [word for child, words in WORDS.items() if child != own for word in words]


async def withdraw(families, guardian):
    """Take every consent back."""
    world = families.world
    await world.privacy.withdraw(await world.actor(USERS[guardian]), 0, update_id=9)


async def suspend(families, guardian):
    """Let the school suspend the access of a guardian."""
    await families.world.change_guardianship(guardian, access=AccessMode.SUSPENDED)


async def move_class(families, guardian):
    """Move the child of a guardian to another class."""
    world = families.world
    student_id = world.person(CHILD_OF[guardian])
    async with world.database.transaction() as session:
        with bind_school(world.school.school_id):
            session.add(
                Enrollment(
                    student_id=student_id,
                    school_class_id=world.school.classes["1А"],
                    starts_on=date(2026, 11, 24),
                )
            )
            await session.flush()


async def grow_up(families, _guardian):
    """Let Maria become 18."""
    families.world.clock.move_to(datetime(2026, 12, 1, 4, tzinfo=UTC))


async def nothing(_families, _guardian):
    """Leave everything as it is."""


EVENTS = {
    # what happens, to whom, and who of the three still sees the own child
    "nothing": (nothing, "mother_maria", set(CHILD_OF)),
    "withdrawal": (withdraw, "mother_maria", {"mother_petrov", "father_sidorov"}),
    "suspension": (suspend, "mother_petrov", {"mother_maria", "father_sidorov"}),
    "class move": (move_class, "father_sidorov", set(CHILD_OF)),
    "18th birthday": (grow_up, "mother_maria", {"mother_petrov", "father_sidorov"}),
}


@pytest.mark.one_database
async def test_no_screen_shows_a_child_that_is_not_ones_own(families):
    """Every command, every button found on the way, and every button of the other families."""
    crawler = Crawler(families.world)
    seen = {guardian: await crawler.crawl(user) for guardian, user in USERS.items()}

    for guardian, user in USERS.items():
        foreign = [
            data
            for other, of_other in seen.items()
            if other != guardian
            for data in of_other.sample
        ]
        forged = await crawler.press_all(user, foreign)

        assert [] == seen[guardian].naming(words_of_others(guardian))
        assert [] == forged.naming(words_of_others(guardian))
        # The test looks at something: the own child is seen.
        assert bool(seen[guardian].naming([f"тайна-{CHILD_OF[guardian]}"]))


@pytest.mark.one_database
@pytest.mark.parametrize("event", [event for event in EVENTS if event != "nothing"])
async def test_what_ends_a_right_ends_every_screen(families, event):
    """Screens and old buttons: nothing of the child for whom the right has ended."""
    happens, guardian, seeing = EVENTS[event]
    user, secret = USERS[guardian], f"тайна-{CHILD_OF[guardian]}"
    crawler = Crawler(families.world)
    before = await crawler.crawl(user)
    await happens(families, guardian)
    now = await crawler.crawl(user)
    old = await crawler.press_all(user, before.sample)

    assert [] == now.naming(words_of_others(guardian)) + old.naming(words_of_others(guardian))
    assert before.naming([secret])
    assert (guardian in seeing) == bool(now.naming([secret]))
    assert guardian in seeing or [] == old.naming([secret])


@pytest.mark.one_database
async def test_a_stranger_presses_in_vain(families):
    """Somebody the school does not know learns nothing from any button of any family."""
    crawler = Crawler(families.world)
    buttons = [data for user in USERS.values() for data in (await crawler.crawl(user)).sample]
    own = await crawler.crawl(STRANGER)
    forged = await crawler.press_all(STRANGER, buttons)

    assert [] == own.naming(words_of_others(None))
    assert [] == forged.naming(words_of_others(None))


@pytest.mark.parametrize("event", EVENTS)
async def test_no_notice_reaches_anybody_else(families, event):
    """Whatever kind was written for whomever: only own children, only while it is allowed."""
    happens, to_whom, seeing = EVENTS[event]
    await happens(families, to_whom)
    for guardian in CHILD_OF:
        for child in WORDS:
            for revision, kind in enumerate(NoticeKind, start=1):
                await families.owe(guardian, child, kind, revision=revision)
    sent = await families.deliver()

    for guardian, user in USERS.items():
        texts = "\n".join(sent.get(user, []))
        assert [] == [word for word in words_of_others(guardian) if word in texts]
        assert (guardian in seeing) == bool(texts)
    assert FACT_OF.keys() <= set(NoticeKind)


async def test_the_schools_change_of_rights_counts_from_the_next_press(families):
    """A line of «Права» is read with every update; what it may not change stays."""
    world = families.world
    user = 777
    await world.joining.try_code(world.visitor(user), await world.code("deputy"))
    await world.share(user, "+79160000004")
    await world.briefings.acknowledge(await world.actor(user))
    before = (await world.actor(user)).staff
    async with world.database.transaction() as session:
        with bind_school(world.school.school_id):
            session.add_all(
                RightChange(role=Role.DEPUTY_HEAD, action=action, is_allowed=is_allowed)
                for action, is_allowed in (
                    (Action.CHANGE_TIMETABLE, False),
                    (Action.SET_REASONS, True),
                    (Action.SEE_DIARY, True),
                    ("an action of a later version", True),
                )
            )
            await session.flush()
    after = (await world.actor(user)).staff

    assert (True, False, False) == _rights(before, world)
    assert (False, True, False) == _rights(after, world)


def _rights(who: Identity | None, world):
    assert who is not None
    return (
        is_allowed(who, Action.CHANGE_TIMETABLE),
        is_allowed(who, Action.SET_REASONS, class_id=world.school.classes["7Б"]),
        is_allowed(who, Action.SEE_DIARY, student_id=world.person("maria")),
    )


def _forged_buttons() -> list[str]:
    """Return the data of every kind of button with numbers that none of ours has."""

    def below(kind: type[CallbackData]) -> list[type[CallbackData]]:
        return [kind, *(one for child in kind.__subclasses__() for one in below(child))]

    ours = {one for one in below(CallbackData) if one.__module__.startswith("handlers.")}
    forged = []
    for kind in sorted(ours, key=lambda one: one.__prefix__):
        for value in ("20261399", "9" * 12):  # a day that is none, an id beyond small columns
            data = ":".join([kind.__prefix__, *([value] * len(kind.model_fields))])
            if len(data.encode()) <= 64:
                forged.append(data)
    return forged


async def test_a_forged_button_is_a_screen_out_of_date(families):
    """Every kind of button with ids of nothing and nobody: answered, and never a fault of ours."""
    world = families.world
    deputy = 777
    await world.joining.try_code(world.visitor(deputy), await world.code("deputy"))
    await world.share(deputy, "+79160000004")
    await world.briefings.acknowledge(await world.actor(deputy))
    forged = _forged_buttons()
    crawler, faults = Crawler(world), []
    seen = {user: Seen() for user in (USERS["mother_maria"], deputy)}
    for user, of_user in seen.items():
        for data in forged:
            try:
                await crawler.press(user, data, of_user)
            except Exception as error:  # noqa: BLE001  # all of them at once, by name
                faults.append((user, data, repr(error)[:200]))

    assert [] == faults
    assert len(forged) > 150
    assert all(len(one.texts) > 150 for one in seen.values())
    assert [] == seen[USERS["mother_maria"]].naming(words_of_others("mother_maria"))


async def test_names_with_markup_stay_names(families):
    """A name that reads as HTML is shown as it is written: no screen breaks, nothing is bold."""
    world = families.world
    async with world.database.transaction() as session:
        with bind_school(world.school.school_id):
            await session.execute(update(Person).values(family_name="<i>Ким&</b>"))
            await session.execute(
                update(Subject).values(name="<a href=x>" + Subject.name, short_name="<u>")
            )
    crawler = Crawler(world)
    seen = await crawler.crawl(USERS["mother_maria"], most=40)

    assert seen.naming(["&lt;"])
    assert [] == [text for text in seen.messages if re.search("<i>|<a |<u>|&(?!lt|gt|amp)", text)]
