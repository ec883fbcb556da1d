"""The journal: a class and the dates of a subject, a student behind a number, a spreadsheet."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.journal_pages import (
    ExportJournal,
    OpenJournal,
    OpenJournals,
    OpenStudentInSubject,
)
from handlers.callbacks.menu import Open
from handlers.screens import journal_pages as screens
from handlers.show import Answer, Edit, Say, Toast
from services.access.identity import Actor, Identity
from services.errors import NotAllowed
from services.journal_pages.service import JournalPageService
from services.reports.journal_book import JournalBookService

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="journal_pages")
    made.message.register(journal_asked, Command("journal"))
    made.callback_query.register(journal_opened, Open.filter(F.screen == "journal"))
    made.callback_query.register(journals_opened, OpenJournals.filter())
    made.callback_query.register(page_opened, OpenJournal.filter())
    made.callback_query.register(student_opened, OpenStudentInSubject.filter())
    made.callback_query.register(export_asked, ExportJournal.filter())
    return made


async def journal_asked(
    _message: Message,
    command: CommandObject,
    actor: Actor | None,
    journal_pages: JournalPageService,
    now: datetime,
) -> Answer:
    """Open the journal that is named, or show which there are."""
    who = _staff(actor)
    if command.args:
        page = await journal_pages.named(who, command.args, now=now)
        return Say(screens.journal_page(page))
    return Say(screens.journals(await journal_pages.journals(who, now=now)))


async def journal_opened(
    _query: CallbackQuery,
    actor: Actor | None,
    journal_pages: JournalPageService,
    now: datetime,
) -> Answer:
    """Show the journals below the menu."""
    journals = await journal_pages.journals(_staff(actor), now=now)
    return (Toast(), Say(screens.journals(journals)))


async def journals_opened(
    _query: CallbackQuery,
    callback_data: OpenJournals,
    actor: Actor | None,
    journal_pages: JournalPageService,
    now: datetime,
) -> Answer:
    """Show the journals of a class, or one's own."""
    journals = await journal_pages.journals(
        _staff(actor), now=now, class_id=callback_data.class_id or None
    )
    return (Toast(), Edit(screens.journals(journals)))


async def page_opened(
    _query: CallbackQuery,
    callback_data: OpenJournal,
    actor: Actor | None,
    journal_pages: JournalPageService,
    now: datetime,
) -> Answer:
    """Turn to a page of dates."""
    page = await journal_pages.page(
        _staff(actor),
        (callback_data.group_id, callback_data.subject_id, callback_data.period_id),
        now=now,
        page=callback_data.page,
    )
    return (Toast(), Edit(screens.journal_page(page)))


async def student_opened(
    _query: CallbackQuery,
    callback_data: OpenStudentInSubject,
    actor: Actor | None,
    journal_pages: JournalPageService,
    now: datetime,
) -> Answer:
    """Show one student with the history of every mark."""
    facts = await journal_pages.student(
        _staff(actor),
        (callback_data.group_id, callback_data.subject_id, 0),
        student_id=callback_data.student_id,
        now=now,
    )
    return (Toast(), Edit(screens.student(facts, page=callback_data.page)))


async def export_asked(
    _query: CallbackQuery,
    callback_data: ExportJournal,
    actor: Actor | None,
    journal_books: JournalBookService,
    now: datetime,
) -> Answer:
    """Send the spreadsheet below the page."""
    book = await journal_books.book(
        _staff(actor),
        (callback_data.group_id, callback_data.subject_id, callback_data.period_id),
        now=now,
    )
    return (Toast(), Say(screens.export(book)))


def _staff(actor: Actor | None) -> Identity:
    """Whoever may see the journal behind an account.

    Raises:
        NotAllowed: the account is nobody's, or no member of staff's.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff
