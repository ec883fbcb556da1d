"""Homework as families read it: from one day on, with the student's ticks, files on request."""

from collections.abc import Sequence

from handlers.callbacks.diary import OpenDay
from handlers.callbacks.homework import HomeworkFilesAsked, OpenHomework, TickHomework
from handlers.screens.child_words import child_title, siblings
from handlers.screens.errors import menu_button
from handlers.screens.formatting import (
    bold,
    capitalized,
    escape,
    inside_sentence,
    lines,
    short_day,
)
from handlers.screens.homework_words import files_note, for_day, whole_estimate
from handlers.screens.rows import in_rows
from handlers.screens.today import day_number
from services.diary.homework_facts import HomeworkDay, HomeworkFiles, HomeworkPage
from services.homework.visible import VisibleHomework
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage, StoredAttachment
from services.vocabulary import FileKind

__all__ = ["file_messages", "homework_page"]

_IN_A_ROW = 2


def homework_page(page: HomeworkPage) -> OutgoingMessage:
    """Show what is due day by day; the student ticks off with buttons."""
    blocks = [_day(day, page) for day in page.days]
    if page.nothing_set:
        subjects = ", ".join(map(inside_sentence, page.nothing_set))
        blocks.append(_("Not set today: {subjects}.").format(subjects=escape(subjects)))
    text = lines(bold(child_title(page.child, page.children)), bold(_("Homework")))
    return OutgoingMessage("\n\n".join((text, *blocks)), buttons=_buttons(page))


def file_messages(facts: HomeworkFiles) -> list[OutgoingMessage]:
    """Return each file of a homework as a message of its own."""
    about = f"{facts.subject}, {for_day(facts.due_on)}"
    return [
        OutgoingMessage(
            escape(about),
            attachment=StoredAttachment(file.file_id, is_picture=file.kind is FileKind.PHOTO),
        )
        for file in facts.files
    ]


def _day(day: HomeworkDay, page: HomeworkPage) -> str:
    due = for_day(day.on)
    shown = [_piece(one, page) for one in day.homework]
    return lines(
        bold(capitalized(due)),
        shown or [_("Nothing is set yet.")],
        whole_estimate(one.minutes for one in day.homework if one.homework_id not in page.done),
    )


def _piece(one: VisibleHomework, page: HomeworkPage) -> str:
    mark = "✓" if one.homework_id in page.done else "•"
    text = escape(one.text)
    if one.is_individual:
        text = _("individually: {text}").format(text=text)
    return f"{mark} {escape(one.subject)} — {text}{files_note(len(one.files))}"


def _buttons(page: HomeworkPage) -> tuple[tuple[Button, ...], ...]:
    child = page.child.student_id
    around = []
    if page.previous_on is not None:
        caption = f"◀ {short_day(page.previous_on)}"
        around.append(_to_day(caption, child, day_number(page.previous_on)))
    if page.next_on is not None:
        caption = f"{short_day(page.next_on)} ▶"
        around.append(_to_day(caption, child, day_number(page.next_on)))
    shown = [one for day in page.days for one in day.homework]
    rows: list[Sequence[Button]] = [around]
    if page.may_tick:
        rows.extend(in_rows([_tick(one, page) for one in shown], _IN_A_ROW))
    rows.extend(in_rows([_files(one, child) for one in shown if one.files], _IN_A_ROW))
    rows.extend(
        siblings(
            page.child,
            page.children,
            lambda other: OpenHomework(student_id=other, on=day_number(page.on)).pack(),
        )
    )
    diary = OpenDay(student_id=child, on=day_number(page.on)).pack()
    rows.append([Button(_("Diary"), diary), menu_button()])
    return tuple(tuple(row) for row in rows if row)


def _to_day(caption: str, student_id: int, on: int) -> Button:
    return Button(caption, OpenHomework(student_id=student_id, on=on).pack())


def _tick(one: VisibleHomework, page: HomeworkPage) -> Button:
    is_done = one.homework_id in page.done
    box = "☑" if is_done else "☐"
    day = f", {short_day(one.due_on)}" if one.due_on else ""
    data = TickHomework(
        student_id=page.child.student_id,
        homework_id=one.homework_id,
        on=day_number(page.on),
        is_done=not is_done,
    )
    return Button(f"{box} {one.subject}{day}", data.pack())


def _files(one: VisibleHomework, student_id: int) -> Button:
    data = HomeworkFilesAsked(student_id=student_id, homework_id=one.homework_id)
    return Button(_("Files: {subject}").format(subject=one.subject), data.pack())
