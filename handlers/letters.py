"""A teacher writes to one family: group, name, text, preview with the exact audience, sent."""

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.conversations import BeginLetter, ChooseFamily, OpenLetters, SendLetter
from handlers.screens import letters as screens
from handlers.screens.conversations import talks_page
from handlers.show import Answer, Edit, Say, Toast
from handlers.states import WritingLetter
from services.access.identity import Actor, Identity
from services.conversations.letters import FamilyLetterService
from services.conversations.rules import tidy
from services.conversations.service import ConversationService
from services.errors import NotAllowed, OutOfDate

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="letters")
    made.callback_query.register(letters_opened, OpenLetters.filter())
    made.callback_query.register(family_asked, ChooseFamily.filter())
    made.callback_query.register(letter_begun, BeginLetter.filter())
    made.callback_query.register(letter_sent, SendLetter.filter())
    made.message.register(letter_typed, WritingLetter.text, F.text, ~F.text.startswith("/"))
    return made


async def letters_opened(
    _query: CallbackQuery,
    callback_data: OpenLetters,
    actor: Actor | None,
    state: FSMContext,
    conversations: ConversationService,
    family_letters: FamilyLetterService,
    now: datetime,
) -> Answer:
    """Show the own threads, or the groups; nothing is awaited any more."""
    who = _staff(actor)
    await state.clear()
    if not callback_data.is_new:
        return (Toast(), Edit(talks_page(await conversations.staff_page(who))))
    return (Toast(), Edit(screens.groups(await family_letters.groups(who, now=now))))


async def family_asked(
    _query: CallbackQuery,
    callback_data: ChooseFamily,
    actor: Actor | None,
    family_letters: FamilyLetterService,
    now: datetime,
) -> Answer:
    """Show the names of a group."""
    pupils = await family_letters.pupils(_staff(actor), callback_data.group_id, now=now)
    return (Toast(), Edit(screens.pupils(pupils)))


async def letter_begun(
    _query: CallbackQuery,
    callback_data: BeginLetter,
    actor: Actor | None,
    state: FSMContext,
    family_letters: FamilyLetterService,
    now: datetime,
) -> Answer:
    """Say whom it would reach, and wait for the text."""
    to = await family_letters.audience(_staff(actor), callback_data.student_id, now=now)
    if to.can_be_sent:
        await state.set_state(WritingLetter.text)
        await state.set_data({"student_id": to.student_id})
    return (Toast(), Edit(screens.text_wanted(to)))


async def letter_typed(
    message: Message,
    actor: Actor | None,
    state: FSMContext,
    family_letters: FamilyLetterService,
    now: datetime,
) -> Answer:
    """Show what would be sent, and to whom."""
    student_id, text = int((await state.get_data())["student_id"]), tidy(message.text or "")
    to = await family_letters.audience(_staff(actor), student_id, now=now)
    await state.set_state(WritingLetter.check)
    await state.update_data(text=text)
    return Say(screens.preview(to, text))


async def letter_sent(
    _query: CallbackQuery,
    callback_data: SendLetter,
    actor: Actor | None,
    state: FSMContext,
    family_letters: FamilyLetterService,
    now: datetime,
) -> Answer:
    """Send what was shown; a second press finds nothing to send."""
    kept: dict[str, Any] = await state.get_data()
    if kept.get("student_id") != callback_data.student_id or "text" not in kept:
        raise OutOfDate
    to = await family_letters.write(_staff(actor), callback_data.student_id, kept["text"], now=now)
    await state.clear()
    return (Toast(), Edit(screens.sent(to)))


def _staff(actor: Actor | None) -> Identity:
    """Whoever teaches behind an account.

    Raises:
        NotAllowed: the account is nobody's, or no member of staff's.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff
