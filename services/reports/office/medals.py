"""Претенденты на медаль: who of the last two forms has marks for one, and where the fours are."""

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.finals.medals import Medal, medal_of
from services.i18n import gettext as _
from services.journal.period_marks import mean_mark
from services.models import AcademicYear, PeriodMark
from services.reports.office.scope import ClassScope, Scope
from services.reports.office.table import Column, Page, Row
from services.reports.words import full_name, moment_text
from services.vocabulary import Assessment, FinalKind

__all__ = ["medal_report"]

_TENTH, _ELEVENTH = 10, 11
_YEAR_BEFORE = timedelta(days=400)  # the form before, too
_FOUR = 4
_COUNTED = (FinalKind.PERIOD, FinalKind.YEAR, FinalKind.FINAL)


async def medal_report(session: AsyncSession, scope: Scope) -> list[Page]:
    """Return one page for each class of the 10th and 11th form. Source: domain B.8, S3 3."""
    return [
        await _page(session, scope, one)
        for one in scope.classes
        if one.roll.grade in {_TENTH, _ELEVENTH}
    ]


async def _page(session: AsyncSession, scope: Scope, one: ClassScope) -> Page:
    marks = await _marks(session, scope, one)
    rows: list[Row] = []
    for student in one.roll.on(min(one.last, scope.today)):
        of_subject = marks.get(student.student_id, {})
        medal = medal_of(of_subject.values())
        if medal is None:
            continue
        fours = sorted(
            scope.subjects[subject_id].name
            for subject_id, mark in of_subject.items()
            if mark == _FOUR
        )
        rows.append(
            Row(
                (
                    len(rows) + 1,
                    full_name(student.name),
                    _("first") if medal is Medal.FIRST else _("second"),
                    len(of_subject),
                    ", ".join(fours),
                )
            )
        )
    return Page(
        name=one.roll.name,
        title=_("Candidates for a medal: {class_name}").format(class_name=one.roll.name),
        lines=(scope.school, scope.year.name),
        columns=(
            Column("№", 4),
            Column(_("Student"), 34, is_left=True),
            Column(_("Degree"), 12),
            Column(_("Subjects"), 10),
            Column(_("Fours"), 40, is_left=True),
        ),
        rows=tuple(rows),
        notes=(
            _(
                "By the certificate's marks; where they are not given yet, by the mean of the "
                "half-years and years of the 10th and 11th form so far. First degree: fives "
                "alone; second: not more than two fours."
            ),
            _("The state exams, which decide as well, are not kept here."),
            _("Made {moment}.").format(moment=moment_text(scope.now, scope.zone)),
        ),
        empty=_("Nobody has marks for a medal so far."),
    )


async def _marks(
    session: AsyncSession, scope: Scope, one: ClassScope
) -> dict[int, dict[int, int | None]]:
    """Return by student and subject the certificate's mark: given, or what it comes to so far."""
    since = scope.year.starts_on
    if one.roll.grade == _ELEVENTH:
        since -= _YEAR_BEFORE
    rows = await session.scalars(
        select(PeriodMark)
        .join(AcademicYear, AcademicYear.id == PeriodMark.academic_year_id)
        .where(
            PeriodMark.student_id.in_({stay.student.student_id for stay in one.roll.stays}),
            PeriodMark.kind.in_(_COUNTED),
            PeriodMark.is_withdrawn.is_(False),
            AcademicYear.starts_on >= since,
            AcademicYear.starts_on <= scope.year.starts_on,
        )
        .order_by(PeriodMark.id)
    )
    so_far: defaultdict[tuple[int, int], list[int | None]] = defaultdict(list)
    given: dict[tuple[int, int], int | None] = {}
    for row in rows:
        if scope.subjects[row.subject_id].assessment is not Assessment.MARKS:
            continue
        key = row.student_id, row.subject_id
        if row.kind is FinalKind.FINAL:
            given[key] = row.value
        else:
            so_far[key].append(row.value)
    found: defaultdict[int, dict[int, int | None]] = defaultdict(dict)
    for key in so_far.keys() | given.keys():
        values = so_far[key]
        known = [value for value in values if value is not None]
        # Somebody not attested in a period has no mark of the certificate yet.
        reckoned = mean_mark(known) if len(known) == len(values) else None
        student_id, subject_id = key
        found[student_id][subject_id] = given.get(key, reckoned)
    return dict(found)
