"""/broadcast and /unread: the staff write to families, see who has answered, and remind."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.broadcasts import (
    AnswerBroadcast,
    DiscardBroadcast,
    OpenBroadcast,
    OpenUnread,
    PickAudience,
    PickTarget,
    RecallBroadcast,
    RemindBroadcast,
    SendBroadcast,
)
from handlers.callbacks.menu import Open
from handlers.screens import broadcast as screens
from handlers.screens import broadcast_faults  # noqa: F401  # registers its sentences
from handlers.screens.summary_drafts import unread_page
from handlers.show import Answer, Edit, Say, Toast
from handlers.states import WritingBroadcast
from services.access.identity import Actor, Identity
from services.broadcasts.errors import NoBroadcasts
from services.broadcasts.facts import Scope
from services.broadcasts.service import BroadcastService
from services.errors import NotAllowed, OutOfDate
from services.i18n import gettext as _
from services.i18n import ngettext
from services.summaries.drafts import SummaryDraftService

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="broadcast")
    made.message.register(broadcast_asked, Command("broadcast"))
    made.message.register(unread_asked, Command("unread"))
    made.message.register(text_typed, WritingBroadcast.text, F.text, ~F.text.startswith("/"))
    made.callback_query.register(broadcast_opened, Open.filter(F.screen == "broadcast"))
    made.callback_query.register(audience_picked, PickAudience.filter())
    made.callback_query.register(target_picked, PickTarget.filter())
    made.callback_query.register(send_pressed, SendBroadcast.filter())
    made.callback_query.register(discard_pressed, DiscardBroadcast.filter())
    made.callback_query.register(recall_pressed, RecallBroadcast.filter())
    made.callback_query.register(page_opened, OpenBroadcast.filter())
    made.callback_query.register(unread_opened, OpenUnread.filter())
    made.callback_query.register(remind_pressed, RemindBroadcast.filter())
    made.callback_query.register(answer_pressed, AnswerBroadcast.filter())
    return made


async def broadcast_asked(
    _message: Message,
    command: CommandObject,
    actor: Actor | None,
    broadcasts: BroadcastService,
    now: datetime,
) -> Answer:
    """Preview a message of one piece; the command alone asks whom it is for."""
    who = _staff(actor)
    if command.args:
        return Say(screens.preview(await broadcasts.preview_typed(who, command.args, now=now)))
    return Say(screens.audience_choice(await broadcasts.scopes(who)))


async def broadcast_opened(
    _query: CallbackQuery, actor: Actor | None, broadcasts: BroadcastService
) -> Answer:
    """Ask whom it is for."""
    scopes = await broadcasts.scopes(_staff(actor))
    return (Toast(), Say(screens.audience_choice(scopes)))


async def audience_picked(
    _query: CallbackQuery,
    callback_data: PickAudience,
    actor: Actor | None,
    broadcasts: BroadcastService,
) -> Answer:
    """Ask who of the families is to read it."""
    wanted = (callback_data.scope, callback_data.ref)
    for one in await broadcasts.scopes(_staff(actor)):
        if (screens.SCOPES.index(one.kind), one.ref) == wanted:
            return (Toast(), Edit(screens.target_choice(one)))
    raise OutOfDate


async def target_picked(
    _query: CallbackQuery, callback_data: PickTarget, actor: Actor | None, state: FSMContext
) -> Answer:
    """Wait for the text; whether the audience is theirs is asked with the text."""
    _staff(actor)
    await state.set_state(WritingBroadcast.text)
    await state.update_data(
        scope=callback_data.scope, ref=callback_data.ref, target=callback_data.target
    )
    return (Toast(), Edit(screens.text_wanted()))


async def text_typed(
    message: Message,
    actor: Actor | None,
    state: FSMContext,
    broadcasts: BroadcastService,
    now: datetime,
) -> Answer:
    """Preview the text for the audience chosen before."""
    who = _staff(actor)
    chosen = await state.get_data()
    try:
        scope = Scope(screens.SCOPES[chosen["scope"]], chosen["ref"])
        target = screens.TARGETS[chosen["target"]]
    except (KeyError, IndexError) as error:
        raise OutOfDate from error
    facts = await broadcasts.preview(who, scope, target, message.text or "", now=now)
    await state.clear()
    return Say(screens.preview(facts))


async def send_pressed(
    _query: CallbackQuery,
    callback_data: SendBroadcast,
    actor: Actor | None,
    broadcasts: BroadcastService,
    now: datetime,
) -> Answer:
    """Send; a second press shows that it was sent before."""
    page = await broadcasts.send(_staff(actor), callback_data.broadcast_id, now=now)
    toast = Toast(_("Sent before, nothing was sent again.")) if page.is_repeat else Toast()
    return (toast, Edit(screens.sent(page)))


async def discard_pressed(
    _query: CallbackQuery,
    callback_data: DiscardBroadcast,
    actor: Actor | None,
    broadcasts: BroadcastService,
) -> Answer:
    """Throw the draft away."""
    await broadcasts.discard(_staff(actor), callback_data.broadcast_id)
    return (Toast(), Edit(screens.discarded()))


async def recall_pressed(
    _query: CallbackQuery,
    callback_data: RecallBroadcast,
    actor: Actor | None,
    broadcasts: BroadcastService,
    now: datetime,
) -> Answer:
    """Take it back; after two minutes it stays."""
    page = await broadcasts.recall(_staff(actor), callback_data.broadcast_id, now=now)
    return (Toast(), Edit(screens.sent(page)))


async def page_opened(
    _query: CallbackQuery,
    callback_data: OpenBroadcast,
    actor: Actor | None,
    broadcasts: BroadcastService,
    now: datetime,
) -> Answer:
    """Show the answers as they are now."""
    page = await broadcasts.page(_staff(actor), callback_data.broadcast_id, now=now)
    return (Toast(), Edit(screens.sent(page)))


async def unread_asked(
    _message: Message,
    actor: Actor | None,
    broadcasts: BroadcastService,
    summary_drafts: SummaryDraftService,
    now: datetime,
) -> Answer:
    """Show who has not answered the last announcement, nor read the last summary of the class."""
    who = _staff(actor)
    if not who.homeroom_class_ids:
        return Say(screens.unread(await broadcasts.unread(who, now=now)))
    read = await summary_drafts.unread(who, now=now)
    try:
        announcement = Say(screens.unread(await broadcasts.unread(who, now=now)))
    except NoBroadcasts:
        if not read:
            raise
        return Say(unread_page(read))
    return (Say(unread_page(read)), announcement) if read else announcement


async def unread_opened(
    _query: CallbackQuery,
    callback_data: OpenUnread,
    actor: Actor | None,
    broadcasts: BroadcastService,
    now: datetime,
) -> Answer:
    """Show who has not answered this one."""
    facts = await broadcasts.unread(_staff(actor), callback_data.broadcast_id, now=now)
    return (Toast(), Edit(screens.unread(facts)))


async def remind_pressed(
    _query: CallbackQuery,
    callback_data: RemindBroadcast,
    actor: Actor | None,
    broadcasts: BroadcastService,
    now: datetime,
) -> Answer:
    """Remind who has not answered; a second press of the same button reminds nobody."""
    who, broadcast_id = _staff(actor), callback_data.broadcast_id
    count = await broadcasts.remind(who, broadcast_id, callback_data.revision, now=now)
    if count is None:
        toast = Toast(_("Reminded before, nothing was sent again."))
    else:
        reminded = ngettext("Reminded: {n} person.", "Reminded: {n} people.", count)
        toast = Toast(reminded.format(n=count))
    page = await broadcasts.page(who, broadcast_id, now=now)
    return (toast, Edit(screens.sent(page)))


async def answer_pressed(
    _query: CallbackQuery,
    callback_data: AnswerBroadcast,
    actor: Actor | None,
    broadcasts: BroadcastService,
    now: datetime,
) -> Answer:
    """Note a family's answer; the announcement itself stays as it is."""
    if actor is None:
        raise NotAllowed
    answer = await broadcasts.note_answer(
        actor, callback_data.broadcast_id, callback_data.answer, now=now
    )
    if not answer:
        return Toast(_("Thank you, noted."))
    return Toast(_("Your answer: {answer}").format(answer=answer))


def _staff(actor: Actor | None) -> Identity:
    """Whoever works at a school behind an account.

    Raises:
        NotAllowed: the account is nobody's, or no member of staff's.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff
