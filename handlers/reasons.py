"""/reasons: the class teacher's letters of excuse, by buttons or by a line, and the figures."""

from datetime import date, datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.menu import Open
from handlers.callbacks.reasons import (
    ChooseReasonName,
    CorrectLetter,
    OpenFigures,
    OpenReasons,
    OpenSystematic,
    SetLetters,
)
from handlers.screens import attendance_figures as figure_screens
from handlers.screens import reasons as screens
from handlers.show import Answer, Edit, Say, Show, Toast
from handlers.today import day_of
from services.access.identity import Actor, Identity
from services.errors import NotAllowed, OutOfDate
from services.homeroom.facts import LettersSet, NamesToChoose
from services.homeroom.figures import FiguresService
from services.homeroom.reasons import ClassReasonService
from services.i18n import gettext as _

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="reasons")
    made.message.register(reasons_typed, Command("reasons"))
    made.callback_query.register(reasons_opened, Open.filter(F.screen == "reasons"))
    made.callback_query.register(page_turned, OpenReasons.filter())
    made.callback_query.register(letters_pressed, SetLetters.filter())
    made.callback_query.register(name_chosen, ChooseReasonName.filter())
    made.callback_query.register(letter_corrected, CorrectLetter.filter())
    made.callback_query.register(figures_opened, OpenFigures.filter())
    made.callback_query.register(systematic_opened, OpenSystematic.filter())
    made.callback_query.register(systematic_asked, Open.filter(F.screen == "systematic"))
    return made


async def reasons_typed(
    _message: Message,
    command: CommandObject,
    actor: Actor | None,
    class_reasons: ClassReasonService,
    now: datetime,
) -> Answer:
    """Show what is open, or what each line would mark."""
    who = _staff(actor)
    if not command.args:
        return Say(screens.reasons_page(await class_reasons.page(who, now=now)))
    shown: list[Show] = []
    for line in filter(str.strip, command.args.splitlines()):
        facts = await class_reasons.read(who, line, now=now)
        is_open = isinstance(facts, NamesToChoose)
        shown.append(
            Say(screens.names_to_choose(facts) if is_open else screens.reasons_preview(facts))  # type: ignore[arg-type]  # told apart above
        )
    return tuple(shown)


async def reasons_opened(
    _query: CallbackQuery, actor: Actor | None, class_reasons: ClassReasonService, now: datetime
) -> Answer:
    """Show what is open below the menu."""
    page = await class_reasons.page(_staff(actor), now=now)
    return (Toast(), Say(screens.reasons_page(page)))


async def page_turned(
    _query: CallbackQuery,
    callback_data: OpenReasons,
    actor: Actor | None,
    class_reasons: ClassReasonService,
    now: datetime,
) -> Answer:
    """Choose a student more or less, or another class."""
    page = await class_reasons.page(
        _staff(actor), now=now, class_id=callback_data.class_id, mask=callback_data.mask
    )
    return (Toast(), Edit(screens.reasons_page(page)))


async def letters_pressed(
    _query: CallbackQuery,
    callback_data: SetLetters,
    actor: Actor | None,
    class_reasons: ClassReasonService,
    now: datetime,
) -> Answer:
    """Mark the days of the chosen students."""
    code = screens.letter_of(callback_data.code)
    if code is None:
        raise OutOfDate
    facts = await class_reasons.set_letters(
        _staff(actor),
        class_id=callback_data.class_id,
        mask=callback_data.mask,
        days=_days(callback_data.starts_on, callback_data.ends_on),
        code=code,
        now=now,
    )
    return (_toast(facts), Edit(screens.letters_set(facts)))


async def name_chosen(
    _query: CallbackQuery,
    callback_data: ChooseReasonName,
    actor: Actor | None,
    class_reasons: ClassReasonService,
    now: datetime,
) -> Answer:
    """Show what the line means with this name."""
    facts = await class_reasons.preview(
        _staff(actor),
        class_id=callback_data.class_id,
        mask=callback_data.mask,
        days=_days(callback_data.starts_on, callback_data.ends_on),
        code=screens.letter_of(callback_data.code),
        now=now,
    )
    return (Toast(), Edit(screens.reasons_preview(facts)))


async def letter_corrected(
    _query: CallbackQuery,
    callback_data: CorrectLetter,
    actor: Actor | None,
    class_reasons: ClassReasonService,
    now: datetime,
) -> Answer:
    """Give the days another letter."""
    code = screens.letter_of(callback_data.code)
    if code is None:
        raise OutOfDate
    facts = await class_reasons.correct(
        _staff(actor), letter_id=callback_data.letter_id, code=code, now=now
    )
    return (_toast(facts), Edit(screens.letters_set(facts)))


async def figures_opened(
    _query: CallbackQuery,
    callback_data: OpenFigures,
    actor: Actor | None,
    figures: FiguresService,
    now: datetime,
) -> Answer:
    """Show a class's month."""
    facts = await figures.month(
        _staff(actor),
        now=now,
        class_id=callback_data.class_id,
        month=day_of(callback_data.month),
    )
    return (Toast(), Edit(figure_screens.month_figures(facts)))


async def systematic_asked(
    _query: CallbackQuery, actor: Actor | None, figures: FiguresService, now: datetime
) -> Answer:
    """Show this month's systematic absence below the menu."""
    first, pupils = await figures.systematic(_staff(actor), now=now)
    shown = figure_screens.systematic_absence(first, pupils, today=now.date())
    return (Toast(), Say(shown))


async def systematic_opened(
    _query: CallbackQuery,
    callback_data: OpenSystematic,
    actor: Actor | None,
    figures: FiguresService,
    now: datetime,
) -> Answer:
    """Turn to another month."""
    month = day_of(callback_data.month)
    first, pupils = await figures.systematic(_staff(actor), now=now, month=month)
    return (Toast(), Edit(figure_screens.systematic_absence(first, pupils, today=now.date())))


def _days(starts_on: int, ends_on: int) -> tuple[date, date] | None:
    return (day_of(starts_on), day_of(ends_on)) if starts_on else None


def _toast(facts: LettersSet) -> Toast:
    return Toast(_("Marked before, nothing has changed.")) if facts.is_repeat else Toast()


def _staff(actor: Actor | None) -> Identity:
    """Whoever works at a school behind an account.

    Raises:
        NotAllowed: the account is nobody's, or no member of staff's.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff
