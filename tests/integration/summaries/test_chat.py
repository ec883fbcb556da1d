"""Summaries in a chat: /summary, the drafts of the class teacher, «Ознакомлен», /unread."""

import pytest

from services.broadcasts.service import BroadcastService
from services.bulk_entry.service import EntryService
from services.database import bind_school
from services.finals.outlook import ForecastService
from services.models import Bot, Consent, Summary
from services.outgoing import Drawing, OutgoingMessage
from services.summaries.drafts import SummaryDraftService
from services.summaries.preparing import SummaryPreparing
from services.summaries.service import SummaryService
from services.vocabulary import ConsentAction, ConsentPurpose
from tests.factories import at, build_school
from tests.fakes import FakeClock
from tests.integration.homework.test_chat import HomeworkChats
from tests.integration.journal.conftest import Journal
from tests.integration.journal.test_chat import LONG_AGO, MOTHER, TEACHER, link

pytestmark = pytest.mark.one_database

CLASS_TEACHER = 801


@pytest.fixture
async def journal(database):
    """Give the journal of the small school."""
    return Journal(database, await build_school(database), EntryService(database))


@pytest.fixture
async def chats(journal):
    """Give the chats of the algebra and the class teacher and of Petrov's mother."""
    people = journal.school.people
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            session.add(bot := Bot(telegram_bot_id=4242))
            await session.flush()
            await link(session, bot.id, TEACHER, people["algebra"])
            await link(session, bot.id, CLASS_TEACHER, people["physics"])
            await link(session, bot.id, MOTHER, people["mother_petrov"])
            session.add(
                Consent(
                    person_id=people["mother_petrov"],
                    student_id=people["petrov"],
                    purpose=ConsentPurpose.DELIVERY,
                    action=ConsentAction.GIVEN,
                    acted_at=LONG_AGO,
                )
            )
    database = journal.database
    return HomeworkChats(
        journal,
        FakeClock(at(24, "10:35")),
        bot.id,
        summaries=SummaryService(database),
        summary_drafts=SummaryDraftService(database),
        broadcasts=BroadcastService(database),
        forecasts=ForecastService(database),
    )


def captions(message: OutgoingMessage) -> list[str]:
    """Return the captions of a message's buttons."""
    return [button.caption for row in message.buttons for button in row]


async def friday(journal: Journal, chats: HomeworkChats) -> None:
    """Let Petrov get a 5 on Tuesday, and the summaries be made on Friday."""
    await chats.press(TEACHER, await chats.send(TEACHER, "7б алгебра: Петров 5"), "Save")
    chats.clock.move_to(at(27, "18:00"))
    preparing = SummaryPreparing(journal.database, chats.clock)
    while await preparing.work():
        pass


async def test_before_the_first_summary_the_family_sees_the_fortnight_so_far(chats):
    """What is there now, and when the summary comes."""
    await chats.press(TEACHER, await chats.send(TEACHER, "7б алгебра: Петров 5"), "Save")
    chats.clock.move_to(at(24, "10:45"))
    page = await chats.send(MOTHER, "/summary")

    assert "So far: 14.11–27.11" in page.text
    assert "One mark: 5." in page.text
    assert "The summary comes on Fri 27.11 at 18:00." in page.text
    assert "Acknowledged" not in captions(page)


async def test_the_last_summary_comes_on_request_with_its_picture(journal, chats):
    """As it was made, with the way to now, to all of it and to the rules."""
    await friday(journal, chats)
    page = await chats.send(MOTHER, "/summary")
    now = await chats.press(MOTHER, page, "Now")
    details = await chats.press(MOTHER, page, "In detail")
    rules = await chats.press(MOTHER, details, "How it is reckoned")

    assert "Summary 14.11–27.11" in page.text
    assert isinstance(page.attachment, Drawing)
    assert "So far: 28.11–11.12" in now.text
    assert "<b>Алгебра</b>: 5 — 5.00; quarter II: 5.00, comes out 5" in details.text
    assert "fell by 0.5 or more" in rules.text
    assert "30 % of the lessons" in rules.text
    assert "Last summary" in captions(now)
    assert "Summary 14.11" in (await chats.press(MOTHER, now, "Last summary")).text
    assert "28.11" in (await chats.press(MOTHER, now, "In detail")).text


async def test_acknowledged_it_needs_no_button_any_more(journal, chats):
    """The press is answered with a line at the top, whatever message it stood under."""
    await friday(journal, chats)
    page = await chats.send(MOTHER, "/summary")
    with pytest.raises(IndexError):  # nothing new is shown
        await chats.press(MOTHER, page, "Acknowledged")

    assert "Acknowledged" in captions(page)
    assert "Acknowledged" not in captions(await chats.send(MOTHER, "/summary"))


async def test_the_class_is_gone_through_sentence_by_sentence(journal, chats):
    """A tap opens a child, one message is the sentence, the next child comes by itself."""
    drafts = await chats.send(CLASS_TEACHER, "/summary")
    first = await chats.press(CLASS_TEACHER, drafts, "Иванов П.")
    second = await chats.send(CLASS_TEACHER, "Решает   задачи\nсам.")
    third = await chats.press(CLASS_TEACHER, second, "Next")

    assert "Sentences: 0 of 6" in drafts.text
    assert "<b>Иванов Пётр · 7Б</b>" in first.text
    assert second.text.startswith("Written: Иванов Пётр ✓\n<b>Иванова Анна · 7Б</b>")
    assert "<b>Кузнецова Марина · 7Б</b>" in third.text
    whole = await chats.press(CLASS_TEACHER, third, "The whole class")
    assert "Sentences: 1 of 6" in whole.text
    assert "✓ Иванов П." in captions(whole)


async def test_the_sentence_reaches_the_family_and_can_be_taken_back(journal, chats):
    """Changed until the summary is sent; without one it goes all the same."""
    drafts = await chats.send(CLASS_TEACHER, "/summary")
    await chats.press(CLASS_TEACHER, drafts, "Петров")
    await chats.send(CLASS_TEACHER, "Отвечает увереннее.")
    again = await chats.press(CLASS_TEACHER, drafts, "Петров")
    await friday(journal, chats)
    page = await chats.send(MOTHER, "/summary")

    assert "Your sentence: Отвечает увереннее." in again.text
    assert "“Отвечает увереннее.” Орлов\u00a0Д.\u00a0С." in page.text


async def test_a_sentence_can_be_taken_back_before(chats):
    """One press, and another one is awaited."""
    drafts = await chats.send(CLASS_TEACHER, "/summary")
    await chats.press(CLASS_TEACHER, drafts, "Петров")
    await chats.send(CLASS_TEACHER, "Отвечает увереннее.")
    written = await chats.press(CLASS_TEACHER, drafts, "Петров")
    erased = await chats.press(CLASS_TEACHER, written, "Take the sentence back")

    assert "Write one sentence" in erased.text


async def test_after_the_last_child_the_class_comes_back(chats):
    """Six children, six messages, and the list says that all are done."""
    drafts = await chats.send(CLASS_TEACHER, "/summary")
    await chats.press(CLASS_TEACHER, drafts, "Иванов П.")
    for _ in range(6):
        shown = await chats.send(CLASS_TEACHER, "Старается.")

    assert "Sentences: 6 of 6" in shown.text
    assert "did not understand" in (await chats.send(CLASS_TEACHER, "Спасибо")).text


async def test_a_sentence_too_long_is_refused_with_the_way_out(journal, chats):
    """Nothing is kept, and the same child still waits."""
    drafts = await chats.send(CLASS_TEACHER, "/summary")
    await chats.press(CLASS_TEACHER, drafts, "Петров")
    refused = await chats.send(CLASS_TEACHER, "очень " * 60)
    kept = await chats.send(CLASS_TEACHER, "Старается.")

    assert "200 fit" in refused.text
    assert kept.text.startswith("Written: Петров Артём ✓")


async def test_others_have_no_drafts(chats):
    """A teacher without a class, a mother, and a button of another class are refused."""
    drafts = await chats.send(CLASS_TEACHER, "/summary")
    page = await chats.press(CLASS_TEACHER, drafts, "Петров")

    assert "not open to you" in (await chats.send(TEACHER, "/summary")).text
    assert "not open to you" in (await chats.press(MOTHER, page, "The whole class")).text
    assert "not open to you" in (await chats.press(TEACHER, drafts, "Петров")).text


async def test_unread_names_the_families_who_have_not_pressed(journal, chats):
    """After the announcement's page, or alone where there was none."""
    await friday(journal, chats)
    unread = await chats.send(CLASS_TEACHER, "/unread")

    assert "Summaries 14.11–27.11 · 7Б" in unread.text
    assert "Not read: 3 of 3" in unread.text
    assert "• Петров Артём — Петрова Инна Львовна · not delivered" in unread.text


async def test_the_summary_is_kept_as_it_was_sent(journal, chats):
    """A mark of the next week changes the fortnight that goes on, not the last summary."""
    await friday(journal, chats)
    chats.clock.move_to(at(30, "09:25"))
    await chats.press(TEACHER, await chats.send(TEACHER, "7б алгебра: Петров 2"), "Save")
    chats.clock.move_to(at(30, "09:40"))
    page = await chats.send(MOTHER, "/summary")
    now = await chats.press(MOTHER, page, "Now")

    assert "One mark: 5." in page.text
    assert "One mark: 2" in now.text
    with bind_school(journal.school.school_id):
        async with journal.database.reading() as session:
            assert (await session.get_one(Summary, 1)).made_at == at(27, "18:00")
