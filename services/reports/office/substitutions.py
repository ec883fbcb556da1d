"""Журнал замен: every lesson that was not as in the timetable, with a place to sign."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.i18n import gettext as _
from services.models import LessonChange, SchoolClass, StudyGroup
from services.reports.office.scope import Scope
from services.reports.office.table import Column, Page, Row
from services.reports.words import date_text, initials, moment_text, short_date_text, span_text
from services.roster.names import PersonName, names_of

__all__ = ["substitution_journal"]


async def substitution_journal(session: AsyncSession, scope: Scope) -> list[Page]:
    """Return one page for the school: changes that stand, in order of day and lesson."""
    if not scope.classes:
        return []
    first = min(one.term.starts_on for one in scope.classes)
    last = max(one.term.ends_on for one in scope.classes)
    changes = list(
        await session.scalars(
            select(LessonChange).where(
                LessonChange.is_withdrawn.is_(False),
                or_(
                    LessonChange.lesson_on.between(first, last),
                    LessonChange.new_on.between(first, last),
                ),
            )
        )
    )
    groups: dict[int, StudyGroup] = {
        row.id: row for row in await session.scalars(select(StudyGroup))
    }
    of_class = {row.id: row for row in await session.scalars(select(SchoolClass))}
    asked = {one.roll.class_id for one in scope.classes}
    people = {row.teacher_id for row in changes} | {row.new_teacher_id for row in changes}
    names = await names_of(session, {one for one in people if one is not None})
    rows = []
    for row in sorted(changes, key=_order):
        group = groups.get(row.study_group_id or row.new_group_id or 0)
        if group is None:
            continue
        school_class = of_class.get(group.school_class_id or 0)
        if school_class is None or school_class.id in asked:
            rows.append(_row(scope, row, group.name, school_class, names))
    return [
        Page(
            name=_("Substitutions"),
            title=_("Substitution journal"),
            lines=(scope.school, span_text(first, last)),
            columns=(
                Column(_("Day"), 10),
                Column(_("Shift"), 6, is_upright=True),
                Column(_("Lesson"), 6, is_upright=True),
                Column(_("Class"), 12, is_left=True),
                Column(_("By timetable"), 20, is_left=True),
                Column(_("Who is replaced"), 20, is_left=True),
                Column(_("Reason"), 16, is_left=True),
                Column(_("In fact"), 20, is_left=True),
                Column(_("Who replaces"), 20, is_left=True),
                Column(_("Kind"), 18, is_left=True),
                Column(_("Signature"), 12),
            ),
            rows=tuple(rows),
            notes=(_("Made {moment}.").format(moment=moment_text(scope.now, scope.zone)),),
            signatures=(_("Deputy head"),),
            is_wide=True,
            empty=_("Nothing was changed in this span."),
        )
    ]


def _order(row: LessonChange) -> tuple[date, int, int]:
    return (
        row.lesson_on or row.new_on or date.min,
        row.number or row.new_number or 0,
        row.id,
    )


def _row(
    scope: Scope,
    row: LessonChange,
    group: str,
    school_class: SchoolClass | None,
    names: dict[int, PersonName],
) -> Row:
    return Row(
        (
            date_text(row.lesson_on or row.new_on or date.min),
            school_class.shift if school_class is not None else "",
            row.number or row.new_number or "",
            group,
            _subject(scope, row.subject_id),
            _name(names, row.teacher_id),
            row.reason,
            _subject(scope, row.new_subject_id),
            _name(names, row.new_teacher_id),
            _kind(row),
            "",
        )
    )


def _subject(scope: Scope, subject_id: int | None) -> str:
    found = scope.subjects.get(subject_id or 0)
    return found.name if found is not None else ""


def _name(names: dict[int, PersonName], person_id: int | None) -> str:
    found = names.get(person_id or 0)
    return initials(found) if found is not None else ""


def _kind(row: LessonChange) -> str:
    if row.new_on is None:
        return _("cancelled")
    if row.lesson_on is None:
        return _("additional lesson")
    if (row.lesson_on, row.number) != (row.new_on, row.new_number):
        return _("moved to {day}, lesson {n}").format(
            day=short_date_text(row.new_on), n=row.new_number
        )
    if row.new_group_id != row.study_group_id:
        return _("groups joined")
    if row.new_subject_id != row.subject_id:
        return _("another subject")
    if row.new_teacher_id != row.teacher_id:
        return _("the same subject")
    return _("another room")
