"""The journal as a teacher reads it: names, dates and marks, the average last."""

from fractions import Fraction

from handlers.callbacks.journal_pages import (
    ExportJournal,
    OpenJournal,
    OpenJournals,
    OpenStudentInSubject,
)
from handlers.screens.errors import menu_button
from handlers.screens.final_words import period_name
from handlers.screens.formatting import (
    bold,
    clock_time,
    day_and_month,
    decimal_number,
    escape,
    lines,
    person_initials,
    person_name,
    short_day,
)
from handlers.screens.lesson_words import attendance_letter, reason_with_weight
from handlers.screens.listed_names import short_listed_name
from handlers.screens.rows import in_rows
from handlers.screens.tables import paragraphs, table
from services.i18n import gettext as _
from services.i18n import pgettext
from services.journal_pages.facts import (
    JournalCell,
    JournalList,
    JournalOf,
    JournalPage,
    JournalProgress,
    JournalRow,
    MarkInCell,
    MarkPast,
    StudentInSubject,
)
from services.outgoing import Attachment, Button, OutgoingMessage
from services.regulation.mark_names import is_figure, mark_name, short_mark
from services.regulation.work_kinds import LESSON_WORK
from services.reports.journal_book import JournalBook

__all__ = ["cell_text", "export", "journal_page", "journals", "student"]

_LAST, _TODAYS = -1, 0
_NUMBERS_IN_ROW = 8  # Telegram's limit
_MOST_BUTTONS = 60
_USUAL_WEIGHT, _TENTHS = 10, 10
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def journals(facts: JournalList) -> OutgoingMessage:
    """Offer the journals, and to those who check them all the classes."""
    rows = in_rows([_journal_button(one) for one in facts.journals], 2)
    classes = [
        Button(one.name, OpenJournals(class_id=one.class_id).pack()) for one in facts.classes
    ]
    if not facts.journals and not classes:
        text = _("There are no lessons of yours in the teaching load.")
    elif classes:
        text = _("Choose a journal, or a class to see all of its journals:")
    else:
        text = _("Choose a journal, or write: {example}").format(
            example="<code>/journal 7Б Алгебра</code>"
        )
    return OutgoingMessage(
        lines(bold(_("Journal")), text),
        buttons=(*rows, *in_rows(classes, _NUMBERS_IN_ROW)[:8], (menu_button(),)),
    )


def journal_page(facts: JournalPage) -> OutgoingMessage:
    """Show a page of dates: a line for each student, what is empty left out."""
    if not facts.columns:
        body = _("Nothing is recorded in this period yet.")
    else:
        body = "\n".join(_row(row, facts) for row in facts.rows)
    head = lines(bold(_title(facts)), _dates(facts), _progress(facts.progress))
    return OutgoingMessage(
        lines(head, body),
        buttons=(*_numbers(facts), *_turning(facts), _export_row(facts), _way_back()),
        rich=paragraphs(head) + _table(facts) if facts.columns else "",
    )


def student(facts: StudentInSubject, *, page: int) -> OutgoingMessage:
    """Show one student: each mark with what it was before, absences, the average."""
    name = person_name(family_name=facts.name.family_name, given_name=facts.name.given_name)
    title = f"{facts.journal.group} · {facts.journal.subject}"
    letters = ", ".join(
        f"{day_and_month(on)} {attendance_letter(code, minutes)}"
        for on, code, minutes in facts.letters
    )
    back = OpenJournal(
        group_id=facts.journal.group_id,
        subject_id=facts.journal.subject_id,
        period_id=_TODAYS,
        page=page,
    )
    return OutgoingMessage(
        lines(
            bold(name),
            escape(title),
            [_past(one, facts) for one in facts.marks] or [_("No marks in this period yet.")],
            _("Attendance: {letters}").format(letters=escape(letters)) if letters else "",
            _average(facts.average),
        ),
        buttons=((Button(_("Back"), back.pack()), menu_button()),),
    )


def export(book: JournalBook) -> OutgoingMessage:
    """Send the spreadsheet."""
    return OutgoingMessage(
        _("The journal of {name}: marks, topics and homework, to be copied as they stand.").format(
            name=escape(book.title)
        ),
        attachment=Attachment(book.file_name, book.content),
    )


def cell_text(cell: JournalCell) -> str:
    """Return a cell as a journal has it, narrow for a phone: «5², 4», «5/4», «н», «о10»."""
    works: list[list[MarkInCell]] = []
    for mark in cell.marks:
        if mark.part > 1 and works:
            works[-1].append(mark)
        else:
            works.append([mark])
    parts = ["/".join(map(_mark, work)) for work in works]
    if cell.code is not None:
        parts.append(f"{attendance_letter(cell.code)}{cell.minutes_late or ''}")
    return ", ".join(parts)


def _mark(mark: MarkInCell) -> str:
    is_plain = mark.weight_tenths == _USUAL_WEIGHT or mark.weight_tenths % _TENTHS
    if is_plain or not is_figure(mark.value):
        return short_mark(mark.value)
    return f"{short_mark(mark.value)}{str(mark.weight_tenths // _TENTHS).translate(_RAISED)}"


def _title(facts: JournalPage) -> str:
    period = period_name(facts.period) if facts.period else ""
    return " · ".join(filter(None, (facts.journal.group, facts.journal.subject, period)))


def _dates(facts: JournalPage) -> str:
    if not facts.columns:
        return ""
    first, last = facts.columns[0].on, facts.columns[-1].on
    span = _("Lessons {first}–{last}").format(first=day_and_month(first), last=day_and_month(last))
    if facts.pages == 1:
        return span
    page = _("page {page} of {pages}").format(page=facts.page + 1, pages=facts.pages)
    return f"{span}, {page}"


def _progress(progress: JournalProgress | None) -> str:
    """Plan against fact: «По расписанию 34, с темой 31, отставание 3. По плану 28 ч из 102»."""
    if progress is None:
        return ""
    said = _("Lessons this year: {due} due, {given} given with a topic").format(
        due=progress.due, given=progress.given
    )
    if progress.behind:
        said += _(", behind: {n}").format(n=progress.behind)
    if not progress.plan_hours:
        return f"{said}."
    plan = _("Plan: {given} of {hours} hours.").format(
        given=progress.plan_given, hours=progress.plan_hours
    )
    return f"{said}. {plan}"


def _row(row: JournalRow, facts: JournalPage) -> str:
    # Without bold: Telegram takes a hundred pieces of markup, a full page has 180 cells.
    cells = [
        f"{day_and_month(column.on)}: {escape(text)}"
        for column, cell in zip(facts.columns, row.cells, strict=True)
        if (text := cell_text(cell))
    ]
    said = " · ".join(cells)
    if row.average is not None:
        said = f"{said} — {decimal_number(row.average)}".lstrip()
    return f"{row.number}. {escape(short_listed_name(row))} {said or '–'}"


def _table(facts: JournalPage) -> str:
    """The page as a native table: number and name, a column for each lesson, the average last."""
    rows = (
        (
            f"{row.number}. {escape(short_listed_name(row))}",
            *(escape(cell_text(cell)) for cell in row.cells),
            decimal_number(row.average) if row.average is not None else "",
        )
        for row in facts.rows
    )
    # As narrow as a phone: the dates above the table say the month where it is one.
    is_one_month = len({(column.on.year, column.on.month) for column in facts.columns}) == 1
    dates = (
        str(column.on.day) if is_one_month else day_and_month(column.on)
        for column in facts.columns
    )
    # TRANSLATORS: "average", as short as can be: the heading of a narrow column
    return table((_("Student"), *dates, pgettext("in a journal", "av.")), rows)


def _numbers(facts: JournalPage) -> list[tuple[Button, ...]]:
    """The students by their numbers: a tap opens one."""
    buttons = [
        Button(
            str(row.number),
            OpenStudentInSubject(
                group_id=facts.journal.group_id,
                subject_id=facts.journal.subject_id,
                student_id=row.student_id,
                page=facts.page,
            ).pack(),
        )
        for row in facts.rows
    ]
    return in_rows(buttons[:_MOST_BUTTONS], _NUMBERS_IN_ROW)


def _turning(facts: JournalPage) -> list[tuple[Button, ...]]:
    row = []
    if facts.page > 0:
        row.append(Button(_("◀ Earlier"), _open(facts, facts.page - 1)))
    if facts.page + 1 < facts.pages:
        row.append(Button(_("Later ▶"), _open(facts, facts.page + 1)))
    return [tuple(row)] if row else []


def _open(facts: JournalPage, page: int) -> str:
    return OpenJournal(
        group_id=facts.journal.group_id,
        subject_id=facts.journal.subject_id,
        period_id=_TODAYS,
        page=page,
    ).pack()


def _export_row(facts: JournalPage) -> tuple[Button, ...]:
    data = ExportJournal(
        group_id=facts.journal.group_id, subject_id=facts.journal.subject_id, period_id=_TODAYS
    )
    return (Button(_("Export"), data.pack()),)


def _way_back() -> tuple[Button, ...]:
    return (Button(_("All journals"), OpenJournals(class_id=0).pack()), menu_button())


def _journal_button(one: JournalOf) -> Button:
    data = OpenJournal(
        group_id=one.group_id, subject_id=one.subject_id, period_id=_TODAYS, page=_LAST
    )
    return Button(f"{one.group} · {one.subject}", data.pack())


def _past(one: MarkPast, facts: StudentInSubject) -> str:
    """A mark with what it was: «вт 24.11: 5 за контрольную работу (было 4)»."""
    reason = "" if one.work_kind == LESSON_WORK else f" {reason_with_weight(one.work_kind)}"
    was = (
        _(" (was {old})").format(old=", ".join(map(mark_name, one.earlier))) if one.earlier else ""
    )
    gone = _(" — withdrawn") if one.is_withdrawn else ""
    comment = f", {one.comment}" if one.comment else ""
    author = person_initials(
        family_name=one.author.family_name,
        given_name=one.author.given_name,
        patronymic=one.author.patronymic,
    )
    recorded = _("recorded {day} {time}, {author}").format(
        day=day_and_month(one.recorded_at.astimezone(facts.zone).date()),
        time=clock_time(one.recorded_at, facts.zone),
        author=author,
    )
    text = f"{mark_name(one.value)}{reason}{was}{comment}{gone}"
    return f"{short_day(one.on)}: {escape(text)} <i>({escape(recorded)})</i>"


def _average(average: Fraction | None) -> str:
    if average is None:
        return ""
    return _("Average: {average}").format(average=decimal_number(average))
