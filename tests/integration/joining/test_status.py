"""/status: counts that are right, for the office only, and without anybody's name."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from handlers.screens.status import status_page
from services.audit.acting import acting
from services.database import bind_school
from services.errors import NotAllowed
from services.i18n import use_locale
from services.joining.status import StatusService
from services.models import Account, JobRun, Notice, Person
from services.vocabulary import AccessMode, Role

MOTHER, PETROVA = 501, 502


@pytest.fixture
def secretary(world):
    """Give a secretary."""
    return world.staff("deputy", Role.SECRETARY)


async def status(world, who):
    """Return the counts of now."""
    return await StatusService(world.database, version="1.2.3").status(who, now=world.clock.now())


async def test_children_are_counted_by_how_their_families_are_reached(world, secretary):
    """In the diary, consented, blocked, on paper; a child counts once."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.join_and_consent("mother_petrov", PETROVA)
    await world.change_guardianship("father_sidorov", access=AccessMode.PAPER)
    async with world.database.transaction() as session:
        await session.execute(
            update(Account).where(Account.telegram_user_id == PETROVA).values(is_reachable=False)
        )

    facts = await status(world, secretary)

    of_7b = next(one for one in facts.classes if one.name == "7Б")
    assert (6, 2, 2, 1, 5) == (
        of_7b.students,
        of_7b.linked,
        of_7b.consented,
        of_7b.unreachable,
        of_7b.on_paper,
    )
    assert ["1А", "7Б"] == [one.name for one in facts.classes]


async def test_the_queue_shows_what_is_due_and_since_when(world, secretary):
    """A queue that stands still is seen at once."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.queue_notice("mother_maria", "maria")
    since = world.clock.now()
    world.clock.advance(timedelta(hours=1))

    facts = await status(world, secretary)

    assert (1, 0, since) == (facts.due, facts.waiting, facts.oldest_due_at)


async def test_nothing_is_due_for_who_is_not_in_the_diary(world, secretary):
    """What waits for its reader to join is no queue that stands still."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.queue_notice("mother_maria", "maria")
    async with world.database.transaction() as session:
        with bind_school(world.school.school_id):
            await session.execute(update(Notice).values(account_id=None))
    world.clock.advance(timedelta(hours=1))

    facts = await status(world, secretary)

    assert (0, 0, None) == (facts.due, facts.waiting, facts.oldest_due_at)


async def test_last_import_and_backup_are_known_when_they_were(world, secretary):
    """An import is known by what it changed, a backup by its run."""
    nothing = await status(world, secretary)
    now = world.clock.now()
    async with world.database.transaction() as session:
        session.add(JobRun(job="backup", school_id=0, slot="2026-11-24", ran_at=now))
        with bind_school(world.school.school_id), acting(None, why="import"):
            person = await session.get_one(Person, world.person("maria"))
            person.patronymic = "Олеговна"
            await session.flush()
    facts = await status(world, secretary)

    assert (None, None) == (nothing.imported_at, nothing.backed_up_at)
    assert (now, now) == (facts.imported_at, facts.backed_up_at)


async def test_requests_of_both_kinds_wait_to_be_decided(world, secretary):
    """People to be confirmed, and changed phones."""
    actor = await world.join("mother_maria", MOTHER)
    await world.joining.contacts.ask(actor, "+79165554477", now=world.clock.now())
    await world.joining.try_code(world.visitor(PETROVA), await world.code("father_sidorov"))
    await world.joining.ask_human(world.visitor(PETROVA))

    assert 2 == (await status(world, secretary)).open_requests


@pytest.mark.parametrize("roles", [(Role.TEACHER,), (Role.DEPUTY_HEAD,), (Role.HOMEROOM_TEACHER,)])
async def test_it_is_the_offices(world, roles):
    """Whoever keeps neither lists nor the program has other screens."""
    with pytest.raises(NotAllowed):
        await status(world, world.staff("physics", *roles, homeroom="7Б"))


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_page_names_nobody(world, secretary, language):
    """Counts, classes, times and the version."""
    await world.join_and_consent("mother_maria", MOTHER)
    facts = await status(world, secretary)

    with use_locale(language):
        text = status_page(facts).text

    assert "1.2.3" in text
    for name in ("Кузнецова", "Ольга", "Мария", "Комарова"):
        assert name not in text
