"""/class: the class teacher's class today."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.menu import Open
from handlers.callbacks.reasons import OpenClass
from handlers.screens import school_class as screens
from handlers.show import Answer, Edit, Say, Toast
from services.access.identity import Actor, Identity
from services.errors import NotAllowed
from services.homeroom.overview import ClassService

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="school_class")
    made.message.register(class_asked, Command("class"))
    made.callback_query.register(class_opened, Open.filter(F.screen == "class"))
    made.callback_query.register(class_turned, OpenClass.filter())
    return made


async def class_asked(
    _message: Message, actor: Actor | None, school_class: ClassService, now: datetime
) -> Answer:
    """Show the class."""
    return Say(screens.class_page(await school_class.overview(_staff(actor), now=now)))


async def class_opened(
    _query: CallbackQuery, actor: Actor | None, school_class: ClassService, now: datetime
) -> Answer:
    """Show the class below the menu."""
    return (Toast(), Say(screens.class_page(await school_class.overview(_staff(actor), now=now))))


async def class_turned(
    _query: CallbackQuery,
    callback_data: OpenClass,
    actor: Actor | None,
    school_class: ClassService,
    now: datetime,
) -> Answer:
    """Turn to another class."""
    facts = await school_class.overview(_staff(actor), now=now, class_id=callback_data.class_id)
    return (Toast(), Edit(screens.class_page(facts)))


def _staff(actor: Actor | None) -> Identity:
    """Whoever works at a school behind an account.

    Raises:
        NotAllowed: the account is nobody's, or no member of staff's.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff
