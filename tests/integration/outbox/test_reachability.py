"""Who blocked the bot is not written to; who comes back gets what still is news, once."""

from services.outbox.ports import Ambiguous, Blocked, Deactivated
from services.outbox.reachability import ReachabilityService
from services.vocabulary import AttendanceCode
from tests.integration.outbox.family import FamilyWorld

MOTHER = 1


async def _world(families: FamilyWorld) -> ReachabilityService:
    await families.link("mother_maria", account_id=MOTHER, student="maria")
    return ReachabilityService(families.database, families.clock)


async def _owe_mark(families: FamilyWorld, *, number: int, value: int) -> None:
    lesson = await families.lesson(number=number)
    await families.tell(*families.mark_news(await families.mark(lesson, value)))


async def test_what_was_missed_comes_as_one_message(families):
    """Blocked in the middle of a day: marks of the day are there when the mother is back."""
    contacts = await _world(families)
    families.sender.outcomes[5001] = [Blocked()]
    await _owe_mark(families, number=1, value=4)
    await families.steps()
    families.pass_minutes(10)
    await _owe_mark(families, number=3, value=5)
    await families.steps()
    before = [row.state for row in await families.notices()]
    families.pass_minutes(60)
    revived = await contacts.back(bot_id=1, telegram_user_id=MOTHER)
    await families.steps()

    assert ["unreachable", "unreachable"] == before
    assert 2 == revived
    assert ["told", "told"] == [row.state for row in await families.notices()]
    assert 2 == len(families.sender.sent)  # the refused one, and one for both
    assert 2 == families.sender.texts[1].count("24.11")


async def test_what_is_no_news_any_more_does_not_come(families):
    """An absence of this morning interests nobody tomorrow."""
    contacts = await _world(families)
    families.sender.outcomes[5001] = [Deactivated()]
    lesson = await families.lesson()
    attendance = await families.attend(lesson, AttendanceCode.ABSENT)
    await families.tell(families.absence_news(attendance))
    await families.steps()
    families.pass_minutes(13 * 60)

    assert 0 == await contacts.back(bot_id=1, telegram_user_id=MOTHER)


async def test_what_perhaps_arrived_is_not_repeated(families):
    """An answer lost twice may mean a message read: coming back does not double it."""
    contacts = await _world(families)
    families.sender.outcomes[5001] = [Ambiguous(), Ambiguous()]
    await _owe_mark(families, number=1, value=4)
    await families.steps()
    families.pass_minutes(1)
    await families.steps()
    await contacts.lost(bot_id=1, telegram_user_id=MOTHER)

    assert 0 == await contacts.back(bot_id=1, telegram_user_id=MOTHER)
    assert 2 == len(families.sender.sent)


async def test_coming_back_twice_changes_nothing(families):
    """Every message of a person says that they can be reached; only the first has work."""
    contacts = await _world(families)
    await contacts.lost(bot_id=1, telegram_user_id=MOTHER)
    await contacts.back(bot_id=1, telegram_user_id=MOTHER)
    await _owe_mark(families, number=1, value=4)
    await families.steps()

    assert 0 == await contacts.back(bot_id=1, telegram_user_id=MOTHER)
    assert 1 == len(families.sender.sent)
