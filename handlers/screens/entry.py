"""A journal entry on its way: the preview, what was saved, what was taken back."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from handlers.callbacks.entry import DiscardEntry, MoveEntry, SaveEntry, UndoEntry
from handlers.callbacks.lessons import TurnMarks
from handlers.screens.entry_homework import due_question, homework_lines, homework_told
from handlers.screens.entry_questions import lesson_question, person_question, word_question
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, capitalized, clock_time, escape, lines, short_day
from handlers.screens.lesson_card import lesson_button
from handlers.screens.lesson_words import (
    attendance_letter,
    attendance_word,
    lesson_title,
    reason_with_weight,
)
from handlers.screens.listed_names import listed_name
from handlers.screens.today import day_number
from services.bulk_entry.facts import (
    DiscardedFacts,
    DueQuestion,
    EntryStep,
    LessonOption,
    LessonPreview,
    LessonQuestion,
    PersonQuestion,
    PreviewFacts,
    SavedFacts,
    StudentPreview,
    UndoneFacts,
    WordQuestion,
)
from services.i18n import gettext as _
from services.i18n import ngettext
from services.journal.mark_rules import PlannedMark
from services.outgoing import Button, OutgoingMessage
from services.regulation.mark_names import mark_name
from services.regulation.work_kinds import LESSON_WORK
from services.vocabulary import AttendanceCode

__all__ = ["discarded", "entry_step", "preview", "saved", "undone"]


def entry_step(step: EntryStep) -> OutgoingMessage:
    """Return the message for wherever an entry has got to."""
    match step:
        case WordQuestion():
            return word_question(step)
        case PersonQuestion():
            return person_question(step)
        case LessonQuestion():
            return lesson_question(step)
        case DueQuestion():
            return due_question(step)
        case PreviewFacts():
            return preview(step)
        case SavedFacts():
            return saved(step)
        case DiscardedFacts():
            return discarded()
        case UndoneFacts():
            return undone(step)


def preview(facts: PreviewFacts, *, is_sheet: bool = False) -> OutgoingMessage:
    """Show what was understood, what it changes, and when families hear of it.

    *is_sheet*: it was put together by buttons, and can be changed by them.
    """
    blocks = [_lesson(lesson) for lesson in facts.lessons]
    blocks.append(_told(facts))
    change = TurnMarks(entry_id=facts.entry_id, page=0).pack()
    return OutgoingMessage(
        "\n\n".join(blocks),
        buttons=(
            (
                Button(_("Save"), SaveEntry(entry_id=facts.entry_id).pack()),
                *((Button(_("Change"), change),) if is_sheet else ()),
                Button(_("Do not save"), DiscardEntry(entry_id=facts.entry_id).pack()),
            ),
        ),
    )


def saved(facts: SavedFacts) -> OutgoingMessage:
    """Say what was saved and how long it can be taken back unseen."""
    if facts.is_repeat:
        head = _("Saved at {time}.").format(time=clock_time(facts.saved_at, facts.zone))
    else:
        head = _("Saved.")
    undo = Button(_("Take the entry back"), UndoEntry(entry_id=facts.entry_id).pack())
    return OutgoingMessage(
        lines(bold(head), _titles(facts.lessons), _counted(facts), _time_left(facts)),
        buttons=(
            (undo, *_move(facts)),
            (*_to_lesson(facts.lessons), menu_button()),
        ),
    )


def undone(facts: UndoneFacts) -> OutgoingMessage:
    """Say that everything is as it was, and what is not."""
    kept = (
        ngettext(
            "{n} entry in it has been changed since and stays as it is.",
            "{n} entries in it have been changed since and stay as they are.",
            facts.kept,
        ).format(n=facts.kept)
        if facts.kept
        else ""
    )
    told = (
        _("Families who had been told get a correction.")
        if facts.families_told
        else _("Families do not hear of it.")
    )
    return OutgoingMessage(
        lines(
            bold(_("Taken back: the journal is as it was before this entry.")),
            _titles(facts.lessons),
            kept,
            "" if facts.is_repeat else told,
        ),
        buttons=((*_to_lesson(facts.lessons), menu_button()),),
    )


def discarded() -> OutgoingMessage:
    """Say that nothing was stored."""
    return OutgoingMessage(
        _("Not saved. To change something, send the line again."),
        buttons=((menu_button(),),),
    )


def _lesson(lesson: LessonPreview) -> str:
    kinds = {mark.want.work_kind for student in lesson.students for mark in student.marks}
    common = next(iter(kinds)) if len(kinds) == 1 else LESSON_WORK
    shown = [student for student in lesson.students if not _is_plainly_present(student)]
    title = lesson_title(
        group=lesson.group, subject=lesson.subject, on=lesson.on, number=lesson.number
    )
    return lines(
        bold(title),
        _("The lesson has not begun yet.") if lesson.is_ahead else "",
        _("Marks {reason}:").format(reason=reason_with_weight(common))
        if common != LESSON_WORK
        else "",
        (_student(student, common) for student in shown),
        _("Nobody is absent.") if lesson.students and not shown else "",
        _topic(lesson),
        homework_lines(lesson.homework),
        _doubts(shown),
        _left_out(lesson),
    )


def _is_plainly_present(student: StudentPreview) -> bool:
    """Of «нет отсутствующих» only those are shown whose letter goes away."""
    is_present = student.attendance is AttendanceCode.PRESENT
    is_plain = not student.marks and not student.owes
    return is_present and is_plain and student.attendance_step is None


def _student(student: StudentPreview, common: str) -> str:
    said = [_mark(mark, common) for mark in student.marks]
    stays_here = student.attendance is AttendanceCode.PRESENT and student.attendance_step is None
    if student.attendance is not None and not (stays_here and said):
        said.append(_attendance(student, student.attendance))
    if student.owes:
        owed = _("not handed in, two weeks to do so")
        said.append(owed if student.opens_debt else _("{mark}, as it stands").format(mark=owed))
    return f"{escape(listed_name(student))} — {escape('; '.join(said))}"


def _mark(mark: PlannedMark, common: str) -> str:
    want = mark.want
    text = _values(want.values)
    if want.is_addition:
        text = _("one more {mark}").format(mark=text)
    if want.work_kind not in {LESSON_WORK, common}:
        text = f"{text} {reason_with_weight(want.work_kind)}"
    if want.comment:
        text = f"{text} ({want.comment})"
    if not mark.steps:
        return _("{mark}, as it stands").format(mark=text)
    if mark.was:
        return _("{mark} (was {old}, becomes {new})").format(
            mark=text, old=_values(mark.was), new=_values(want.values)
        )
    return text


def _values(values: Sequence[int]) -> str:
    if len(values) == 1:
        return mark_name(values[0])
    first, second = map(mark_name, values)
    return _("{first} and {second}").format(first=first, second=second)


def _attendance(student: StudentPreview, code: AttendanceCode) -> str:
    text = attendance_letter(code, student.minutes_late)
    step = student.attendance_step
    if step is None:
        return _("{mark}, as it stands").format(mark=text)
    if step.was is not None and step.was is not code:
        return _("{letter} ({meaning}; was {old})").format(
            letter=text, meaning=attendance_word(code), old=attendance_letter(step.was)
        )
    return f"{text} ({attendance_word(code)})"


def _topic(lesson: LessonPreview) -> str:
    if lesson.topic is None:
        return ""
    if lesson.topic_was and lesson.topic_was != lesson.topic:
        return _("Topic: {topic} (was: {old})").format(
            topic=escape(lesson.topic), old=escape(lesson.topic_was)
        )
    return _("Topic: {topic}").format(topic=escape(lesson.topic))


def _doubts(students: Iterable[StudentPreview]) -> str:
    names = ", ".join(listed_name(one) for one in students if one.is_absent_with_mark)
    if not names:
        return ""
    return _("Please check, both a mark and an absence in one lesson: {names}.").format(
        names=escape(names)
    )


def _left_out(lesson: LessonPreview) -> str:
    names = ", ".join(map(listed_name, lesson.left_out))
    return _("Absent, so no mark: {names}.").format(names=escape(names)) if names else ""


def _told(facts: PreviewFacts) -> str:
    if facts.is_unchanged:
        return _("The journal says all of this already.")
    marks_at = _moment(facts.marks_due_at, facts)
    absences_at = _moment(facts.absences_due_at, facts)
    homework = homework_told(facts, time=_moment(facts.homework_due_at, facts))
    if marks_at and absences_at and marks_at != absences_at:
        told = _("Families hear of attendance at {first}, of marks at {second}.").format(
            first=absences_at, second=marks_at
        )
    elif marks_at or absences_at:
        told = _("Families hear at {time}.").format(time=marks_at or absences_at)
    else:
        told = "" if homework else _("Families find it in the diary.")
    return lines(told, homework)


def _moment(at: datetime | None, facts: PreviewFacts) -> str:
    """A time of today, or of another day with its day."""
    if at is None:
        return ""
    day = at.astimezone(facts.zone).date()
    time = clock_time(at, facts.zone)
    if day == facts.now.astimezone(facts.zone).date():
        return time
    return f"{time} ({short_day(day)})"


def _move(facts: SavedFacts) -> tuple[Button, ...]:
    """The way to another lesson or kind of work, for an entry about one lesson."""
    if len(facts.lessons) != 1:
        return ()
    return (Button(_("Move"), MoveEntry(entry_id=facts.entry_id).pack()),)


def _to_lesson(lessons: Sequence[LessonOption]) -> tuple[Button, ...]:
    """The way to the card of the only lesson."""
    if len(lessons) != 1:
        return ()
    lesson = lessons[0]
    return (
        lesson_button(
            _("To the lesson"),
            group_id=lesson.group_id,
            subject_id=lesson.subject_id,
            on=day_number(lesson.on),
            number=lesson.number,
        ),
    )


def _titles(lessons: Iterable[LessonOption]) -> list[str]:
    return [
        escape(
            lesson_title(
                group=lesson.group, subject=lesson.subject, on=lesson.on, number=lesson.number
            )
        )
        for lesson in lessons
    ]


def _counted(facts: SavedFacts) -> str:
    parts = []
    if facts.marks:
        parts.append(_("marks: {n}").format(n=facts.marks))
    if facts.attendance:
        parts.append(_("attendance: {n}").format(n=facts.attendance))
    if facts.debts:
        parts.append(_("debts: {n}").format(n=facts.debts))
    if facts.topics:
        parts.append(_("topic"))
    if facts.homework:
        parts.append(_("homework"))
    if facts.is_roll_taken and not facts.attendance:
        parts.insert(0, _("nobody is absent"))
    if not parts:
        return _("Nothing has changed: the journal said all of it already.")
    said = ", ".join(parts)
    return f"{capitalized(said)}."


def _time_left(facts: SavedFacts) -> str:
    left = (facts.held_until or facts.now) - facts.now
    if left <= timedelta():
        return ""
    minutes, seconds = divmod(int(left.total_seconds()), 60)
    if not seconds:
        return _("Families do not know yet: {minutes} min are left.").format(minutes=minutes)
    return _("Families do not know yet: {minutes} min {seconds} s are left.").format(
        minutes=minutes, seconds=seconds
    )
