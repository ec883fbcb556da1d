"""«My data»: what was sent, the file to take away, and deletion that is done at once."""

import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from services.errors import OutOfDate
from services.i18n import use_locale
from services.outgoing import Attachment
from services.preferences.service import PreferencesService
from services.privacy.acts import Acts, Reason
from services.privacy.export import PersonalExport
from services.regulation.profile import SettingKey
from services.vocabulary import NoticeKind
from tests.integration.joining.joining_world import KEYS, OPERATOR, build_world
from tests.integration.joining.test_destruction import everything, is_intact
from tests.integration.strangers.crawling import Crawler, Seen
from tests.integration.strangers.families import CHILD_OF, USERS, WORDS, move_in
from tests.printed_sheets import printed_sheets

MOTHER = "mother_maria"


@pytest.fixture
async def families(recorded, clock):
    """Give three families who have consented, each with a child whose journal is full."""
    return await move_in(await build_world(recorded, clock))


def cells(file: Attachment) -> dict[str, list[list[str]]]:
    """Return the sheets of a workbook."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.content))
    return {
        name: [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }


async def export(families, guardian):
    """Ask for the file."""
    world = families.world
    with use_locale("en"):
        file = await PersonalExport(world.database, world.clock).file(
            await world.actor(USERS[guardian])
        )
    assert {(True, True, True, True)} == set(printed_sheets(file.content))
    return cells(file)


async def test_the_file_holds_ones_own_and_nothing_of_others(families):
    """Consents, settings, marks and absences of the own child; no word of another's."""
    for guardian, child in CHILD_OF.items():
        sheets = await export(families, guardian)
        words = "\n".join(" ".join(row) for rows in sheets.values() for row in rows)
        foreign = [word for other, of in WORDS.items() if other != child for word in of]

        assert ["About me", "Consents", "What was sent", "Marks", "Absences"] == list(sheets)
        assert [] == [word for word in foreign if word in words]
        assert "Алгебра" in words
        assert "absent, reason not given" in words
        assert str(USERS[guardian]) in words


async def test_the_file_of_a_signal_school_names_nobody_and_holds_no_marks(recorded, clock):
    """The mode binds files, too."""
    settings = {**OPERATOR, SettingKey.CONTENT_MODE: "signal"}
    families = await move_in(await build_world(recorded, clock, settings))
    sheets = await export(families, MOTHER)
    words = "\n".join(" ".join(row) for rows in sheets.values() for row in rows)

    assert 1 == len(sheets["Marks"]) == len(sheets["Absences"])
    assert not any(word in words for word in ("Мария", "Кузнец", "Алгебра"))


async def test_what_was_sent_is_said_by_kind_and_time(families):
    """After a delivery the list has a line of it, for the one who got it alone."""
    world = families.world
    await families.owe(MOTHER, "maria", NoticeKind.MARK)
    await families.deliver()
    mine = await world.privacy.sent(await world.actor(USERS[MOTHER]))
    others = await world.privacy.sent(await world.actor(USERS["mother_petrov"]))

    assert [(NoticeKind.MARK, world.clock.now())] == [(one.kind, one.sent_at) for one in mine]
    assert () == others


async def test_deletion_is_done_at_once_with_an_act(families):
    """Consents end, the chat's numbers are gone, the school has the act; the lists stay."""
    world, user = families.world, USERS[MOTHER]
    await PreferencesService(world.database).set_alias(
        (await world.actor(user)).family, world.person("maria"), "Секретик"
    )
    await families.owe(MOTHER, "maria", NoticeKind.MARK)
    facts = await world.privacy.destroy_now(await world.actor(user))
    kept = await everything(world)
    (act,) = await Acts(world.database).latest(world.school.school_id)

    assert ("1/2026", Reason.ERASED) == (act.number, act.reason)
    assert ("1/2026",) == facts.acts
    assert not facts.is_still_somebody
    assert "Секретик" not in kept
    assert {} == await families.deliver()
    assert await world.access.actor(bot_id=world.bot_id, telegram_user_id=user) is None
    assert await is_intact(world)
    world.clock.advance(timedelta(minutes=1))
    await world.join_and_consent(MOTHER, user)
    assert (await world.actor(user)).family[0].student_ids


async def test_deleting_twice_is_out_of_date(families):
    """The old button finds nobody."""
    world = families.world
    actor = await world.actor(USERS[MOTHER])
    await world.privacy.destroy_now(actor)

    with pytest.raises(OutOfDate):
        await world.privacy.destroy_now(
            type(actor)(1, 1, actor.telegram_user_id, actor.chat_id, "ru", ())
        )


async def test_the_screens_lead_to_all_of_it(families):
    """From «Мои данные» one press each; the file comes with the message."""
    crawler, seen = Crawler(families.world), Seen()
    for data in ("open:privacy", "open:sent", "open:export", "open:delete"):
        await crawler.press(USERS[MOTHER], data, seen)
    text = "\n".join(seen.texts)

    assert "Что мне отправлено" in text
    assert "Тексты не хранятся." in text
    assert "Удалить сейчас" in text
    assert KEYS.fingerprint not in text
