"""Acts of destruction: what goes, what stays, the page, and a backup that must forget again."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, text

from services.audit import verify_chain
from services.database import bind_school
from services.models import Person
from services.privacy.acts import Acts, Category, Reason
from services.privacy.office import NothingGiven, PersonUnclear, PrivacyOffice
from services.privacy.stop_list import (
    apply_erasures,
    read_stop_list,
    stop_list,
    write_stop_list,
)
from services.regulation.profile import SettingKey
from services.vocabulary import ConsentAction, ConsentPurpose, NoticeState, PersonKind
from tests.integration.joining.joining_world import KEYS, OPERATOR, PHONES, build_world

MOTHER, OTHER = 990501501, 990502502


async def everything(world) -> str:
    """Return every value of every table as one text: whatever is kept, stands in it."""
    async with world.database.reading() as session:
        connection = await session.connection()
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        rows: list[Any] = []
        for table in tables:
            rows.extend(await session.execute(text(f'SELECT * FROM "{table}"')))  # noqa: S608
    return "\n".join(map(str, rows))


async def acts(world):
    """Return the acts of the school, the newest first."""
    return await Acts(world.database).latest(world.school.school_id)


async def is_intact(world) -> bool:
    """Whether ``verify`` finds nothing."""
    return (await verify_chain(world.database, world.school.school_id, keys=KEYS)).is_intact


async def withdraw(world, user_id):
    """Press «Отозвать» for everything."""
    return await world.privacy.withdraw(await world.actor(user_id), 0, update_id=1)


async def test_a_withdrawal_is_destroyed_the_next_day_with_one_act(world):
    """The chat's numbers are nowhere any more, the act says so, and again is nothing new."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.queue_notice("mother_maria", "maria")
    await withdraw(world, MOTHER)
    same_day = await world.privacy.destroy_due()
    world.clock.advance(timedelta(days=1))
    next_day = [await world.privacy.destroy_due(), await world.privacy.destroy_due()]
    (act,) = await acts(world)

    assert [0, 1, 0] == [same_day, *next_day]
    assert str(MOTHER) not in await everything(world)
    assert ("1/2026", Reason.WITHDRAWN) == (act.number, act.reason)
    assert {Category.CHAT, Category.TOLD, Category.SETTINGS} <= set(act.categories)
    assert await is_intact(world)


async def test_after_days_of_standstill_it_is_done_at_the_first_chance(world):
    """The program was off for a week: nothing is forgotten, the act has today's date."""
    await world.join_and_consent("mother_maria", MOTHER)
    await withdraw(world, MOTHER)
    world.clock.advance(timedelta(days=8))
    await world.privacy.destroy_due()
    (act,) = await acts(world)

    assert date(2026, 12, 2) == act.made_on
    assert str(MOTHER) not in await everything(world)


async def test_the_school_may_wait_longer(recorded, clock):
    """«дней до уничтожения»: what is said to the person is what is done."""
    world = await build_world(recorded, clock, {**OPERATOR, SettingKey.DESTRUCTION_DAYS: "3"})
    await world.join_and_consent("mother_maria", MOTHER)
    facts = await withdraw(world, MOTHER)
    world.clock.advance(timedelta(days=2))
    early = await world.privacy.destroy_due()
    world.clock.advance(timedelta(days=1))
    due = await world.privacy.destroy_due()

    assert date(2026, 11, 27) == facts.destroyed_by
    assert (0, 1) == (early, due)


async def test_an_erased_guardian_is_nobody_any_more(world):
    """Name, phone, relation, chat: gone from every table, the journal's chain stays whole."""
    await world.change_person("mother_maria", family_name="Небывалова")
    await world.join_and_consent("mother_maria", MOTHER)
    await world.queue_notice("mother_maria", "maria")
    before = await everything(world)
    office = PrivacyOffice(world.database, world.clock)
    _act_id, kind = await office.erase(
        world.school.school_id, str(world.person("mother_maria")), basis="заявление № 7"
    )
    after = await everything(world)
    secrets = ("Небывалова", str(MOTHER), KEYS.phone_hash(PHONES["mother_maria"]))

    assert PersonKind.GUARDIAN == kind
    assert all(one in before for one in secrets)
    assert [] == [one for one in secrets if one in after]
    assert [(NoticeState.REFUSED, "withdrawn", False)] == await world.notices("mother_maria")
    assert (ConsentPurpose.DELIVERY, ConsentAction.WITHDRAWN) == (
        await world.acts("mother_maria")
    )[-1]
    assert await is_intact(world)


async def test_an_erased_student_keeps_the_name_in_the_journal(world):
    """The school keeps the journal by law; what the chat needed goes."""
    await world.join("maria", MOTHER)
    office = PrivacyOffice(world.database, world.clock)
    await office.erase(world.school.school_id, str(world.person("maria")))
    (act,) = await acts(world)
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            row = await session.get_one(Person, world.person("maria"))

    assert ("Кузнецова", None) == (row.family_name, row.phone_hash)
    assert str(MOTHER) not in await everything(world)
    assert Category.NAME not in act.categories
    assert await is_intact(world)


async def test_a_withdrawal_on_paper_counts_as_the_button(world):
    """Effect at once, with number and date of the paper; a second one finds nothing."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.queue_notice("mother_maria", "maria")
    office = PrivacyOffice(world.database, world.clock)
    person = str(world.person("mother_maria"))
    paper: dict[str, Any] = {"number": "17", "written_on": date(2026, 11, 23)}
    done = await office.withdraw_on_paper(world.school.school_id, person, **paper)

    assert (1, date(2026, 11, 25)) == (done.count, done.destroyed_by)
    assert [(NoticeState.REFUSED, "withdrawn", True)] == await world.notices("mother_maria")
    assert not (await world.actor(MOTHER)).is_linked
    with pytest.raises(NothingGiven):
        await office.withdraw_on_paper(world.school.school_id, person, **paper)


async def test_a_key_of_several_people_is_asked_back(world):
    """The school's keys are unique per list only: nobody is erased by a guess."""
    await world.change_person("mother_maria", external_id="7")
    await world.change_person("maria", external_id="7")

    with pytest.raises(PersonUnclear) as refusal:
        await PrivacyOffice(world.database, world.clock).erase(world.school.school_id, "7")

    assert {world.person("mother_maria"), world.person("maria")} == set(refusal.value.numbers)


async def test_the_act_is_a_page_to_sign(world):
    """A PDF of the act with the extract of the log, without any name."""
    await world.join_and_consent("mother_maria", MOTHER)
    await withdraw(world, MOTHER)
    world.clock.advance(timedelta(days=1))
    await world.privacy.destroy_due()
    (act,) = await acts(world)
    facts, page = await Acts(world.database).page(world.school.school_id, act.act_id)

    assert act == facts
    assert page.startswith(b"%PDF-")


async def test_a_restored_backup_forgets_again(world, tmp_path):
    """The backup knows the mother again; after the list she is nobody, the chain is whole."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.join_and_consent("mother_petrov", OTHER)
    file = tmp_path / "data" / "erasures.jsonl"
    list_of_later = await _list_of_what_happens_later(world)
    write_stop_list(file, list_of_later)
    write_stop_list(file, ())

    applied = [
        await apply_erasures(world.database, read_stop_list(file), keys=KEYS, clock=world.clock),
        await apply_erasures(world.database, read_stop_list(file), keys=KEYS, clock=world.clock),
    ]
    kept = await everything(world)

    assert 2 == len(list_of_later)
    assert "Кузнецова" not in file.read_text("utf-8")
    assert [2, 0] == applied
    assert str(MOTHER) not in kept
    assert str(OTHER) not in kept
    assert await is_intact(world)


async def _list_of_what_happens_later(world):
    """Return the stop list of a future that this database, the backup, has not seen."""
    found: list[Any] = []

    class _NotYetError(Exception):
        """Takes the future back."""

    office = PrivacyOffice(world.database, world.clock)
    world.clock.advance(timedelta(hours=1))
    try:
        async with world.database.unit_of_work():
            await withdraw(world, MOTHER)
            await office.erase(world.school.school_id, str(world.person("mother_petrov")))
            world.clock.advance(timedelta(days=1))
            await world.privacy.destroy_due()
            found += await stop_list(world.database, keys=KEYS)
            raise _NotYetError
    except _NotYetError:
        return found


async def test_what_was_given_anew_after_the_act_stays_given(world):
    """A list older than the consent destroys nothing of it."""
    await world.join_and_consent("mother_maria", MOTHER)
    later = await _list_of_what_happens_later(world)
    world.clock.advance(timedelta(days=5))
    await world.join("mother_maria", MOTHER)
    await world.privacy.withdraw(await world.actor(MOTHER), 0, update_id=3)
    world.clock.advance(timedelta(hours=1))
    await world.join_and_consent("mother_maria", MOTHER)
    await apply_erasures(
        world.database,
        [one for one in later if not one.is_whole_person],
        keys=KEYS,
        clock=world.clock,
    )

    assert (await world.actor(MOTHER)).family[0].student_ids
