"""Homework: teachers set it by line, by button or with a photo; families read it and tick off."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.awaited_lesson import await_text, awaited_lesson
from handlers.callbacks.homework import (
    AskHomework,
    HomeworkFilesAsked,
    NoHomework,
    OpenHomework,
    TickHomework,
)
from handlers.callbacks.menu import Open
from handlers.entry import is_staff, line_typed
from handlers.screens import entry as entry_screens
from handlers.screens import homework as screens
from handlers.screens import homework_journal as journal_screens
from handlers.screens.entry_faults import line_not_taken
from handlers.show import Answer, Edit, Say, Toast
from handlers.states import WritingHomework
from handlers.today import day_of
from services.access.identity import Actor, Identity
from services.bulk_entry.errors import LineNotTaken
from services.bulk_entry.faults import FaultKind
from services.bulk_entry.service import EntryService
from services.diary.homework import HomeworkDiaryService
from services.errors import NotAllowed
from services.homework.drafts import FileRef
from services.homework.errors import NoHomeworkHere
from services.homework.service import HomeworkJournalService
from services.outgoing import OutgoingMessage
from services.vocabulary import FileKind

__all__ = ["router"]

_HAS_FILE = F.photo | F.document
# A colon first: what follows is the text of the homework, whatever class it may begin with.
_TEXT_ONLY = "/hw : {text}"
_NOTHING_SET = "/hw : нет"


def router() -> Router:
    """Return the routes; what a file or text is not meant for gives way to others."""
    made = Router(name="homework")
    made.message.register(line_announced, Command("hw"))
    made.message.register(homework_asked, Command("homework"))
    made.message.register(
        homework_typed,
        StateFilter(WritingHomework.text),
        _HAS_FILE | (F.text & ~F.text.startswith("/")),
        is_staff,
    )
    made.message.register(file_sent, _HAS_FILE, is_staff)
    made.callback_query.register(missing_opened, Open.filter(F.screen == "hw"))
    made.callback_query.register(homework_opened, Open.filter(F.screen == "homework"))
    made.callback_query.register(lesson_chosen, AskHomework.filter())
    made.callback_query.register(nothing_set, NoHomework.filter())
    made.callback_query.register(day_opened, OpenHomework.filter())
    made.callback_query.register(ticked, TickHomework.filter())
    made.callback_query.register(files_asked, HomeworkFilesAsked.filter())
    return made


# --- teachers -------------------------------------------------------------------------------


async def line_announced(
    message: Message,
    command: CommandObject,
    actor: Actor | None,
    entries: EntryService,
    homework_journal: HomeworkJournalService,
    now: datetime,
) -> Answer:
    """Take a line behind its command, with the file it captions; alone, show what is missing."""
    who = _staff(actor)
    if not command.args:
        return Say(await _missing(who, homework_journal, now))
    text = message.text or message.caption or ""
    step = await entries.preview(who, text, now=now, file=_file_of(message))
    return Say(entry_screens.entry_step(step))


async def missing_opened(
    _query: CallbackQuery,
    actor: Actor | None,
    state: FSMContext,
    homework_journal: HomeworkJournalService,
    now: datetime,
) -> Answer:
    """Show what is missing below the menu; nothing is being typed any more."""
    await state.set_state(None)
    return (Toast(), Say(await _missing(_staff(actor), homework_journal, now)))


async def lesson_chosen(
    _query: CallbackQuery,
    callback_data: AskHomework,
    actor: Actor | None,
    state: FSMContext,
    homework_journal: HomeworkJournalService,
    now: datetime,
) -> Answer:
    """Wait for the homework of one lesson."""
    on = day_of(callback_data.on)
    group_id, subject_id = callback_data.group_id, callback_data.subject_id
    key = (group_id, subject_id, on, callback_data.number)
    facts = await homework_journal.to_fill(_staff(actor), key)
    lesson = (group_id, subject_id, on.isoformat(), callback_data.number)
    await await_text(state, WritingHomework.text, lesson, now=now)
    return (Toast(), Edit(journal_screens.ask_text(facts)))


async def nothing_set(
    _query: CallbackQuery,
    callback_data: NoHomework,
    actor: Actor | None,
    state: FSMContext,
    entries: EntryService,
    now: datetime,
) -> Answer:
    """Preview «не задано»."""
    on = day_of(callback_data.on).isoformat()
    key = (callback_data.group_id, callback_data.subject_id, on, callback_data.number)
    step = await entries.preview(_staff(actor), _NOTHING_SET, now=now, lesson=key)
    await state.set_state(None)
    return (Toast(), Edit(entry_screens.entry_step(step)))


async def homework_typed(
    message: Message,
    actor: Actor | None,
    state: FSMContext,
    entries: EntryService,
    now: datetime,
) -> Answer:
    """Take the text, with or without a file, as the homework of the lesson chosen before."""
    text = message.text or message.caption or ""
    if not text:
        return Say(journal_screens.ask_caption())
    lesson = await awaited_lesson(state, now=now)
    await state.set_state(None)
    if lesson is None:
        if message.text:
            return await line_typed(message, actor, entries, now)
        return await file_sent(message, actor, entries, now)
    step = await entries.preview(
        _staff(actor),
        _TEXT_ONLY.format(text=text),
        now=now,
        lesson=lesson,
        file=_file_of(message),
    )
    return Say(entry_screens.entry_step(step))


async def file_sent(
    message: Message, actor: Actor | None, entries: EntryService, now: datetime
) -> Answer:
    """Take a file with a line as its caption, or add it to the homework being previewed."""
    who, file = _staff(actor), _file_of(message)
    if file is None:
        raise SkipHandler
    try:
        if message.caption:
            step = await entries.preview(who, message.caption, now=now, file=file)
        else:
            step = await entries.attach(who, file, now=now)
    except LineNotTaken as fault:
        if fault.reason is FaultKind.NOT_A_LINE:
            raise SkipHandler from fault
        return Say(line_not_taken(fault))
    except NoHomeworkHere as error:
        if file.kind is FileKind.DOCUMENT:
            raise SkipHandler from error  # perhaps the school's workbook
        raise
    return Say(entry_screens.entry_step(step))


# --- families -------------------------------------------------------------------------------


async def homework_asked(
    _message: Message,
    actor: Actor | None,
    homework_diary: HomeworkDiaryService,
    homework_journal: HomeworkJournalService,
    now: datetime,
) -> Answer:
    """Show what is due for the first child; to a teacher without children, what is missing."""
    if actor is not None and actor.staff is not None and not actor.family:
        return Say(await _missing(actor.staff, homework_journal, now))
    return Say(screens.homework_page(await homework_diary.page(_family(actor), now=now)))


async def homework_opened(
    _query: CallbackQuery,
    actor: Actor | None,
    homework_diary: HomeworkDiaryService,
    now: datetime,
) -> Answer:
    """Show what is due below the menu."""
    page = await homework_diary.page(_family(actor), now=now)
    return (Toast(), Say(screens.homework_page(page)))


async def day_opened(
    _query: CallbackQuery,
    callback_data: OpenHomework,
    actor: Actor | None,
    homework_diary: HomeworkDiaryService,
    now: datetime,
) -> Answer:
    """Turn the page to another day or another child; from a message it opens below that."""
    page = await homework_diary.page(
        _family(actor),
        now=now,
        student_id=callback_data.student_id,
        on=day_of(callback_data.on) if callback_data.on else None,
    )
    shown = screens.homework_page(page)
    return (Toast(), Edit(shown) if callback_data.on else Say(shown))


async def ticked(
    _query: CallbackQuery,
    callback_data: TickHomework,
    actor: Actor | None,
    homework_diary: HomeworkDiaryService,
    now: datetime,
) -> Answer:
    """Tick off, or take the tick away, and show the page with it."""
    family = _family(actor)
    await homework_diary.tick(
        family,
        student_id=callback_data.student_id,
        homework_id=callback_data.homework_id,
        is_done=callback_data.is_done,
        now=now,
    )
    page = await homework_diary.page(
        family,
        now=now,
        student_id=callback_data.student_id,
        on=day_of(callback_data.on),
    )
    return (Toast(), Edit(screens.homework_page(page)))


async def files_asked(
    _query: CallbackQuery,
    callback_data: HomeworkFilesAsked,
    actor: Actor | None,
    homework_diary: HomeworkDiaryService,
    now: datetime,
) -> Answer:
    """Send the files of one homework."""
    facts = await homework_diary.files(
        _family(actor),
        student_id=callback_data.student_id,
        homework_id=callback_data.homework_id,
        now=now,
    )
    return (Toast(), *(Say(message) for message in screens.file_messages(facts)))


async def _missing(
    who: Identity, homework_journal: HomeworkJournalService, now: datetime
) -> OutgoingMessage:
    return journal_screens.missing_page(await homework_journal.missing(who, now=now))


def _file_of(message: Message) -> FileRef | None:
    """The photo in its largest size, or the document."""
    if message.photo:
        return FileRef(FileKind.PHOTO, message.photo[-1].file_id)
    if message.document is not None:
        name = message.document.file_name or ""
        return FileRef(FileKind.DOCUMENT, message.document.file_id, name)
    return None


def _staff(actor: Actor | None) -> Identity:
    """Whoever may keep the journal behind an account.

    Raises:
        NotAllowed: the account is nobody's, or no member of staff's.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff


def _family(actor: Actor | None) -> Sequence[Identity]:
    return actor.family if actor is not None else ()
