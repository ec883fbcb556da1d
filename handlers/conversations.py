"""/message: families ask teachers, teachers answer by button or by replying to the message."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.conversations import AskTeacher, OpenTalk, OpenTalks, WriteInTalk
from handlers.callbacks.menu import Open
from handlers.screens import conversations as screens
from handlers.show import Answer, Edit, Say, Toast
from handlers.states import WritingQuestion
from handlers.where import Where
from services.access.identity import Actor, Identity
from services.conversations.service import ConversationService
from services.errors import NotAllowed, OutOfDate
from services.outgoing import OutgoingMessage
from services.vocabulary import TalkTopic

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="conversations")
    made.message.register(message_asked, Command("message"))
    made.message.register(question_typed, WritingQuestion.text, F.text, ~F.text.startswith("/"))
    made.message.register(reply_typed, F.reply_to_message, F.text, ~F.text.startswith("/"))
    made.callback_query.register(message_opened, Open.filter(F.screen == "message"))
    made.callback_query.register(talks_opened, OpenTalks.filter())
    made.callback_query.register(question_begun, AskTeacher.filter())
    made.callback_query.register(talk_opened, OpenTalk.filter())
    made.callback_query.register(writing_begun, WriteInTalk.filter())
    return made


async def message_asked(
    _message: Message, actor: Actor | None, conversations: ConversationService, now: datetime
) -> Answer:
    """Show whom a family may write to; a teacher without children, the questions."""
    return Say(await _talks(actor, conversations, now=now))


async def message_opened(
    _query: CallbackQuery, actor: Actor | None, conversations: ConversationService, now: datetime
) -> Answer:
    """Show the same below the menu."""
    return (Toast(), Say(await _talks(actor, conversations, now=now)))


async def talks_opened(
    _query: CallbackQuery,
    callback_data: OpenTalks,
    actor: Actor | None,
    state: FSMContext,
    conversations: ConversationService,
    now: datetime,
) -> Answer:
    """Turn to another child; nothing is awaited any more."""
    page = await _talks(actor, conversations, now=now, student_id=callback_data.student_id)
    await state.clear()
    return (Toast(), Edit(page))


async def question_begun(
    _query: CallbackQuery,
    callback_data: AskTeacher,
    actor: Actor | None,
    state: FSMContext,
    conversations: ConversationService,
    now: datetime,
) -> Answer:
    """Say to whom and about what, and wait for the text."""
    start = await conversations.start(
        _family(actor),
        student_id=callback_data.student_id,
        teacher_id=callback_data.teacher_id,
        topic=_topic(callback_data.topic),
        ref=callback_data.ref,
        now=now,
    )
    await state.set_state(WritingQuestion.text)
    await state.set_data(
        {
            "student_id": callback_data.student_id,
            "teacher_id": start.teacher_id,
            "topic": callback_data.topic,
            "ref": callback_data.ref,
        }
    )
    return (Toast(), Say(screens.start_page(start)))


async def question_typed(
    message: Message,
    actor: Actor | None,
    state: FSMContext,
    conversations: ConversationService,
    now: datetime,
) -> Answer:
    """Send what was typed: a new question, or the next message of a thread."""
    chosen = await state.get_data()
    text = message.text or ""
    if "talk_id" in chosen:
        page = await conversations.write(_people(actor), int(chosen["talk_id"]), text, now=now)
    else:
        page = await _asked(actor, conversations, chosen, text, now=now)
    await state.clear()
    return Say(screens.talk_page(page))


async def reply_typed(
    message: Message,
    actor: Actor | None,
    where: Where,
    conversations: ConversationService,
    now: datetime,
) -> Answer:
    """Send a reply to a question or an answer; a reply to anything else is not ours."""
    people = actor.identities if actor is not None else ()
    replied = message.reply_to_message
    for who in people if replied is not None else ():
        talk_id = await conversations.talk_answered(
            who, chat_id=where.chat_id, telegram_message_id=replied.message_id if replied else 0
        )
        if talk_id is not None:
            page = await conversations.write(people, talk_id, message.text or "", now=now)
            return Say(screens.talk_page(page))
    raise SkipHandler  # others may know what it is


async def talk_opened(
    _query: CallbackQuery,
    callback_data: OpenTalk,
    actor: Actor | None,
    conversations: ConversationService,
    now: datetime,
) -> Answer:
    """Show a thread."""
    page = await conversations.page(_people(actor), callback_data.talk_id, now=now)
    return (Toast(), Say(screens.talk_page(page)))


async def writing_begun(
    _query: CallbackQuery,
    callback_data: WriteInTalk,
    actor: Actor | None,
    state: FSMContext,
    conversations: ConversationService,
    now: datetime,
) -> Answer:
    """Show the thread and wait for the next message."""
    page = await conversations.page(_people(actor), callback_data.talk_id, now=now)
    if not page.can_write:
        raise NotAllowed
    await state.set_state(WritingQuestion.text)
    await state.set_data({"talk_id": callback_data.talk_id})
    return (Toast(), Say(screens.text_wanted(page)))


async def _talks(
    actor: Actor | None,
    conversations: ConversationService,
    *,
    now: datetime,
    student_id: int | None = None,
) -> OutgoingMessage:
    if actor is not None and actor.staff is not None and not actor.family:
        return screens.talks_page(await conversations.staff_page(actor.staff))
    page = await conversations.family_page(_family(actor), now=now, student_id=student_id or None)
    return screens.talks_page(page, is_staff=actor is not None and actor.staff is not None)


async def _asked(
    actor: Actor | None,
    conversations: ConversationService,
    chosen: dict[str, Any],
    text: str,
    *,
    now: datetime,
) -> Any:
    try:
        return await conversations.ask(
            _family(actor),
            student_id=int(chosen["student_id"]),
            teacher_id=int(chosen["teacher_id"]),
            topic=_topic(int(chosen["topic"])),
            ref=int(chosen["ref"]),
            text=text,
            now=now,
        )
    except (KeyError, ValueError) as error:
        raise OutOfDate from error


def _topic(place: int) -> TalkTopic:
    if not 0 <= place < len(screens.TOPICS):
        raise OutOfDate
    return screens.TOPICS[place]


def _family(actor: Actor | None) -> Sequence[Identity]:
    return actor.family if actor is not None else ()


def _people(actor: Actor | None) -> Sequence[Identity]:
    """Everybody behind an account: a teacher may be a mother, too.

    Raises:
        NotAllowed: the account is nobody's.
    """
    if actor is None or not actor.identities:
        raise NotAllowed
    return actor.identities
