"""The card of a lesson: who is there, marks, topic; every press leads back to the same message."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.awaited_lesson import await_text, awaited_lesson
from handlers.callbacks.lessons import (
    AskTopic,
    CheckMarks,
    ChooseKind,
    ChooseName,
    EverybodyHere,
    GiveMark,
    MarkAbsentees,
    MarkByName,
    OpenLesson,
    SameAbsent,
    SaveAbsentees,
    SetLetter,
    ShowKinds,
    TakeTopic,
    TurnAbsentees,
    TurnMarks,
)
from handlers.entry import is_staff, line_typed
from handlers.screens import entry as entry_screens
from handlers.screens import lesson_card as screens
from handlers.screens import lesson_sheets as sheets
from handlers.show import Answer, Edit, Say, Toast
from handlers.states import WritingTopic
from handlers.today import day_of
from services.access.identity import Actor, Identity
from services.bulk_entry.lesson_choice import LessonKey
from services.bulk_entry.service import EntryService
from services.errors import NotAllowed
from services.lesson_cards.facts import LessonCardFacts
from services.lesson_cards.marks import MarkSheetService
from services.lesson_cards.service import LessonCardService
from services.lesson_cards.topics import LessonTopicService

__all__ = ["router"]

# A colon first: what follows is the topic, whatever class it may begin with.
_TOPIC = "/topic : {text}"

_Lesson = (
    OpenLesson | EverybodyHere | SameAbsent | MarkAbsentees | MarkByName | AskTopic | TakeTopic
)


def router() -> Router:
    """Return the routes."""
    made = Router(name="lesson_card")
    made.callback_query.register(lesson_opened, OpenLesson.filter())
    made.callback_query.register(everybody_here, EverybodyHere.filter())
    made.callback_query.register(same_absent, SameAbsent.filter())
    made.callback_query.register(absentees_asked, MarkAbsentees.filter())
    made.callback_query.register(letter_set, SetLetter.filter())
    made.callback_query.register(absentees_turned, TurnAbsentees.filter())
    made.callback_query.register(absentees_saved, SaveAbsentees.filter())
    made.callback_query.register(marks_asked, MarkByName.filter())
    made.callback_query.register(name_chosen, ChooseName.filter())
    made.callback_query.register(mark_given, GiveMark.filter())
    made.callback_query.register(kinds_asked, ShowKinds.filter())
    made.callback_query.register(kind_chosen, ChooseKind.filter())
    made.callback_query.register(marks_turned, TurnMarks.filter())
    made.callback_query.register(marks_checked, CheckMarks.filter())
    made.callback_query.register(topic_taken, TakeTopic.filter())
    made.callback_query.register(topic_asked, AskTopic.filter())
    made.message.register(
        topic_typed,
        StateFilter(WritingTopic.text),
        F.text & ~F.text.startswith("/"),
        is_staff,
    )
    return made


async def lesson_opened(
    _query: CallbackQuery,
    callback_data: OpenLesson,
    actor: Actor | None,
    state: FSMContext,
    lesson_cards: LessonCardService,
    now: datetime,
) -> Answer:
    """Show the card; nothing is being typed any more."""
    await state.set_state(None)
    facts = await lesson_cards.card(_staff(actor), _key(callback_data), now=now)
    return (Toast(), Edit(screens.lesson_card(facts)))


async def everybody_here(
    _query: CallbackQuery,
    callback_data: EverybodyHere,
    actor: Actor | None,
    lesson_cards: LessonCardService,
    now: datetime,
) -> Answer:
    """Record that nobody is missing."""
    facts = await lesson_cards.everybody_here(_staff(actor), _key(callback_data), now=now)
    return _saved(facts)


async def same_absent(
    _query: CallbackQuery,
    callback_data: SameAbsent,
    actor: Actor | None,
    lesson_cards: LessonCardService,
    now: datetime,
) -> Answer:
    """Record those the card named; when these are others by now, let the teacher check."""
    facts = await lesson_cards.same_absent(
        _staff(actor), _key(callback_data), digest=callback_data.digest, now=now
    )
    if isinstance(facts, LessonCardFacts):
        return _saved(facts)
    return (Toast(sheets.list_has_changed()), Edit(sheets.absentee_sheet(facts)))


async def absentees_asked(
    _query: CallbackQuery,
    callback_data: MarkAbsentees,
    actor: Actor | None,
    lesson_cards: LessonCardService,
    now: datetime,
) -> Answer:
    """Show the names to tap."""
    facts = await lesson_cards.absentees(_staff(actor), _key(callback_data), now=now)
    return (Toast(), Edit(sheets.absentee_sheet(facts)))


async def letter_set(
    _query: CallbackQuery,
    callback_data: SetLetter,
    actor: Actor | None,
    lesson_cards: LessonCardService,
    now: datetime,
) -> Answer:
    """Let a name have a letter."""
    facts = await lesson_cards.set_letter(
        _staff(actor),
        callback_data.entry_id,
        student_id=callback_data.student_id,
        code=sheets.letter_of(callback_data.letter),
        now=now,
    )
    return (Toast(), Edit(sheets.absentee_sheet(facts)))


async def absentees_turned(
    _query: CallbackQuery,
    callback_data: TurnAbsentees,
    actor: Actor | None,
    lesson_cards: LessonCardService,
    now: datetime,
) -> Answer:
    """Turn a page of names."""
    facts = await lesson_cards.absentee_page(
        _staff(actor), callback_data.entry_id, page=callback_data.page, now=now
    )
    return (Toast(), Edit(sheets.absentee_sheet(facts)))


async def absentees_saved(
    _query: CallbackQuery,
    callback_data: SaveAbsentees,
    actor: Actor | None,
    lesson_cards: LessonCardService,
    now: datetime,
) -> Answer:
    """Save the sheet and come back to the card."""
    return _saved(
        await lesson_cards.save_absentees(_staff(actor), callback_data.entry_id, now=now)
    )


async def marks_asked(
    _query: CallbackQuery,
    callback_data: MarkByName,
    actor: Actor | None,
    mark_sheets: MarkSheetService,
    now: datetime,
) -> Answer:
    """Show the names to give marks to."""
    facts = await mark_sheets.marks(_staff(actor), _key(callback_data), now=now)
    return (Toast(), Edit(sheets.mark_sheet(facts)))


async def name_chosen(
    _query: CallbackQuery,
    callback_data: ChooseName,
    actor: Actor | None,
    mark_sheets: MarkSheetService,
    now: datetime,
) -> Answer:
    """Show the marks for one name."""
    facts = await mark_sheets.choose_name(
        _staff(actor), callback_data.entry_id, student_id=callback_data.student_id, now=now
    )
    return (Toast(), Edit(sheets.mark_sheet(facts)))


async def mark_given(
    _query: CallbackQuery,
    callback_data: GiveMark,
    actor: Actor | None,
    mark_sheets: MarkSheetService,
    now: datetime,
) -> Answer:
    """Give one name its mark, and let the next one wait."""
    who, entry_id = _staff(actor), callback_data.entry_id
    student_id, value = callback_data.student_id, callback_data.value
    if value == sheets.NOT_THERE:
        facts = await mark_sheets.give_absence(who, entry_id, student_id=student_id, now=now)
    else:
        mark = sheets.mark_of(value)
        facts = await mark_sheets.give_mark(
            who, entry_id, student_id=student_id, value=mark, now=now
        )
    return (Toast(), Edit(sheets.mark_sheet(facts)))


async def kinds_asked(
    _query: CallbackQuery, callback_data: ShowKinds, actor: Actor | None
) -> Answer:
    """Ask what the marks are for."""
    _staff(actor)
    return (Toast(), Edit(sheets.kinds(callback_data.entry_id)))


async def kind_chosen(
    _query: CallbackQuery,
    callback_data: ChooseKind,
    actor: Actor | None,
    mark_sheets: MarkSheetService,
    now: datetime,
) -> Answer:
    """Say what the marks are for."""
    facts = await mark_sheets.choose_kind(
        _staff(actor),
        callback_data.entry_id,
        work_kind=sheets.kind_of(callback_data.kind),
        now=now,
    )
    return (Toast(), Edit(sheets.mark_sheet(facts)))


async def marks_turned(
    _query: CallbackQuery,
    callback_data: TurnMarks,
    actor: Actor | None,
    mark_sheets: MarkSheetService,
    now: datetime,
) -> Answer:
    """Turn a page of names, or come back from the preview."""
    facts = await mark_sheets.mark_page(
        _staff(actor), callback_data.entry_id, page=callback_data.page, now=now
    )
    return (Toast(), Edit(sheets.mark_sheet(facts)))


async def marks_checked(
    _query: CallbackQuery,
    callback_data: CheckMarks,
    actor: Actor | None,
    mark_sheets: MarkSheetService,
    now: datetime,
) -> Answer:
    """Show the preview, as of a typed line."""
    facts = await mark_sheets.check_marks(_staff(actor), callback_data.entry_id, now=now)
    return (Toast(), Edit(entry_screens.preview(facts, is_sheet=True)))


async def topic_taken(
    _query: CallbackQuery,
    callback_data: TakeTopic,
    actor: Actor | None,
    lesson_topics: LessonTopicService,
    now: datetime,
) -> Answer:
    """Record the next topic of the plan."""
    facts = await lesson_topics.take_planned(
        _staff(actor), _key(callback_data), number=callback_data.planned, now=now
    )
    return _saved(facts)


async def topic_asked(
    _query: CallbackQuery,
    callback_data: AskTopic,
    actor: Actor | None,
    state: FSMContext,
    lesson_cards: LessonCardService,
    now: datetime,
) -> Answer:
    """Wait for the topic of a lesson."""
    key = _key(callback_data)
    facts = await lesson_cards.card(_staff(actor), key, now=now)
    await await_text(state, WritingTopic.text, key, now=now)
    return (Toast(), Edit(screens.ask_topic(facts)))


async def topic_typed(
    message: Message,
    actor: Actor | None,
    state: FSMContext,
    entries: EntryService,
    now: datetime,
) -> Answer:
    """Take the text as the topic of the lesson chosen before."""
    text, lesson = message.text or "", await awaited_lesson(state, now=now)
    await state.set_state(None)
    if lesson is None:
        return await line_typed(message, actor, entries, now)
    typed = _TOPIC.format(text=text)
    step = await entries.preview(_staff(actor), typed, now=now, lesson=lesson)
    return Say(entry_screens.entry_step(step))


def _saved(facts: LessonCardFacts) -> Answer:
    return (Toast(screens.saved_toast(facts)), Edit(screens.lesson_card(facts)))


def _key(pressed: _Lesson) -> LessonKey:
    on = day_of(pressed.on).isoformat()
    return pressed.group_id, pressed.subject_id, on, pressed.number


def _staff(actor: Actor | None) -> Identity:
    """Whoever may keep the journal behind an account.

    Raises:
        NotAllowed: the account is nobody's, or no member of staff's.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff
