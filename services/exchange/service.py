"""Importing a school: one transaction, all or nothing; a plan is the same work, taken back."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.audit.acting import acting
from services.clock import Clock
from services.database import Database, bind_school
from services.exchange.findings import Finding, Findings
from services.exchange.merging.calendar import merge_bells, merge_holidays, merge_periods
from services.exchange.merging.classes import merge_classes, merge_subjects
from services.exchange.merging.groups import merge_groups
from services.exchange.merging.guardians import merge_guardians
from services.exchange.merging.leavers import merge_leavers
from services.exchange.merging.ledger import Counts
from services.exchange.merging.lessons import merge_load, merge_timetable
from services.exchange.merging.optional import merge_optional
from services.exchange.merging.people import merge_staff
from services.exchange.merging.settings import (
    academic_year_name,
    first_day_of,
    merge_academic_year,
    merge_settings,
    school_row,
    school_values,
)
from services.exchange.merging.state import Merge
from services.exchange.merging.students import merge_students
from services.exchange.repository import find_school
from services.exchange.workbook import Workbook
from services.i18n import gettext as _
from services.keys import Keys
from services.models import School

__all__ = ["ImportReport", "ImportService"]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do; with problems it did nothing, and names no school."""

    school_id: int | None
    counts: Counts
    problems: tuple[Finding, ...]
    notices: tuple[Finding, ...]


class ImportService:
    """Brings a school's workbook into the database."""

    def __init__(self, database: Database, clock: Clock, keys: Keys) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys

    async def plan(
        self, workbook: Workbook, *, school: str | None = None, with_leavers: bool = False
    ) -> ImportReport:
        """Say what ``apply`` would do, and store nothing."""
        return await self._run(workbook, school, with_leavers=with_leavers, is_kept=False)

    async def apply(
        self,
        workbook: Workbook,
        *,
        school: str | None = None,
        with_leavers: bool = False,
        actor_id: int | None = None,
    ) -> ImportReport:
        """Store what differs, or with any problem nothing at all.

        *school* names the school to import into; without it the workbook's own name decides, and a
        name that is not known yet makes a new school. *with_leavers*: people who are not listed
        have left. *actor_id*: who imports, none for the command line.
        """
        with acting(actor_id, why="import"):
            return await self._run(workbook, school, with_leavers=with_leavers, is_kept=True)

    async def _run(
        self, workbook: Workbook, school: str | None, *, with_leavers: bool, is_kept: bool
    ) -> ImportReport:
        findings = workbook.findings.copy()
        counts, school_id = Counts(), None
        if not findings.problems:
            async with self._database.transaction() as session:
                attempt = await session.begin_nested()
                merge = await self._merge(
                    session, workbook, findings, school, with_leavers=with_leavers
                )
                if merge is not None and not findings.problems:
                    counts = merge.ledger.counts
                    school_id = merge.school_id
                if is_kept and not findings.problems:
                    await attempt.commit()
                else:
                    await attempt.rollback()
        findings.sort()
        return ImportReport(
            school_id if is_kept else None,
            replace(counts, problems=findings.problem_count),
            tuple(findings.problems),
            tuple(findings.notices),
        )

    async def _merge(
        self,
        session: AsyncSession,
        workbook: Workbook,
        findings: Findings,
        school_name: str | None,
        *,
        with_leavers: bool,
    ) -> Merge | None:
        now = self._clock.now()
        school = await _school(session, workbook, findings, school_name, now=now)
        if school is None:
            return None
        with bind_school(school.id):
            today = now.astimezone(ZoneInfo(school.timezone)).date()
            year_name = academic_year_name(workbook.settings, workbook.tables)
            merge = Merge(
                session=session,
                school_id=school.id,
                keys=self._keys,
                tables=workbook.tables,
                findings=findings,
                today=today,
                first_day=first_day_of(year_name, today=today),
                with_leavers=with_leavers,
            )
            await _merge_all(merge, workbook, year_name)
        return merge


async def _merge_all(merge: Merge, workbook: Workbook, year_name: str) -> None:
    await merge_settings(merge, workbook.settings)
    year = await merge_academic_year(merge, year_name)
    await merge_subjects(merge)
    await merge_periods(merge, year)
    await merge_holidays(merge)
    await merge_bells(merge)
    await merge_staff(merge)
    await merge_classes(merge)
    await merge_students(merge)
    await merge_guardians(merge)
    await merge_leavers(merge)
    await merge_groups(merge)
    await merge_load(merge)
    await merge_timetable(merge)
    await merge_optional(merge)
    await merge.session.flush()


async def _school(
    session: AsyncSession,
    workbook: Workbook,
    findings: Findings,
    name: str | None,
    *,
    now: datetime,
) -> School | None:
    """Return the school to import into, with the names of the workbook; None: no such school."""
    values = school_values(workbook.settings)
    if name is not None:
        school = await find_school(session, name)
        if school is None and name not in {values["name"], values["short_name"]}:
            sentence = _("there is no school “{name}”, and the workbook is not of it.")
            findings.problems.append(Finding(sentence.format(name=name)))
            return None
    else:
        school = await find_school(session, values["short_name"], values["name"])
    if school is None:
        findings.notices.append(
            Finding(_("a new school is added: {name}.").format(name=values["short_name"]))
        )
        school = school_row(session, values, now=now)
    else:
        for key, value in values.items():
            setattr(school, key, value)
    await session.flush()
    return school
