"""/message in a chat: whom to ask, what about, the answer by button and by replying."""

import pytest

from services.bulk_entry.service import EntryService
from services.conversations.service import ConversationService
from services.database import bind_school
from services.models import Account, Bot, Consent, Message, Told
from services.vocabulary import ConsentAction, ConsentPurpose, FactKind
from tests.factories import at, build_school
from tests.fakes import FakeClock
from tests.integration.homework.test_chat import HomeworkChats
from tests.integration.journal.conftest import Journal
from tests.integration.journal.test_chat import LONG_AGO, MOTHER, TEACHER, link

pytestmark = pytest.mark.one_database


class TalkChats(HomeworkChats):
    """Chats in which a message may be a reply to another."""

    async def reply(self, user_id: int, message_id: int, text: str):
        """Reply to the message with an id and return the answer."""
        return await self._update(
            message={
                "message_id": 5000,
                "text": text,
                "reply_to_message": {
                    "message_id": message_id,
                    "text": "x",
                    **self._place(user_id),
                },
                **self._from(user_id),
                **self._place(user_id),
            }
        )


@pytest.fixture
async def journal(database):
    """Give the journal of the small school."""
    return Journal(database, await build_school(database), EntryService(database))


@pytest.fixture
async def chats(journal):
    """Give the chats of the algebra teacher and of Petrov's mother."""
    people = journal.school.people
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            session.add(bot := Bot(telegram_bot_id=4242))
            await session.flush()
            await link(session, bot.id, TEACHER, people["algebra"])
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
    return TalkChats(
        journal,
        FakeClock(at(24, "10:35")),
        bot.id,
        conversations=ConversationService(journal.database),
    )


async def test_a_parent_asks_about_a_mark_and_the_teacher_answers(chats):
    """Teacher, mark, one message; the teacher finds it in the list and writes back."""
    await chats.press(TEACHER, await chats.send(TEACHER, "7б алгебра: Петров 3"), "Save")
    chats.clock.move_to(at(24, "10:45"))
    whom = await chats.send(MOTHER, "/message")
    start = await chats.press(MOTHER, whom, "Гусева Е. Д.")
    about = await chats.press(MOTHER, start, "Алгебра, Tue 24.11: 3")
    asked = await chats.send(MOTHER, "Можно <переписать>?")
    questions = await chats.send(TEACHER, "/message")
    thread = await chats.press(TEACHER, questions, "● Петров Артём (Петрова И. Л.)")
    await chats.press(TEACHER, thread, "Answer")
    answered = await chats.send(TEACHER, "Да, в четверг.")

    assert "Question to Гусева Е. Д." in start.text
    assert "About: алгебра, Tue 24.11: 3" in about.text
    assert "Можно &lt;переписать&gt;?" in asked.text
    assert "About: алгебра, Tue 24.11: 3" in thread.text
    assert "Да, в четверг." in answered.text
    again = await chats.press(
        MOTHER, await chats.send(MOTHER, "/message"), "Гусева Е. Д. · алгебра, Tue"
    )
    assert "Да, в четверг." in again.text


async def test_a_reply_answers_and_any_other_reply_is_a_line(journal, chats):
    """A teacher replies to the question's message; a reply to something else is read as ever."""
    await chats.press(MOTHER, await chats.send(MOTHER, "/message"), "Гусева")
    await chats.send(MOTHER, "Можно переписать?")
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            account = await session.get_one(Account, 1)
            message = Message(
                person_id=journal.school.people["algebra"],
                account_id=account.id,
                chat_id=TEACHER,
                telegram_message_id=77,
                outcome="accepted",
                sent_at=chats.clock.now(),
            )
            session.add(message)
            await session.flush()
            session.add(
                Told(
                    person_id=journal.school.people["algebra"],
                    fact_kind=FactKind.TALK,
                    fact_id=1,
                    revision=1,
                    value={},
                    message_id=message.id,
                    told_at=chats.clock.now(),
                )
            )
    answered = await chats.reply(TEACHER, 77, "Да.")
    line = await chats.reply(TEACHER, 78, "7б алгебра: Петров 5")

    assert "Можно переписать?" in answered.text
    assert "Да." in answered.text
    assert "Петров Артём — 5" in line.text


async def test_leaving_the_page_ends_the_waiting(chats):
    """«Back» clears it: what is typed next is no question; old buttons of others are refused."""
    whom = await chats.send(MOTHER, "/message")
    start = await chats.press(MOTHER, whom, "Гусева")
    await chats.press(MOTHER, start, "Back")

    assert "did not understand" in (await chats.send(MOTHER, "Здравствуйте")).text
    assert "not open to you" in (await chats.press(TEACHER, whom, "Гусева")).text
    assert "No questions yet." in (await chats.send(TEACHER, "/message")).text
