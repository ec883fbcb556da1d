"""/summary for families; the drafts, their sentences and who has not read, for class teachers."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.menu import Open
from handlers.callbacks.summaries import (
    AcknowledgeSummary,
    EraseSentence,
    ExplainSummary,
    OpenDraft,
    OpenDrafts,
    OpenSummary,
    OpenSummaryDetails,
    OpenUnreadSummaries,
)
from handlers.screens import summaries as screens
from handlers.screens import summary_drafts as draft_screens
from handlers.show import Answer, Edit, Say, Toast
from handlers.states import WritingSentence
from services.access.identity import Actor, Identity
from services.errors import NotAllowed, OutOfDate
from services.i18n import gettext as _
from services.summaries.drafts import SummaryDraftService
from services.summaries.service import SummaryService

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="summaries")
    made.message.register(summary_asked, Command("summary"))
    made.message.register(sentence_typed, WritingSentence.text, F.text, ~F.text.startswith("/"))
    made.callback_query.register(summary_opened, Open.filter(F.screen == "summary"))
    made.callback_query.register(page_turned, OpenSummary.filter())
    made.callback_query.register(details_opened, OpenSummaryDetails.filter())
    made.callback_query.register(rules_opened, ExplainSummary.filter())
    made.callback_query.register(acknowledged, AcknowledgeSummary.filter())
    made.callback_query.register(drafts_opened, Open.filter(F.screen == "summary_drafts"))
    made.callback_query.register(drafts_turned, OpenDrafts.filter())
    made.callback_query.register(draft_opened, OpenDraft.filter())
    made.callback_query.register(sentence_erased, EraseSentence.filter())
    made.callback_query.register(unread_opened, OpenUnreadSummaries.filter())
    return made


async def summary_asked(
    _message: Message,
    actor: Actor | None,
    summaries: SummaryService,
    summary_drafts: SummaryDraftService,
    now: datetime,
) -> Answer:
    """Show the last summary of the first child; a class teacher without children, the drafts."""
    if not _family(actor) and actor is not None and actor.staff is not None:
        page = await summary_drafts.page(actor.staff, now=now)
        return Say(draft_screens.drafts_page(page))
    return Say(screens.summary_page(await summaries.page(_family(actor), now=now)))


async def summary_opened(
    _query: CallbackQuery, actor: Actor | None, summaries: SummaryService, now: datetime
) -> Answer:
    """Show the last summary below the menu."""
    return (Toast(), Say(screens.summary_page(await summaries.page(_family(actor), now=now))))


async def page_turned(
    _query: CallbackQuery,
    callback_data: OpenSummary,
    actor: Actor | None,
    summaries: SummaryService,
    now: datetime,
) -> Answer:
    """Show another child, or the fortnight that goes on."""
    page = await summaries.page(
        _family(actor),
        now=now,
        student_id=callback_data.student_id,
        is_running=callback_data.is_running,
    )
    return (Toast(), Edit(screens.summary_page(page)))


async def details_opened(
    _query: CallbackQuery,
    callback_data: OpenSummaryDetails,
    actor: Actor | None,
    summaries: SummaryService,
    now: datetime,
) -> Answer:
    """Show everything behind a summary."""
    family = _family(actor)
    if callback_data.summary_id:
        page = await summaries.by_id(family, callback_data.summary_id, now=now)
    else:
        page = await summaries.page(
            family, now=now, student_id=callback_data.student_id, is_running=True
        )
    return (Toast(), Edit(screens.details_page(page)))


async def rules_opened(_query: CallbackQuery) -> Answer:
    """Explain the rules."""
    return (Toast(), Say(screens.rules_page()))


async def acknowledged(
    _query: CallbackQuery,
    callback_data: AcknowledgeSummary,
    actor: Actor | None,
    summaries: SummaryService,
    now: datetime,
) -> Answer:
    """Note that the summary was read; the summary itself stays as it is."""
    await summaries.acknowledge(_family(actor), callback_data.summary_id, now=now)
    return Toast(_("Thank you, noted."))


async def drafts_opened(
    _query: CallbackQuery, actor: Actor | None, summary_drafts: SummaryDraftService, now: datetime
) -> Answer:
    """Show the drafts of the own class below the menu."""
    page = await summary_drafts.page(_staff(actor), now=now)
    return (Toast(), Say(draft_screens.drafts_page(page)))


async def drafts_turned(
    _query: CallbackQuery,
    callback_data: OpenDrafts,
    actor: Actor | None,
    state: FSMContext,
    summary_drafts: SummaryDraftService,
    now: datetime,
) -> Answer:
    """Show the drafts of a class; no sentence is awaited any more."""
    page = await summary_drafts.page(
        _staff(actor), now=now, class_id=callback_data.class_id or None
    )
    await state.clear()
    return (Toast(), Edit(draft_screens.drafts_page(page)))


async def draft_opened(
    _query: CallbackQuery,
    callback_data: OpenDraft,
    actor: Actor | None,
    state: FSMContext,
    summary_drafts: SummaryDraftService,
    now: datetime,
) -> Answer:
    """Show a child's draft and wait for a sentence."""
    class_id, student_id = callback_data.class_id, callback_data.student_id
    one = await summary_drafts.draft(
        _staff(actor), class_id=class_id, student_id=student_id, now=now
    )
    await _await_sentence(state, class_id, student_id)
    return (Toast(), Edit(draft_screens.draft_page(one)))


async def sentence_typed(
    message: Message,
    actor: Actor | None,
    state: FSMContext,
    summary_drafts: SummaryDraftService,
    now: datetime,
) -> Answer:
    """Keep the sentence and show the next child without one; after the last, the class."""
    who = _staff(actor)
    chosen = await state.get_data()
    try:
        class_id, student_id = int(chosen["class_id"]), int(chosen["student_id"])
    except (KeyError, ValueError) as error:
        raise OutOfDate from error
    written = await summary_drafts.write(
        who, class_id=class_id, student_id=student_id, text=message.text or "", now=now
    )
    if written.next_id is None:
        await state.clear()
        return Say(draft_screens.drafts_page(written.drafts))
    following = await summary_drafts.draft(
        who, class_id=class_id, student_id=written.next_id, now=now
    )
    await _await_sentence(state, class_id, written.next_id)
    return Say(draft_screens.draft_page(following, is_written=written.row))


async def sentence_erased(
    _query: CallbackQuery,
    callback_data: EraseSentence,
    actor: Actor | None,
    state: FSMContext,
    summary_drafts: SummaryDraftService,
    now: datetime,
) -> Answer:
    """Take a sentence back and wait for another one."""
    class_id, student_id = callback_data.class_id, callback_data.student_id
    one = await summary_drafts.write(
        _staff(actor), class_id=class_id, student_id=student_id, text="", now=now
    )
    await _await_sentence(state, class_id, student_id)
    return (Toast(), Edit(draft_screens.draft_page(one)))


async def unread_opened(
    _query: CallbackQuery, actor: Actor | None, summary_drafts: SummaryDraftService, now: datetime
) -> Answer:
    """Show which families have not read the last summary."""
    found = await summary_drafts.unread(_staff(actor), now=now)
    return (Toast(), Say(draft_screens.unread_page(found)))


async def _await_sentence(state: FSMContext, class_id: int, student_id: int) -> None:
    await state.set_state(WritingSentence.text)
    await state.set_data({"class_id": class_id, "student_id": student_id})


def _family(actor: Actor | None) -> Sequence[Identity]:
    return actor.family if actor is not None else ()


def _staff(actor: Actor | None) -> Identity:
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff
