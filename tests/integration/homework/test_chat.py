"""Homework in a chat: by line, by button, with a photo; real routes and services."""

from collections.abc import Sequence

import pytest

from bot.middlewares.refusal import Refused
from handlers.show import Edit, Say, Show
from services.bulk_entry.service import EntryService
from services.database import bind_school
from services.diary.homework import HomeworkDiaryService
from services.homework.service import HomeworkJournalService
from services.models import Bot, Consent
from services.outgoing import OutgoingMessage, StoredAttachment
from services.preferences.service import PreferencesService
from services.vocabulary import ConsentAction, ConsentPurpose
from tests.factories import at, build_school
from tests.fakes import FakeClock
from tests.integration.journal.conftest import Journal
from tests.integration.journal.test_chat import LONG_AGO, MOTHER, TEACHER, Chats, link

pytestmark = pytest.mark.one_database

STUDENT = 701
PHOTO = {
    "photo": [
        {"file_id": f"AgAC{size}", "file_unique_id": f"u{size}", "width": size, "height": size}
        for size in (90, 800)
    ]
}
PAPER = {"document": {"file_id": "BQAC1", "file_unique_id": "u1", "file_name": "Задание.pdf"}}


class HomeworkChats(Chats):
    """Chats in which files may be sent, and several messages be the answer."""

    def __init__(self, *args: object, **services: object) -> None:
        """Route as ``Chats`` does."""
        super().__init__(*args, **services)  # type: ignore[arg-type]  # passed on as they come
        self.answers: list[OutgoingMessage] = []

    async def send_file(
        self, user_id: int, file: dict[str, object], caption: str = ""
    ) -> OutgoingMessage:
        """Send a photo or a document and return the answer."""
        length = len(caption.split(maxsplit=1)[0]) if caption else 0
        entities = [{"type": "bot_command", "offset": 0, "length": length}]
        return await self._update(
            message={
                "message_id": 1,
                **file,
                **({"caption": caption} if caption else {}),
                **({"caption_entities": entities} if caption.startswith("/") else {}),
                **self._from(user_id),
                **self._place(user_id),
            }
        )

    async def _update(self, **content: object) -> OutgoingMessage:
        shows: Sequence[Show]
        try:
            async with self._database.unit_of_work():
                shows = await self._feed({"update_id": next(self._ids), **content})
        except Refused as refused:
            shows = (Say(refused.message),)
        self.answers = [show.message for show in shows if isinstance(show, Say | Edit)]
        return self.answers[-1]


@pytest.fixture
async def journal(database):
    """Give the journal of the small school."""
    return Journal(database, await build_school(database), EntryService(database))


@pytest.fixture
async def chats(journal):
    """Give the chats of the algebra teacher, of Petrov's mother and of Petrov himself."""
    people = journal.school.people
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            session.add(bot := Bot(telegram_bot_id=4242))
            await session.flush()
            await link(session, bot.id, TEACHER, people["algebra"])
            await link(session, bot.id, MOTHER, people["mother_petrov"])
            await link(session, bot.id, STUDENT, people["petrov"])
            for person, purpose in (
                ("mother_petrov", ConsentPurpose.DELIVERY),
                ("mother_petrov", ConsentPurpose.STUDENT_ACCOUNT),
                ("petrov", ConsentPurpose.STUDENT_ACCOUNT),
            ):
                session.add(
                    Consent(
                        person_id=people[person],
                        student_id=people["petrov"],
                        purpose=purpose,
                        action=ConsentAction.GIVEN,
                        acted_at=LONG_AGO,
                    )
                )
    database = journal.database
    return HomeworkChats(
        journal,
        FakeClock(at(24, "10:35")),
        bot.id,
        homework_journal=HomeworkJournalService(database),
        homework_diary=HomeworkDiaryService(database),
        preferences=PreferencesService(database),
    )


def captions(message):
    """Return the captions of a message's buttons."""
    return [button.caption for row in message.buttons for button in row]


async def test_a_line_becomes_the_familys_page(chats):
    """Typed, checked, saved; five minutes later it is on the family's page."""
    preview = await chats.send(TEACHER, "/hw 7Б Алгебра к пн № 214, 216")
    saved = await chats.press(TEACHER, preview, "Save")
    chats.clock.move_to(at(24, "10:40"))
    page = await chats.send(MOTHER, "/homework")

    assert "Homework, for Mon 30.11: № 214, 216" in preview.text
    assert "at 12:00 at the latest" in preview.text
    assert "Homework." in saved.text
    assert "<b>For Mon 30.11</b>\n• Алгебра — № 214, 216" in page.text
    asked = await chats.press(TEACHER, saved, "Take the entry back")
    assert "Families know of this entry." in asked.text
    assert "Taken back" in (await chats.press(TEACHER, asked, "Wrong class")).text
    chats.clock.move_to(at(24, "10:50"))
    assert "№ 214" not in (await chats.send(MOTHER, "/homework")).text


async def test_a_lesson_is_chosen_by_button_and_its_homework_typed(chats):
    """The text needs no class and no subject; a second lesson is «No homework» by button."""
    missing = await chats.send(TEACHER, "/hw")
    asked = await chats.press(TEACHER, missing, "3. 7Б · Алгебра")
    preview = await chats.send(TEACHER, "№ 214 к 01.12")
    await chats.press(TEACHER, preview, "Save")
    done = await chats.send(TEACHER, "/hw")
    again = await chats.press(TEACHER, missing, "3. 7Б")
    nothing = await chats.press(TEACHER, again, "No homework")

    assert "It will be due for Mon 30.11" in asked.text
    assert "7Б · Алгебра · Tue 24.11, lesson 3" in preview.text
    assert "Homework, for Tue 01.12: № 214" in preview.text
    assert "have their homework" in done.text
    assert "Homework: none (was: for Tue 01.12" not in nothing.text
    assert "Homework: none (was: № 214)" in nothing.text


async def test_a_lesson_chosen_long_ago_is_forgotten(chats):
    """An hour later a text is a line of its own again, and so is the one after it."""
    missing = await chats.send(TEACHER, "/hw")
    await chats.press(TEACHER, missing, "3. 7Б")
    chats.clock.move_to(at(24, "11:35"))
    line = await chats.send(TEACHER, "7б алгебра: Петров 5")
    other = await chats.send(TEACHER, "7б алгебра: Петров 4")

    assert "Петров Артём — 5" in line.text
    assert "Петров Артём — 4" in other.text


async def test_a_photo_goes_with_its_caption(chats):
    """The largest size is kept; a document sent next joins it; the family gets both."""
    first = await chats.send_file(TEACHER, PHOTO, "/hw 7Б Алгебра № 214")
    second = await chats.send_file(TEACHER, PAPER)
    await chats.press(TEACHER, second, "Save")
    chats.clock.move_to(at(24, "10:40"))
    page = await chats.send(MOTHER, "/homework")
    await chats.press(MOTHER, page, "Files: Алгебра")

    assert "1 file goes with it." in first.text
    assert "2 files go with it." in second.text
    assert "№ 214 (2 files)" in page.text
    assert [
        StoredAttachment("AgAC800", is_picture=True),
        StoredAttachment("BQAC1"),
    ] == [message.attachment for message in chats.answers]


async def test_a_caption_may_be_a_line_or_a_chosen_lessons_text(chats):
    """With or without the command; a picture without a word is asked for one."""
    by_line = await chats.send_file(TEACHER, PHOTO, "7б алгебра дз № 214")
    missing = await chats.send(TEACHER, "/hw")
    await chats.press(TEACHER, missing, "3. 7Б")
    silent = await chats.send_file(TEACHER, PHOTO)
    by_lesson = await chats.send_file(TEACHER, PHOTO, "№ 215")

    assert "Homework, for Mon 30.11: № 214" in by_line.text
    assert "with a caption" in silent.text
    assert "Homework, for Mon 30.11: № 215" in by_lesson.text
    assert "1 file goes with it." in by_lesson.text


@pytest.mark.parametrize(
    ("file", "caption", "part"),
    [
        (PHOTO, "", "A file can only go with homework."),
        (PHOTO, "7б алгебра: Петров 5", "A file can only go with homework."),
        (PHOTO, "7б алгебра дз для Смирнова: § 5", "Nobody in this class has such a name."),
        (PHOTO, "добрый день", "I did not understand this."),
        (PAPER, "", "I did not understand this."),
    ],
)
async def test_a_file_that_fits_nowhere_is_answered(chats, file, caption, part):
    """What is wrong and what to do instead; a document may be meant for somebody else."""
    assert part in (await chats.send_file(TEACHER, file, caption)).text


async def test_the_student_ticks_off_and_the_mother_sees_it(chats):
    """The box turns; the parent has none."""
    await chats.press(TEACHER, await chats.send(TEACHER, "7б алгебра дз № 214"), "Save")
    chats.clock.move_to(at(24, "10:40"))
    page = await chats.send(STUDENT, "/homework")
    ticked = await chats.press(STUDENT, page, "☐ Алгебра")
    mothers = await chats.send(MOTHER, "/homework")
    cleared = await chats.press(STUDENT, ticked, "☑ Алгебра")

    assert "✓ Алгебра — № 214" in ticked.text
    assert "✓ Алгебра — № 214" in mothers.text
    assert not any("Алгебра" in caption for caption in captions(mothers))
    assert "• Алгебра — № 214" in cleared.text
    assert "not open to you" in (await chats.press(MOTHER, page, "☐ Алгебра")).text


async def test_pages_turn_and_lead_to_the_diary(chats):
    """Every button of the page leads somewhere."""
    page = await chats.send(MOTHER, "/homework")
    following = await chats.press(MOTHER, page, "Wed 25.11")
    diary = await chats.press(MOTHER, following, "Diary")

    assert "<b>For Wed 25.11</b>" in following.text
    assert "Wednesday, 25 November" in diary.text
    back = await chats.press(MOTHER, diary, "Homework")
    assert "<b>For Wed 25.11</b>" in back.text


async def test_a_teacher_without_children_is_shown_what_is_missing(chats):
    """/homework is the family's; a teacher asking for it wants to set some."""
    assert "without homework" in (await chats.send(TEACHER, "/homework")).text
    assert "not open to you" in (await chats.send(MOTHER, "/hw 7Б Алгебра № 5")).text


async def test_the_card_is_switched_on_and_off(chats):
    """One press each; staff have no card to choose."""
    off = await chats.send(MOTHER, "/settings")
    on = await chats.press(MOTHER, off, "Send the card")
    again = await chats.press(MOTHER, on, "Switch the card off")
    staff = await chats.send(TEACHER, "/settings")

    assert ["off", "on", "off"] == [
        message.text.split("“Tomorrow”: ")[1].split(".")[0] for message in (off, on, again)
    ]
    assert ["Change the language", "Show tables", "Menu"] == captions(staff)
