"""Накопляемость: how many marks a class has gathered in each subject, and who has too few."""

from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from services.i18n import gettext as _
from services.reports.office import data
from services.reports.office.scope import ClassScope, Scope
from services.reports.office.table import Column, Page, Row, percent, ratio
from services.reports.words import full_name, moment_text
from services.vocabulary import Assessment, PeriodKind

__all__ = ["accumulation_report"]


async def accumulation_report(session: AsyncSession, scope: Scope) -> list[Page]:
    """Return one page for each class. Source of both figures: domain B.7."""
    return [await _page(session, scope, one) for one in scope.classes]


async def _page(session: AsyncSession, scope: Scope, one: ClassScope) -> Page:
    term = one.term
    last = min(term.ends_on, scope.today)
    marks, lessons = await data.mark_counts(session, first=term.starts_on, last=last)
    is_half = term.period is not None and term.period.kind is PeriodKind.HALF_YEAR
    minimum = scope.profile.minimum_marks_half_year if is_half else scope.profile.minimum_marks
    rows = []
    for subject_id in one.subject_ids:
        if scope.subjects[subject_id].assessment is not Assessment.MARKS:
            continue
        for group in one.groups:
            held = lessons.get((group.group_id, subject_id), 0)
            learners = one.learners(group, subject_id, last)
            if not held or not learners or group.is_club:
                continue
            counts = {
                student.student_id: marks.get((student.student_id, subject_id), 0)
                for student in learners
            }
            total = sum(counts.values())
            few = [
                full_name(student.name)
                for student in learners
                if counts[student.student_id] < minimum
            ]
            rows.append(
                Row(
                    (
                        scope.subjects[subject_id].name,
                        "" if group.is_whole_class else group.name,
                        len(learners),
                        held,
                        total,
                        ratio(Fraction(total, len(learners))),
                        percent(Fraction(100 * total, len(learners) * held)),
                        len(few),
                        ", ".join(few),
                    )
                )
            )
    return Page(
        name=one.roll.name,
        title=_("Accumulation of marks: {class_name}").format(class_name=one.roll.name),
        lines=(scope.school, scope.term_text(term)),
        columns=(
            Column(_("Subject"), 26, is_left=True),
            Column(_("Group"), 14, is_left=True),
            Column(_("Students"), 7, is_upright=True),
            Column(_("Lessons"), 7, is_upright=True),
            Column(_("Marks"), 7, is_upright=True),
            Column(_("For one student"), 8, is_upright=True),
            Column(_("Accumulation, %"), 9, is_upright=True),
            Column(_("Too few"), 7, is_upright=True),
            Column(_("Who has too few"), 50, is_left=True),
        ),
        rows=tuple(rows),
        notes=(
            _("Too few is less than {n} in the period.").format(n=minimum),
            _("Made {moment}.").format(moment=moment_text(scope.now, scope.zone)),
        ),
        is_wide=True,
        empty=_("No lessons with marks were recorded."),
    )
