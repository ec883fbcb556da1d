"""The timetable of a day or a week: lessons with their changes, and what falls out."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.callbacks.diary import OpenClassTimetable, OpenTimetable
from handlers.callbacks.entry import AskTakeover, TakeOver
from handlers.callbacks.menu import Open
from handlers.screens.change import withdraw_button
from handlers.screens.change_words import lesson_when, room_words, teacher_words
from handlers.screens.child_words import child_name, child_title
from handlers.screens.club_words import clubs_apart
from handlers.screens.errors import menu_button
from handlers.screens.formatting import (
    bold,
    capitalized,
    clock_time,
    escape,
    full_day,
    inside_sentence,
    lines,
    short_day,
    time_range,
)
from handlers.screens.rows import in_rows
from handlers.screens.subject_forms import subject_after_instead
from handlers.screens.today import day_number
from services.diary.timetable_facts import TimetableDay, TimetablePage
from services.diary.timetable_lines import TimetableLine
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.roster.classes import ListedClass
from services.timetable.takeover import TakenOver, TakeoverOffer, TakeoverPage
from services.vocabulary import ContentMode, DayKind

__all__ = [
    "change_note",
    "classes",
    "day_kind_note",
    "taken_over",
    "takeover_page",
    "takeover_question",
    "timetable_page",
]

_DAY = timedelta(days=1)
_TWO_IN_A_ROW = 2
_CLASSES_IN_ROW = 4
_NAMES_IN_ROW = 3


def timetable_page(page: TimetablePage) -> OutgoingMessage:
    """Show a day or a week, with buttons to the others."""
    title = _title(page)
    if page.is_week:
        days = "\n\n".join(_day(day, page, is_short=True) for day in page.days)
    else:
        days = "\n\n".join(_day(day, page, is_short=False) for day in page.days)
    last = [menu_button()]
    if page.sees_classes:
        data = OpenClassTimetable(class_id=0, on=0, is_week=False)
        others = page.of_class is not None
        caption = _("Another class") if others else _("Timetable of a class")
        last.insert(0, Button(caption, data.pack()))
    if page.may_take_over:
        last.insert(0, Button(_("I give it instead of…"), Open(screen="takeover").pack()))
    return OutgoingMessage(
        lines(f"{bold(title)}\n{days}", _further(page)),
        buttons=tuple(
            tuple(row)
            for row in (
                _views(page),
                _around(page),
                *in_rows(_others(page), _NAMES_IN_ROW),
                _changing(page),
                last,
            )
            if row
        ),
    )


def classes(listed: Sequence[ListedClass]) -> OutgoingMessage:
    """Offer the classes of the school."""
    buttons = [
        Button(one.name, OpenClassTimetable(class_id=one.class_id, on=0, is_week=False).pack())
        for one in listed
    ]
    text = _("Which class?") if buttons else _("There are no classes in the school's lists yet.")
    return OutgoingMessage(
        lines(bold(_("Timetable")), text),
        buttons=(*in_rows(buttons, _CLASSES_IN_ROW), (menu_button(),)),
    )


def takeover_page(page: TakeoverPage) -> OutgoingMessage:
    """Offer the lessons of this hour that are somebody else's."""
    if not page.offers:
        return OutgoingMessage(
            _(
                "No lesson of another teacher goes on now. A lesson can be taken over from the "
                "break before it until an hour after its end."
            ),
            buttons=((menu_button(),),),
        )
    buttons = [
        Button(
            f"{one.number} · {one.group} · {one.subject}",
            AskTakeover(group_id=one.group_id, number=one.number).pack(),
        )
        for one in page.offers
    ]
    return OutgoingMessage(
        _("Which lesson do you give instead of its teacher?"),
        buttons=(*in_rows(buttons, _TWO_IN_A_ROW), (menu_button(),)),
    )


def takeover_question(offer: TakeoverOffer, page: TakeoverPage) -> OutgoingMessage:
    """Ask once more before the record says so."""
    text = lines(
        bold(f"{offer.group} · {offer.subject}"),
        _("{times}, lesson {number}, instead of: {teacher}").format(
            times=time_range(offer.starts_at, offer.ends_at, page.zone),
            number=offer.number,
            teacher=teacher_words(offer.teacher),
        ),
        _("The journal will say that you give this lesson; the deputy head confirms it later."),
    )
    give = TakeOver(group_id=offer.group_id, number=offer.number).pack()
    back = Button(_("Back"), Open(screen="takeover").pack())
    return OutgoingMessage(text, buttons=((Button(_("I give this lesson"), give), back),))


def taken_over(facts: TakenOver) -> OutgoingMessage:
    """Say that the lesson is the teacher's now, and how to enter it."""
    offer = facts.offer
    hears = ""
    if facts.due_at is not None:
        hears = _("Families hear at {time}.").format(time=clock_time(facts.due_at, facts.zone))
    return OutgoingMessage(
        lines(
            bold(_("Recorded.")),
            escape(f"{offer.group} · {offer.subject}, ")
            + _("instead of: {teacher}").format(teacher=teacher_words(offer.teacher)),
            _("The lesson is in your day now: marks and absences can be recorded as usual."),
            hears,
        ),
        buttons=(
            (Button(_("Today"), Open(screen="today").pack()), withdraw_button(facts.entry_id)),
            (menu_button(),),
        ),
    )


def _title(page: TimetablePage) -> str:
    if page.of_class is not None:
        return _("{school_class} · timetable").format(school_class=page.of_class.name)
    if page.child is None:
        return _("My lessons")
    return child_title(page.child, page.children)


def _day(day: TimetableDay, page: TimetablePage, *, is_short: bool) -> str:
    if is_short:
        title = short_day(day.on)
    else:
        title = full_day(day.on)
        if day.on == page.today:
            title = _("Today, {day}").format(day=title)
        elif day.on == page.today + _DAY:
            title = _("Tomorrow, {day}").format(day=title)
    shown = clubs_apart((line.is_club, _line(line, page, is_short=is_short)) for line in day.lines)
    body = "\n".join(shown) if shown else _nothing(day)
    return lines(bold(capitalized(title)), day_kind_note(day.kind), body)


def day_kind_note(kind: DayKind | None) -> str:
    """Return what kind of day it is, where it is no ordinary one."""
    match kind:
        case None:
            return ""
        case DayKind.FROST:
            return "⚠ " + _("Frost day: nobody comes to school. Tasks are in the diary.")
        case DayKind.QUARANTINE:
            return "⚠ " + _("Nobody comes to school on this day. Tasks are in the diary.")
        case DayKind.REMOTE:
            return "⚠ " + _("Lessons from home on this day.")
        case DayKind.NO_LESSONS:
            return "⚠ " + _("The lessons of this day are cancelled.")
        case DayKind.SHORTENED:
            return "⚠ " + _("Shortened lessons on this day.")


def _nothing(day: TimetableDay) -> str:
    if day.holiday:
        return _("No lessons: {holiday}.").format(holiday=escape(day.holiday))
    if day.is_weekend:
        return _("No lessons: it is the weekend.")
    return _("No lessons on this day.")


def _line(line: TimetableLine, page: TimetablePage, *, is_short: bool) -> str:
    subject = escape(line.subject)
    if line.is_dropped:
        subject = f"<s>{subject}</s>"
    times = "" if is_short else f"{time_range(line.starts_at, line.ends_at, page.zone)} "
    parts = [f"{line.number}. {times}{subject}"]
    if line.group and not (page.child is not None and is_short):
        parts.append(escape(line.group))
    names_people = page.child is None or page.child.content_mode is ContentMode.FULL
    changed = change_note(line, names_people=names_people)
    if not is_short and not line.is_dropped:
        is_said_below = line.was_teacher is not None or bool(line.was_subject)
        if line.teacher is not None and names_people and not is_said_below:
            parts.append(teacher_words(line.teacher))
        if line.room and not line.was_room:
            parts.append(room_words(line.room))
    text = " · ".join(parts)
    return f"{text} {changed}" if changed else text


def change_note(line: TimetableLine, *, names_people: bool) -> str:
    """Return what differs from the base timetable, in brackets: «(вм. физики, Смирнова О. В.)»."""
    said: list[str] = []
    if line.is_cancelled:
        said.append(_("cancelled"))
    elif line.moved_to is not None:
        said.append(_("moved to {when}").format(when=lesson_when(*line.moved_to)))
    elif line.given_by is not None:
        said.append(_("given by {teacher}").format(teacher=teacher_words(line.given_by)))
    else:
        said.extend(_differences(line, names_people=names_people))
    return f"({', '.join(said)})" if said else ""


def _differences(line: TimetableLine, *, names_people: bool) -> list[str]:
    said: list[str] = []
    if line.is_added:
        said.append(_("additional"))
    if line.moved_from is not None:
        said.append(_("moved from {when}").format(when=lesson_when(*line.moved_from)))
    if line.was_subject:
        # TRANSLATORS: short for "instead of": «вм. физики»
        said.append(_("for {subject}").format(subject=_instead(line.was_subject)))
        if line.teacher is not None and names_people:
            said.append(teacher_words(line.teacher))
    elif line.was_teacher is not None:
        if not names_people:
            said.append(_("a substitute"))
        elif line.teacher is not None:
            said.append(_("given by {teacher}").format(teacher=teacher_words(line.teacher)))
        else:
            said.append(_("instead of: {teacher}").format(teacher=teacher_words(line.was_teacher)))
    if line.was_room and line.room:
        said.append(
            _("{room} instead of {was}").format(
                room=room_words(line.room), was=escape(line.was_room)
            )
        )
    if line.needs_confirmation:
        said.append(_("to be confirmed"))
    return said


def _instead(subject: str) -> str:
    return escape(subject_after_instead(subject) or inside_sentence(subject))


def _changing(page: TimetablePage) -> list[Button]:
    """Whoever looks at a class wants to change it: how, is one press away."""
    if page.of_class is None:
        return []
    return [Button(_("How to change the timetable"), Open(screen="change_help").pack())]


def _views(page: TimetablePage) -> list[Button]:
    views = (
        (_("Today"), page.today, False),
        (_("Tomorrow"), page.today + _DAY, False),
        (_("Week"), page.on, True),
    )
    return [
        _to(page, caption, on, is_week=is_week)
        for caption, on, is_week in views
        if is_week != page.is_week or (not is_week and on != page.on)
    ]


def _around(page: TimetablePage) -> list[Button]:
    turns = (("◀ {day}", page.previous_on), ("{day} ▶", page.next_on))
    found = []
    for caption, school_day in turns:
        if school_day is None:
            continue
        on = school_day
        if page.is_week:
            on -= timedelta(days=on.weekday())
        found.append(_to(page, caption.format(day=short_day(on)), on, is_week=page.is_week))
    return found


def _further(page: TimetablePage) -> str:
    """Why the next turn jumps over days: «28.11–29.11 — выходные»."""
    if page.next_on is None:
        return "\n" + _("There are no more lessons in this school year.")
    if page.free is None:
        return ""
    first, last = page.free.days.first, page.free.days.last
    why = inside_sentence(escape(page.free.holiday)) if page.free.holiday else _("weekend")
    days = short_day(first) if first == last else f"{short_day(first)} – {short_day(last)}"
    return "\n" + _("{days}: {why}.").format(days=capitalized(days), why=why)


def _others(page: TimetablePage) -> list[Button]:
    shown = page.child.student_id if page.child is not None else 0
    others = [(child_name(one, page.children), one.student_id) for one in page.children]
    if page.has_own:
        others.insert(0, (_("My lessons"), 0))
    return [
        Button(
            caption,
            OpenTimetable(student_id=whose, on=day_number(page.on), is_week=page.is_week).pack(),
        )
        for caption, whose in others
        if whose != shown
    ]


def _to(page: TimetablePage, caption: str, on: date, *, is_week: bool) -> Button:
    if page.of_class is not None:
        of_class = OpenClassTimetable(
            class_id=page.of_class.class_id, on=day_number(on), is_week=is_week
        )
        return Button(caption, of_class.pack())
    whose = page.child.student_id if page.child is not None else 0
    data = OpenTimetable(student_id=whose, on=day_number(on), is_week=is_week)
    return Button(caption, data.pack())
