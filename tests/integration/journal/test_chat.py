"""The journal in a chat: real routes, middlewares and services; only Telegram is left out."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from aiogram import Bot as TelegramBot
from aiogram.fsm.storage.memory import MemoryStorage

from bot.dispatcher import Feed, build_dispatcher
from bot.middlewares.refusal import Refused
from handlers import build_router
from handlers.show import Edit, Say, Show, Toast
from services.access.service import AccessService
from services.database import bind_school
from services.diary.service import DiaryService
from services.journal.service import JournalService
from services.models import Account, AccountLink, Bot, Consent, SchoolSetting
from services.outgoing import OutgoingMessage
from services.regulation.profile import SettingKey
from services.vocabulary import ConsentAction, ConsentPurpose, TableSight
from tests.factories import at
from tests.fakes import FakeClock
from tests.integration.journal.conftest import Journal

pytestmark = pytest.mark.one_database

TEACHER, MOTHER = 601, 501
LONG_AGO = datetime(2026, 9, 1, tzinfo=UTC)
TOKEN = "4242:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"  # a bot that does not exist


class Chats:
    """Private chats of people with the bot, and what each was shown."""

    def __init__(
        self, journal: Journal, clock: FakeClock, bot_id: int, **services: object
    ) -> None:
        """Route updates to the services of *journal*, and to others by their names."""
        self.clock = clock
        self._database = journal.database
        self._ids = itertools.count(1)
        access = AccessService(journal.database, clock)
        dispatcher = build_dispatcher(
            router=build_router(),
            access=access,
            clock=clock,
            bot_id=bot_id,
            storage=MemoryStorage(),
            services={
                "access": access,
                "entries": journal.entries,
                "journal": JournalService(journal.database),
                "diary": DiaryService(journal.database),
                **services,
            },
        )
        self._feed = Feed(dispatcher, TelegramBot(TOKEN))

    async def send(self, user_id: int, text: str) -> OutgoingMessage:
        """Type a message and return the answer."""
        return await self._update(message=self._typed(user_id, text))

    async def send_for_all(self, user_id: int, text: str) -> list[OutgoingMessage]:
        """Type a message and return every message of the answer."""
        return await self._updates(message=self._typed(user_id, text))

    async def press(self, user_id: int, message: OutgoingMessage, caption: str) -> OutgoingMessage:
        """Press the button whose caption begins so, and return the answer."""
        buttons = [button for row in message.buttons for button in row]
        data = next(one.data for one in buttons if one.caption.startswith(caption))
        return await self.press_data(user_id, data)

    async def press_data(self, user_id: int, data: str) -> OutgoingMessage:
        """Press a button that carries *data*, and return the answer."""
        return await self._update(
            callback_query={
                "id": "1",
                "chat_instance": "1",
                "data": data,
                "message": {"message_id": 2, "text": "x", **self._place(user_id)},
                **self._from(user_id),
            }
        )

    def _typed(self, user_id: int, text: str) -> dict[str, object]:
        length = len(text.split(maxsplit=1)[0])
        entities = [{"type": "bot_command", "offset": 0, "length": length}]
        return {
            "message_id": 1,
            "text": text,
            **({"entities": entities} if text.startswith("/") else {}),
            **self._from(user_id),
            **self._place(user_id),
        }

    async def _update(self, **content: object) -> OutgoingMessage:
        shown = await self._updates(**content)
        assert len(shown) == 1
        return shown[0]

    async def _updates(self, **content: object) -> list[OutgoingMessage]:
        shows: Sequence[Show]
        try:
            async with self._database.unit_of_work():
                shows = await self._feed({"update_id": next(self._ids), **content})
        except Refused as refused:
            shows = (Say(refused.message),)
        assert all(isinstance(show, Say | Edit | Toast) for show in shows)
        return [show.message for show in shows if isinstance(show, Say | Edit)]

    @staticmethod
    def _from(user_id: int) -> dict[str, object]:
        sender = {"id": user_id, "is_bot": False, "first_name": "X", "language_code": "en"}
        return {"from": sender}

    @staticmethod
    def _place(user_id: int) -> dict[str, object]:
        return {
            "date": 1_700_000_000,
            "chat": {"id": user_id, "type": "private", "first_name": "X"},
        }


async def link(
    session, bot_id: int, user_id: int, person_id: int, *, tables: TableSight = TableSight.NO
) -> None:
    """Verify a chat account as a person of the school; it has been asked about tables."""
    account = Account(
        bot_id=bot_id,
        telegram_user_id=user_id,
        chat_id=user_id,
        language="en",
        is_reachable=True,
        tables=tables,
        created_at=LONG_AGO,
    )
    session.add(account)
    await session.flush()
    session.add(
        AccountLink(
            account_id=account.id, person_id=person_id, verified_by="phone", linked_at=LONG_AGO
        )
    )


@pytest.fixture
async def chats(journal):
    """Give the chats of the algebra teacher and of Petrov's mother, who has consented."""
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
    return Chats(journal, FakeClock(at(24, "10:35")), bot.id)


async def test_a_class_is_marked_in_one_message(chats, journal):
    """Preview, save, undo: what the teacher presses is what the journal does."""
    preview = await chats.send(TEACHER, "7б алгебра: Петров 5/4, Сидоров н")
    assert [] == await journal.marks()
    saved = await chats.press(TEACHER, preview, "Save")

    assert "Петров Артём — 5 and 4" in preview.text
    assert [("petrov", 5, "lesson"), ("petrov", 4, "lesson")] == await journal.marks()
    again = await chats.press(TEACHER, preview, "Save")
    assert "Saved at 10:35." in again.text
    undone = await chats.press(TEACHER, saved, "Take the entry back")
    assert "Taken back" in undone.text
    assert [] == await journal.marks()


async def test_namesakes_are_settled_with_buttons(chats, journal):
    """The question becomes the preview, and the preview the journal."""
    question = await chats.send(TEACHER, "/mark 7Б Алгебра\nКузнецова 4")
    preview = await chats.press(TEACHER, question, "Мария")
    await chats.press(TEACHER, preview, "Save")

    assert [("maria", 4, "lesson")] == await journal.marks()
    stale = await chats.press(TEACHER, question, "Марина")
    assert "saved already" in stale.text


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("/absent 7Б 3 Сидоров, Петров б", "Сидоров Лев — н"),
        ("/topic 7Б Алгебра Степень", "Topic: Степень"),
        ("/mark", "in one message"),
        ("/undo", "no saved entry"),
        ("/today", "10:20–11:00 7Б"),
        ("7б физика: Петров 5", "somebody else's lesson"),
        ("7б алгебра: Смирнов 5", "<b>Смирнов</b>"),
        ("добрый день", "I did not understand this."),
        ("/diary", "not open to you"),
    ],
)
async def test_a_teachers_words_find_their_screen(chats, text, part):
    """Commands, plain lines, and what is neither: each has an answer."""
    assert part in (await chats.send(TEACHER, text)).text


async def test_a_line_of_a_parent_is_no_line(chats, journal):
    """Only staff write into the journal, however the text reads."""
    plain = await chats.send(MOTHER, "7б алгебра: Петров 5")
    command = await chats.send(MOTHER, "/mark 7б алгебра: Петров 5")

    assert "I did not understand this." in plain.text
    assert "not open to you" in command.text
    assert [] == await journal.states()


async def test_a_family_turns_the_pages_of_the_diary(chats, journal):
    """Day, another day, marks, another period: every button leads somewhere."""
    await journal.save("7б алгебра: Петров 5; тема Степень", now=at(24, "10:35"))
    chats.clock.move_to(at(24, "14:00"))

    day = await chats.send(MOTHER, "/diary")
    monday = await chats.press(MOTHER, day, "◀")
    marks = await chats.press(MOTHER, day, "Marks")
    first = await chats.press(MOTHER, marks, "◀")

    assert "Topic: Степень" in day.text
    assert "Monday, 23 November" in monday.text
    assert "<b>Алгебра</b>: 5 — average 5.00" in marks.text
    assert "quarter I<" in first.text


async def test_somebody_elses_button_opens_nothing(chats, journal):
    """A forwarded page shows a stranger nothing, and a teacher without children neither."""
    day = await chats.send(MOTHER, "/diary")

    answer = await chats.press(TEACHER, day, "Marks")

    assert "not open to you" in answer.text
    assert "Артём" not in answer.text


async def test_a_state_school_shows_no_details(chats, journal):
    """In signal mode the diary answers with one sentence."""
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            session.add(SchoolSetting(key=SettingKey.CONTENT_MODE, value="signal"))

    for command in ("/diary", "/marks"):
        answer = await chats.send(MOTHER, command)
        assert "Details are in the school's own diary" in answer.text
        assert "Петров" not in answer.text
