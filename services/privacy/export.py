"""All that is kept about the people of one account as a workbook: their own data, own children.

Labels are in the reader's language. Where the school's messages name nobody, the file does not
either, and where they only signal, it holds no marks: what leaves the school is bound the same.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Actor, Identity
from services.clock import Clock
from services.database import Database, bind_school
from services.diary.facts import FamilyAttendance, as_family_reads
from services.i18n import gettext as _
from services.models import (
    Attendance,
    ChildPreference,
    Consent,
    ConsentText,
    Mark,
    Person,
    Preference,
    Subject,
)
from services.outgoing import Attachment
from services.preferences.choices import ChildChoices
from services.preferences.repository import child_choices
from services.privacy import repository as holdings
from services.privacy.words import action_text, purpose_text
from services.regulation.mark_names import mark_name
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.regulation.work_kinds import work_kind_name
from services.reports.ledger.words import kind_text
from services.reports.printing import FONT, print_on_a4
from services.vocabulary import ContentMode

if TYPE_CHECKING:
    import xlsxwriter

__all__ = ["PersonalExport"]

# What people wrote is text: no formula runs and no address opens when the file is opened.
_AS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_format_properties": FONT,
}

_BREADTH, _NARROWEST = 100, 28  # characters: of the sheet, of «Изобразительное искусство»
_UPRIGHT_COLUMNS = 4  # more are printed on the longer side

_Row = Sequence[str]


@dataclass(slots=True)
class _Sheets:
    """The rows of the workbook, sheet by sheet."""

    about: list[_Row] = field(default_factory=list)
    consents: list[_Row] = field(default_factory=list)
    sent: list[_Row] = field(default_factory=list)
    marks: list[_Row] = field(default_factory=list)
    missed: list[_Row] = field(default_factory=list)


class PersonalExport:
    """Makes the file."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def file(self, actor: Actor) -> Attachment:
        """Return the workbook of everybody behind an account, as of now."""
        sheets = _Sheets()
        async with self._database.reading() as session:
            for who in actor.identities:
                with bind_school(who.school_id):
                    await _fill(session, sheets, actor, who)
        return Attachment("peremena.xlsx", _workbook(sheets))


async def _fill(session: AsyncSession, sheets: _Sheets, actor: Actor, who: Identity) -> None:
    profile = await load_profile(session)
    person = await session.get_one(Person, who.person_id)
    is_full = profile.content_mode is ContentMode.FULL
    name = f"{person.family_name} {person.given_name} {person.patronymic}".strip()
    sheets.about += [
        (_("School"), profile.name if is_full else ""),
        (_("Full name"), name if is_full else ""),
        (_("Internal number"), str(who.person_id)),
        (_("Number of the chat"), str(actor.chat_id)),
        (_("Language"), actor.language),
        (_("Last digits of the phone"), person.phone_tail or ""),
    ]
    for row in await session.scalars(
        select(Preference).where(Preference.person_id == who.person_id)
    ):
        sheets.about.append((_("Setting {key}").format(key=row.key), row.value))
    names = await _names(session, who, profile)
    for one in await session.scalars(
        select(ChildPreference).where(ChildPreference.person_id == who.person_id)
    ):
        key = f"{names.get(one.student_id, '')} {one.key}".strip()
        sheets.about.append((_("Setting {key}").format(key=key), one.value))
    acts = await session.execute(
        select(Consent, ConsentText.version)
        .outerjoin(ConsentText, ConsentText.id == Consent.consent_text_id)
        .where(Consent.person_id == who.person_id)
        .order_by(Consent.id)
    )
    sheets.consents += [
        (
            _moment(act.acted_at, profile),
            names.get(act.student_id, ""),
            purpose_text(act.purpose),
            action_text(act.action),
            str(version or ""),
            act.application_number,
        )
        for act, version in acts
    ]
    sheets.sent += [
        (_moment(one.sent_at, profile), kind_text(one.kind), names.get(one.student_id or 0, ""))
        for one in await holdings.sent(session, who.person_id)
    ]
    if profile.content_mode is not ContentMode.SIGNAL:
        await _fill_children(session, sheets, who, names)


async def _names(session: AsyncSession, who: Identity, profile: SchoolProfile) -> dict[int, str]:
    """Return how the file calls each child: by name, by alias, or by number."""
    choices = await child_choices(session, [(who.person_id, one) for one in who.student_ids])
    rows = await session.scalars(
        select(Person).where(Person.id.in_(who.student_ids)).order_by(Person.id)
    )
    found = {}
    for number, row in enumerate(rows, start=1):
        chosen = choices.get((who.person_id, row.id), ChildChoices())
        if chosen.mode_within(profile.content_mode) is ContentMode.FULL:
            found[row.id] = f"{row.given_name} {row.family_name}"
        else:
            found[row.id] = chosen.alias or _("Child {n}").format(n=number)
    return found


async def _fill_children(
    session: AsyncSession, sheets: _Sheets, who: Identity, names: dict[int, str]
) -> None:
    marks = await session.execute(
        select(Mark, Subject.name)
        .join(Subject, Subject.id == Mark.subject_id)
        .where(Mark.student_id.in_(who.student_ids), ~Mark.is_withdrawn)
        .order_by(Mark.student_id, Mark.lesson_on, Mark.id)
    )
    sheets.marks += [
        (
            names.get(mark.student_id, ""),
            f"{mark.lesson_on:%d.%m.%Y}",
            subject,
            mark_name(mark.given),
            work_kind_name(mark.work_kind),
        )
        for mark, subject in marks
    ]
    rows = await session.scalars(
        select(Attendance)
        .where(Attendance.student_id.in_(who.student_ids))
        .order_by(Attendance.student_id, Attendance.lesson_on, Attendance.id)
    )
    for row in rows:
        read = as_family_reads(row.code)
        if read is not None:
            sheets.missed.append(
                (names.get(row.student_id, ""), f"{row.lesson_on:%d.%m.%Y}", _missed(read))
            )


def _missed(attendance: FamilyAttendance) -> str:
    return {
        FamilyAttendance.ABSENT: _("absent, reason not given"),
        FamilyAttendance.EXCUSED: _("absent, excused"),
        FamilyAttendance.UNEXCUSED: _("absent, not excused"),
        FamilyAttendance.TARDY: _("late"),
        FamilyAttendance.EXEMPT: _("exempt"),
    }[attendance]


def _moment(at: datetime, profile: SchoolProfile) -> str:
    return f"{at.astimezone(profile.timezone):%d.%m.%Y %H:%M}"


def _workbook(sheets: _Sheets) -> bytes:
    import xlsxwriter  # only when a workbook is made

    stream = io.BytesIO()
    # Cells are text: a name that begins with "=" is never a formula.
    book = xlsxwriter.Workbook(stream, _AS_TEXT)
    bold = book.add_format({"bold": True, "border": 1})
    framed = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for title, heading, rows in (
        (_("About me"), (_("What"), _("Value")), sheets.about),
        (
            _("Consents"),
            (_("When"), _("Child"), _("For what"), _("Act"), _("Edition"), _("Application")),
            sheets.consents,
        ),
        (_("What was sent"), (_("When"), _("Kind"), _("Child")), sheets.sent),
        (
            _("Marks"),
            (_("Child"), _("Day"), _("Subject"), _("Mark"), _("Kind of work")),
            sheets.marks,
        ),
        (_("Absences"), (_("Child"), _("Day"), _("What")), sheets.missed),
    ):
        _sheet(book.add_worksheet(title[:31]), heading, rows, (bold, framed))
    book.close()
    return stream.getvalue()


def _sheet(
    sheet: "xlsxwriter.worksheet.Worksheet",
    heading: _Row,
    rows: Iterable[_Row],
    formats: "tuple[xlsxwriter.format.Format, xlsxwriter.format.Format]",
) -> None:
    bold, framed = formats
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(heading) - 1, max(_BREADTH // len(heading), _NARROWEST))
    for column, caption in enumerate(heading):
        sheet.write_string(0, column, caption, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value, framed)
    print_on_a4(sheet, heading=(0, 0), is_wide=len(heading) > _UPRIGHT_COLUMNS)
