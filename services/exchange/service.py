"""Importing a school: one transaction, all or nothing; a plan is the same work, taken back."""

from collections.abc import Callable
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
from services.exchange.merging.ledger import Counts, Ledger
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
    """What an import did, or would do; with problems it did nothing, and names no school.

    *by_file*: the counts of each sheet; *unlisted*: rows of the database that are in no list any
    more and were left alone, and *missing* the people among them by name; *leaving*: who leaves;
    *fingerprint*: the same for two plans that do the same.
    """

    school_id: int | None
    counts: Counts
    problems: tuple[Finding, ...]
    notices: tuple[Finding, ...]
    by_file: tuple[tuple[str, Counts], ...] = ()
    unlisted: int = 0
    fingerprint: str = ""
    missing: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()


class ImportService:
    """Brings a school's workbook into the database."""

    def __init__(self, database: Database, clock: Clock, keys: Keys) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys

    async def plan(
        self,
        workbook: Workbook,
        *,
        school: str | None = None,
        own_school_id: int | None = None,
        with_leavers: bool = False,
    ) -> ImportReport:
        """Say what ``apply`` would do, and store nothing."""
        return await self._run(
            workbook, _Target(school, own_school_id), with_leavers=with_leavers, keeps=_nothing
        )

    async def apply(
        self,
        workbook: Workbook,
        *,
        school: str | None = None,
        own_school_id: int | None = None,
        with_leavers: bool = False,
        actor_id: int | None = None,
        planned: str | None = None,
    ) -> ImportReport:
        """Store what differs, or with any problem nothing at all.

        *school* names the school to import into; without it the workbook's own name decides, and a
        name that is not known yet makes a new school. *own_school_id*: the only school that may
        be meant, whatever the workbook says. *with_leavers*: people who are not listed have left.
        *actor_id*: who imports, none for the command line. *planned*: the fingerprint of the plan
        that was agreed to; what would do anything else stores nothing and names no school.
        """
        with acting(actor_id, why="import"):
            return await self._run(
                workbook,
                _Target(school, own_school_id),
                with_leavers=with_leavers,
                keeps=lambda fingerprint: planned in {None, fingerprint},
            )

    async def _run(
        self,
        workbook: Workbook,
        target: "_Target",
        *,
        with_leavers: bool,
        keeps: Callable[[str], bool],
    ) -> ImportReport:
        findings = workbook.findings.copy()
        ledger, school_id = Ledger(), None
        if not findings.problems:
            async with self._database.transaction() as session:
                attempt = await session.begin_nested()
                merge = await self._merge(
                    session, workbook, findings, target, with_leavers=with_leavers
                )
                if merge is not None and not findings.problems:
                    ledger = merge.ledger
                if merge is not None and not findings.problems and keeps(ledger.fingerprint):
                    school_id = merge.school_id
                    await attempt.commit()
                else:
                    await attempt.rollback()
        findings.sort()
        return ImportReport(
            school_id,
            replace(ledger.counts, problems=findings.problem_count),
            tuple(findings.problems),
            tuple(findings.notices),
            ledger.by_file,
            ledger.unlisted,
            ledger.fingerprint,
            ledger.missing,
            ledger.leaving,
        )

    async def _merge(
        self,
        session: AsyncSession,
        workbook: Workbook,
        findings: Findings,
        target: "_Target",
        *,
        with_leavers: bool,
    ) -> Merge | None:
        now = self._clock.now()
        school = await _school(session, workbook, findings, target, now=now)
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


def _nothing(_fingerprint: str) -> bool:
    return False


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


@dataclass(frozen=True, slots=True)
class _Target:
    """Which school is meant: by name, by its id, or, with neither, by the workbook."""

    name: str | None = None
    school_id: int | None = None


async def _school(
    session: AsyncSession,
    workbook: Workbook,
    findings: Findings,
    target: _Target,
    *,
    now: datetime,
) -> School | None:
    """Return the school to import into, with the names of the workbook; None: no such school."""
    values = school_values(workbook.settings)
    name = target.name
    if target.school_id is not None:
        school = await session.get(School, target.school_id)
        if school is None or not {school.name, school.short_name} & set(values.values()):
            sentence = _(
                "this is the workbook of another school, “{name}”; nothing of it is taken here."
            )
            findings.problems.append(Finding(sentence.format(name=values["name"])))
            return None
    elif name is not None:
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
