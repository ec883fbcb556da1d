"""A change of the timetable on its way: preview, saved, withdrawn; and how to write one."""

from collections.abc import Iterable
from datetime import tzinfo

from handlers.callbacks.changes import DiscardChange, SaveChange, WithdrawChange
from handlers.screens.change_words import (
    day_kind_words,
    days_range,
    grades_words,
    lesson_when,
    what_changes,
)
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, clock_time, escape, lines
from services.change_entry.facts import (
    ChangeLine,
    ChangePreview,
    ChangeSaved,
    ChangeWithdrawn,
    DayLine,
    Doubt,
    DoubtKind,
    LessonLine,
    MissingLine,
)
from services.i18n import gettext as _
from services.i18n import ngettext
from services.outgoing import Button, OutgoingMessage

__all__ = ["change_help", "discarded", "preview", "saved", "withdraw_button", "withdrawn"]

# The grammar of changes is Russian in every language of the interface.
_EXAMPLES = (
    "/change 24.11 7Б 3 Биология Смирнова 214",
    "/change 24.11 7Б 2 ведёт Орлов",
    "/change 24.11 7Б 3 каб 305",
    "/change 24.11 7Б 6 отмена",
    "/change 24.11 7Б 4 → 26.11 2",
    "/change 28.11 7Б по понедельнику",
    "/change 24.11 все сокращённые по 35 минут",
    "/change 24.11 1-4 актированный день",
    "/change 24.11 1-4 классы 2 смена актированный день",
    "/change 24.11-26.11 7Б карантин",
)


def change_help() -> OutgoingMessage:
    """Explain the lines by example."""
    text = "\n\n".join(
        (
            bold(_("Changes of the timetable")),
            "\n".join(f"<code>{escape(example)}</code>" for example in _EXAMPLES),
            _(
                "Several lines may stand in one message; day and class may stand once above "
                "them. A reason in brackets is for the office alone."
            ),
            _(
                "A list of lines may also be sent as a file (text, CSV or XLSX) "
                "with “/change” below it."
            ),
            _("What it would do is shown first. Nothing is stored before you press “Save”."),
        )
    )
    return OutgoingMessage(text, buttons=((menu_button(),),))


def preview(facts: ChangePreview) -> OutgoingMessage:
    """Show each change with its doubts, and whom it concerns."""
    text = "\n\n".join([*(_line(one, facts.zone) for one in facts.lines), _told(facts)])
    if facts.is_empty:
        return OutgoingMessage(text, buttons=((menu_button(),),))
    return OutgoingMessage(
        text,
        buttons=(
            (
                Button(_("Save"), SaveChange(entry_id=facts.entry_id).pack()),
                Button(_("Do not save"), DiscardChange(entry_id=facts.entry_id).pack()),
            ),
        ),
    )


def saved(facts: ChangeSaved) -> OutgoingMessage:
    """Say what was saved, and until when nobody hears of it."""
    if facts.is_repeat:
        head = _("Saved at {time}.").format(time=clock_time(facts.saved_at, facts.zone))
    else:
        head = _("Saved.")
    held = ""
    if facts.held_until is not None and facts.held_until > facts.now:
        held = _("Nobody hears of it before {time}.").format(
            time=clock_time(facts.held_until, facts.zone)
        )
    return OutgoingMessage(
        lines(bold(head), [_line(one, facts.zone) for one in facts.lines], held),
        buttons=((withdraw_button(facts.entry_id),), (menu_button(),)),
    )


def withdraw_button(entry_id: int) -> Button:
    """Return the button that takes a saved change back."""
    return Button(_("Withdraw the change"), WithdrawChange(entry_id=entry_id).pack())


def discarded() -> OutgoingMessage:
    """Say that nothing was stored."""
    return OutgoingMessage(
        _("Not saved: the timetable is as it was. To change something, send the line again."),
        buttons=((menu_button(),),),
    )


def withdrawn(facts: ChangeWithdrawn) -> OutgoingMessage:
    """Say that the change does not hold any more, and who hears of it."""
    told = (
        _("Everybody who had been told hears that it does not hold.")
        if facts.families_told
        else _("Nobody had been told, and nobody hears of it.")
    )
    return OutgoingMessage(
        lines(
            bold(_("The change is withdrawn: the timetable is as it was before it.")),
            "" if facts.is_repeat else told,
        ),
        buttons=((menu_button(),),),
    )


def _line(line: ChangeLine, zone: tzinfo) -> str:
    match line:
        case LessonLine():
            return _lesson(line)
        case DayLine():
            return _day(line, zone)
        case MissingLine():
            return lines(
                bold(f"{line.group} · {lesson_when(line.on, line.number)}"),
                "⚠ " + _("there is no such lesson, so nothing would change"),
            )


def _lesson(line: LessonLine) -> str:
    place = line.old or line.new
    if place is None:
        return ""
    return lines(
        bold(f"{place.group} · {lesson_when(place.on, place.number)}"),
        what_changes(line.sort, line.old, line.new),
        _doubts(line.doubts),
    )


def _times(line: DayLine, zone: tzinfo) -> str:
    if line.first_at is None or line.last_at is None:
        return ""
    return _("The first lesson begins at {first}, the last one ends at {last}.").format(
        first=clock_time(line.first_at, zone), last=clock_time(line.last_at, zone)
    )


def _day(line: DayLine, zone: tzinfo) -> str:
    whom = grades_words(line.grades) if line.grades else ", ".join(line.classes)
    return lines(
        bold(f"{whom} · {days_range(line.starts_on, line.ends_on)}"),
        day_kind_words(line.kind, minutes=line.bells.minutes if line.bells else None),
        _times(line, zone),
        _doubts(line.doubts),
    )


def _doubts(doubts: Iterable[Doubt]) -> list[str]:
    return [f"⚠ {_doubt(one)}" for one in doubts]


def _doubt(one: Doubt) -> str:
    lesson = f"{escape(one.group)}, {escape(one.subject)}"
    match one.kind:
        case DoubtKind.TEACHER_BUSY:
            return _("the teacher has another lesson then: {lesson}").format(lesson=lesson)
        case DoubtKind.ROOM_BUSY:
            return _("the room is taken then: {lesson}").format(lesson=lesson)
        case DoubtKind.CLASS_BUSY:
            return _("the class has another lesson then: {lesson}").format(lesson=lesson)
        case DoubtKind.ADDED:
            return _("the timetable has no such lesson: it is added")
        case DoubtKind.DAY_OFF:
            return _("it is no school day")
        case DoubtKind.PAST:
            return _("it is over: families are not told")
        case DoubtKind.CHANGED_BEFORE:
            return _("it was changed before; that change ends with this one")
        case DoubtKind.USUAL_TIMES:
            return _(
                "lesson {number} is shared with a class that is not shortened "
                "and keeps its usual time: {lesson}"
            ).format(number=one.number, lesson=lesson)


def _told(facts: ChangePreview) -> str:
    if facts.is_empty:
        return _("There is nothing to save.")
    if facts.due_at is None:
        return _("Nobody is affected, so nobody hears of it.")
    families = ngettext(
        "It concerns {n} family.", "It concerns {n} families.", facts.families.families
    ).format(n=facts.families.families)
    unreached = (
        ngettext(
            "{n} of them has no link to this diary: please tell it otherwise.",
            "{n} of them have no link to this diary: please tell them otherwise.",
            facts.families.unreached,
        ).format(n=facts.families.unreached)
        if facts.families.unreached
        else ""
    )
    teachers = (
        ngettext("And {n} teacher.", "And {n} teachers.", facts.teachers).format(n=facts.teachers)
        if facts.teachers
        else ""
    )
    time = clock_time(facts.due_at, facts.zone)
    due = (
        _("They hear at {time}, with sound.").format(time=time)
        if facts.is_urgent
        else _("They hear at {time}, or when their quiet hours end.").format(time=time)
    )
    return " ".join(filter(None, (families, unreached, teachers, due)))
