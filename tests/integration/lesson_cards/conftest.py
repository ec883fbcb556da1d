"""The chats of a teacher with cards, and of one family."""

from collections.abc import Sequence

import pytest

from services.bulk_entry.service import EntryService
from services.database import bind_school
from services.homework.service import HomeworkJournalService
from services.lesson_cards.marks import MarkSheetService
from services.lesson_cards.service import LessonCardService
from services.lesson_cards.topics import LessonTopicService
from services.models import Bot, Enrollment, Person
from services.outgoing import OutgoingMessage
from services.vocabulary import PersonKind
from tests.factories import FIRST_DAY, at, build_school
from tests.fakes import FakeClock
from tests.integration.journal.conftest import Journal
from tests.integration.journal.test_chat import MOTHER, TEACHER, Chats, link

__all__ = ["CardChats"]


class CardChats(Chats):
    """A teacher's chat that counts what it costs."""

    def __init__(self, *args: object, **services: object) -> None:
        """Route as ``Chats`` does."""
        super().__init__(*args, **services)  # type: ignore[arg-type]  # passed on as they come
        self.taps = self.lines = 0

    async def press(self, user_id: int, message: OutgoingMessage, caption: str) -> OutgoingMessage:
        """Press, and count it."""
        self.taps += 1
        return await super().press(user_id, message, caption)

    async def give(self, sheet: OutgoingMessage, mark: str) -> OutgoingMessage:
        """Press the mark with exactly this caption."""
        self.taps += 1
        buttons = [button for row in sheet.buttons for button in row]
        data = next(one.data for one in buttons if one.caption == mark)
        return await self.press_data(TEACHER, data)

    async def send(self, user_id: int, text: str) -> OutgoingMessage:
        """Type, and count it."""
        self.lines += 1
        return await super().send(user_id, text)


@pytest.fixture
async def journal(database):
    """Give the journal of the small school."""
    return Journal(database, await build_school(database), EntryService(database))


@pytest.fixture
async def chats(journal):
    """Give the chats of the algebra teacher and of Petrov's mother at 10:21, in lesson 3."""
    people = journal.school.people
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            session.add(bot := Bot(telegram_bot_id=4242))
            await session.flush()
            await link(session, bot.id, TEACHER, people["algebra"])
            await link(session, bot.id, MOTHER, people["mother_petrov"])
    return CardChats(
        journal,
        FakeClock(at(24, "10:21")),
        bot.id,
        lesson_cards=LessonCardService(journal.database),
        mark_sheets=MarkSheetService(journal.database),
        lesson_topics=LessonTopicService(journal.database),
        homework_journal=HomeworkJournalService(journal.database),
    )


@pytest.fixture
def enroll(journal):
    """Give a function that puts more students into 7Б."""

    async def add(names: Sequence[str]) -> None:
        with bind_school(journal.school.school_id):
            async with journal.database.transaction() as session:
                for name in names:
                    family, given = name.split()
                    person = Person(kind=PersonKind.STUDENT, family_name=family, given_name=given)
                    session.add(person)
                    await session.flush()
                    session.add(
                        Enrollment(
                            student_id=person.id,
                            school_class_id=journal.school.classes["7Б"],
                            starts_on=FIRST_DAY,
                        )
                    )

    return add
