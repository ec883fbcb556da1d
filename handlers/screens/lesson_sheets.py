"""The two sheets of a lesson: names to tap, two in a row, with their place in the class list."""

from collections.abc import Sequence

from handlers.callbacks.lessons import (
    CheckMarks,
    ChooseKind,
    ChooseName,
    GiveMark,
    SaveAbsentees,
    SetLetter,
    ShowKinds,
    TurnAbsentees,
    TurnMarks,
)
from handlers.screens.errors import sentence_for
from handlers.screens.formatting import bold, lines
from handlers.screens.lesson_card import card_head, lesson_button
from handlers.screens.lesson_words import attendance_letter, reason_with_weight
from handlers.screens.listed_names import listed_name, short_listed_name
from handlers.screens.today import day_number
from services.errors import DiaryError, OutOfDate
from services.i18n import gettext as _
from services.i18n import ngettext
from services.journal.errors import NothingToRecord
from services.lesson_cards.facts import AbsenteeSheet, MarkSheet, SheetName
from services.lesson_cards.rules import next_letter
from services.outgoing import Button, OutgoingMessage
from services.regulation.mark_names import short_mark
from services.regulation.work_kinds import DEFAULT_WORK_KINDS, work_kind_name
from services.timetable.rules import PlannedLesson
from services.vocabulary import AttendanceCode, PassFail

__all__ = [
    "NOT_THERE",
    "absentee_sheet",
    "kind_of",
    "kinds",
    "letter_of",
    "list_has_changed",
    "mark_of",
    "mark_sheet",
]

NOT_THERE = 9  # on the button «н» of the sheet of marks
_NO_MARK = 0
_MARKS = (2, 3, 4, 5)
_SIGNS = (PassFail.PASSED, PassFail.FAILED)
_LETTERS = (AttendanceCode.PRESENT, AttendanceCode.ABSENT, AttendanceCode.TARDY)
_KINDS = tuple(DEFAULT_WORK_KINDS)  # buttons carry the place: the list only grows at its end
_CHOSEN = "➜ "


def absentee_sheet(facts: AbsenteeSheet) -> OutgoingMessage:
    """Show the names; a tap turns one."""
    names = [
        Button(
            _absent_caption(one),
            SetLetter(
                entry_id=facts.entry_id,
                student_id=one.name.student_id,
                letter=_LETTERS.index(next_letter(one.code)),
            ).pack(),
        )
        for one in facts.names
    ]
    expected = any(one.is_expected for one in facts.names)
    turn = [
        TurnAbsentees(entry_id=facts.entry_id, page=page).pack() for page in range(facts.pages)
    ]
    done = SaveAbsentees(entry_id=facts.entry_id).pack()
    return OutgoingMessage(
        lines(
            bold(card_head(facts.lesson)),
            _("Who is absent? A tap turns a name: present → н → о (late) → present."),
            _("Those absent before or announced by their families are marked already.")
            if expected
            else "",
        ),
        buttons=(
            *_two_in_a_row(names),
            *_turning(facts.page, turn),
            (Button(_done(facts), done),),
            (_back(facts.lesson),),
        ),
    )


def mark_sheet(facts: MarkSheet) -> OutgoingMessage:
    """Show the names with their marks, and the marks for the one that waits."""
    chosen_id = facts.chosen.student_id if facts.chosen else None
    names = [
        Button(
            _mark_caption(one, is_chosen=_is(one, chosen_id)),
            ChooseName(entry_id=facts.entry_id, student_id=one.name.student_id).pack(),
        )
        for one in facts.names
    ]
    turn = [TurnMarks(entry_id=facts.entry_id, page=page).pack() for page in range(facts.pages)]
    kind = work_kind_name(facts.work_kind)
    rows = [*_two_in_a_row(names), *_turning(facts.page, turn)]
    if facts.chosen is not None:
        asked = _("Which mark? {name}").format(name=bold(listed_name(facts.chosen)))
        # Over the marks again: with a whole class the text is far above the thumb.
        again = ChooseName(entry_id=facts.entry_id, student_id=facts.chosen.student_id).pack()
        rows.append((Button(f"{_CHOSEN}{listed_name(facts.chosen)}", again),))
        rows.append(_marks_row(facts, facts.chosen.student_id))
    else:
        asked = _("Tap a name, then its mark.")
    done = CheckMarks(entry_id=facts.entry_id).pack()
    other = ShowKinds(entry_id=facts.entry_id).pack()
    rows.append((Button(_("Done, marks: {n}").format(n=facts.given), done),))
    rows.append((Button(_("For: {kind}").format(kind=kind), other),))
    rows.append((_back(facts.lesson),))
    return OutgoingMessage(
        lines(
            bold(card_head(facts.lesson)),
            _("Marks {reason}:").format(reason=reason_with_weight(facts.work_kind)),
            asked,
        ),
        buttons=tuple(rows),
    )


def kinds(entry_id: int) -> OutgoingMessage:
    """Ask what the marks of a sheet are for."""
    buttons = [
        Button(work_kind_name(key), ChooseKind(entry_id=entry_id, kind=place).pack())
        for place, key in enumerate(_KINDS)
    ]
    back = Button(_("Back"), TurnMarks(entry_id=entry_id, page=0).pack())
    return OutgoingMessage(
        _("What are the marks for?"), buttons=(*_two_in_a_row(buttons), (back,))
    )


def letter_of(number: int) -> AttendanceCode:
    """Return the letter of a button.

    Raises:
        OutOfDate: there is no such letter.
    """
    if number not in range(len(_LETTERS)):
        raise OutOfDate
    return _LETTERS[number]


def mark_of(number: int) -> int | None:
    """Return the mark of a button; None takes one away.

    Raises:
        OutOfDate: there is no such mark.
    """
    if number == _NO_MARK:
        return None
    if number not in (*_MARKS, *_SIGNS):
        raise OutOfDate
    return number


def kind_of(place: int) -> str:
    """Return the kind of work of a button.

    Raises:
        OutOfDate: there is no such kind.
    """
    if place not in range(len(_KINDS)):
        raise OutOfDate
    return _KINDS[place]


def list_has_changed() -> str:
    """Say that the card named other people than would be marked now."""
    return _("The list has changed meanwhile. Please check it.")


@sentence_for(NothingToRecord)
def _nothing(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(_("Nobody has a mark yet. Tap a name, then its mark."))


def _absent_caption(one: SheetName) -> str:
    letter = "" if one.code is AttendanceCode.PRESENT else f" — {attendance_letter(one.code)}"
    return f"{_numbered(one)}{letter}"


def _mark_caption(one: SheetName, *, is_chosen: bool) -> str:
    said = "/".join(map(short_mark, one.marks))
    if not said and one.code is not AttendanceCode.PRESENT:
        said = attendance_letter(one.code)
    if one.standing:
        stands = ", ".join(map(short_mark, one.standing))
        said = f"({stands}) → {said}" if one.marks else f"({stands})"
    marked = f"{_numbered(one)}{f' — {said}' if said else ''}"
    return f"{_CHOSEN}{marked}" if is_chosen else marked


def _numbered(one: SheetName) -> str:
    """Name a student with the place in the list; where that place is in the name, once."""
    name = short_listed_name(one.name)
    return name if one.name.apart.addition.startswith("№") else f"{one.name.number} {name}"


def _marks_row(facts: MarkSheet, student_id: int) -> tuple[Button, ...]:
    marks: tuple[int, ...] = _SIGNS if facts.is_pass_fail else _MARKS
    captions = [*((short_mark(mark), mark) for mark in marks), ("н", NOT_THERE), ("✕", _NO_MARK)]
    return tuple(
        Button(
            caption, GiveMark(entry_id=facts.entry_id, student_id=student_id, value=value).pack()
        )
        for caption, value in captions
    )


def _done(facts: AbsenteeSheet) -> str:
    if not facts.absent and not facts.late:
        return _("Done: all here")
    absent = ngettext("Done: {n} absent", "Done: {n} absent", facts.absent).format(n=facts.absent)
    if not facts.late:
        return absent
    late = ngettext("{n} late", "{n} late", facts.late).format(n=facts.late)
    return f"{absent}, {late}"


def _turning(page: int, data: Sequence[str]) -> list[tuple[Button, ...]]:
    if len(data) == 1:
        return []
    row = []
    if page > 0:
        row.append(Button("◀", data[page - 1]))
    row.append(Button(_("{page} of {pages}").format(page=page + 1, pages=len(data)), data[page]))
    if page + 1 < len(data):
        row.append(Button("▶", data[page + 1]))
    return [tuple(row)]


def _two_in_a_row(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]


def _is(one: SheetName, student_id: int | None) -> bool:
    return one.name.student_id == student_id


def _back(lesson: PlannedLesson) -> Button:
    return lesson_button(
        _("Back"),
        group_id=lesson.group.group_id,
        subject_id=lesson.subject.subject_id,
        on=day_number(lesson.on),
        number=lesson.number,
    )
