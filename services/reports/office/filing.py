"""Reports accepted and filed: one press of a head, what is filed, what still waits.

Source: S3 3 (each quarter the deputy head accepts and files the reports of class and subject
teachers). A filed report is made anew from the journal when it is asked for; its digest says
whether the journal has changed since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed, require
from services.audit.acting import acting
from services.database import Database, bind_school
from services.diary.pages import periods_of
from services.errors import DiaryError, NotFound
from services.finals.facts import PeriodName
from services.i18n import DEFAULT_LANGUAGE, current_language, use_locale
from services.models import FiledReport
from services.regulation.repository import load_profile
from services.reports.office import data
from services.reports.office import filed_repository as repository
from services.reports.office.ask import NoSuchPeriod, PeriodWish, read_wish, wish_code
from services.reports.office.catalogue import REPORTS, ReportKind, report_caption
from services.reports.office.report_digest import report_digest
from services.reports.office.scope import Scope, load_scope
from services.reports.office.service import NameAClass
from services.reports.office.table import Report
from services.reports.words import period_text
from services.roster.names import PersonName, names_of

__all__ = [
    "FiledFacts",
    "FiledPage",
    "FiledReports",
    "ForAcceptance",
    "MadeReport",
    "ReportHasChanged",
    "WaitingReports",
]

# What has to be accepted each period: S3 3.
_OF_CLASS, _OF_SCHOOL = "class-teacher", "subject-teacher"
_ON_PAGE = 8


class ReportHasChanged(DiaryError):
    """The journal has changed since the report was shown: it is to be looked at again.

    Facts: key, class_id, period, on.
    """


@dataclass(frozen=True, slots=True)
class ForAcceptance:
    """What a button has to know to accept exactly what was shown."""

    key: str
    class_id: int | None
    period: str
    on: date
    digest: str


@dataclass(frozen=True, slots=True)
class FiledFacts:
    """A filed report. *class_name* is empty for one of the whole school."""

    filed_id: int
    key: str
    class_name: str
    period: str  # in words
    accepted_by: PersonName
    accepted_at: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report with what accepts it (None: not theirs to accept), or as it was filed.

    *has_changed*: the journal is not what it was when the report was filed.
    """

    report: Report
    offer: ForAcceptance | None = None
    filed: FiledFacts | None = None
    has_changed: bool = False


@dataclass(frozen=True, slots=True)
class WaitingReports:
    """A period that is over, and which classes' reports of it nobody has accepted."""

    period: str
    code: str
    on: date
    classes: tuple[tuple[int, str], ...]
    is_school_missing: bool


@dataclass(frozen=True, slots=True)
class FiledPage:
    """Filed reports, the newest first, and what waits."""

    filed: tuple[FiledFacts, ...]
    page: int
    pages: int
    waiting: tuple[WaitingReports, ...]


class FiledReports:
    """Accepts reports for those who may, and shows what was accepted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def with_offer(
        self,
        who: Identity,
        kind: ReportKind,
        *,
        class_id: int | None,
        wish: PeriodWish,
        now: datetime,
    ) -> MadeReport:
        """Return a report, and for heads what accepts it or says that it was accepted.

        Raises:
            NotAllowed: the class, or the report of the whole school, is not theirs.
            NameAClass: this report is made for one class at a time.
            NoSuchPeriod: nobody of these classes has such a period.
        """
        require(who, Action.SEE_REPORTS, class_id=class_id)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                made = await _make(session, kind, class_id, wish, now=now)
                if not is_allowed(who, Action.ACCEPT_REPORTS) or made.report.is_empty:
                    return MadeReport(made.report)
                offer = made.offer(kind.key, class_id)
                row = await repository.by_slot(session, _slot(offer))
                if row is None:
                    return MadeReport(made.report, offer=offer)
                (facts,) = await _facts(session, [row])
                return MadeReport(made.report, filed=facts)

    async def accept(self, who: Identity, offer: ForAcceptance, *, now: datetime) -> MadeReport:
        """File a report as it was shown; filed before, nothing changes.

        Raises:
            NotAllowed: not theirs to accept.
            NotFound: there is no such report.
            NoSuchPeriod: the period is no more.
            ReportHasChanged: the journal has changed since it was shown.
        """
        require(who, Action.ACCEPT_REPORTS)
        kind = REPORTS.get(offer.key)
        if kind is None:
            raise NotFound
        wish = read_wish(offer.period, offer.on)
        with acting(who.person_id, why="report accepted"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                made = await _make(session, kind, offer.class_id, wish, now=now)
                true = made.offer(kind.key, offer.class_id)
                if not true.digest.startswith(offer.digest):
                    raise ReportHasChanged(
                        key=offer.key,
                        class_id=offer.class_id,
                        period=offer.period,
                        on=offer.on,
                    )
                row = await repository.by_slot(session, _slot(true))
                if row is None:
                    row = FiledReport(
                        report_key=kind.key,
                        class_id=offer.class_id,
                        period=true.period,
                        period_on=true.on,
                        digest=true.digest,
                        slot=_slot(true),
                        accepted_by=who.person_id,
                        accepted_at=now,
                    )
                    session.add(row)
                    await session.flush()
                (facts,) = await _facts(session, [row])
                return MadeReport(made.report, filed=facts)

    async def page(self, who: Identity, *, page: int, now: datetime) -> FiledPage:
        """Return what is filed, the newest first, and what of the last periods waits.

        Raises:
            NotAllowed: not theirs to see.
        """
        require(who, Action.ACCEPT_REPORTS)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                pages = max(1, -(-await repository.count(session) // _ON_PAGE))
                page = min(max(page, 0), pages - 1)
                rows = await repository.newest(session, skipped=page * _ON_PAGE, limit=_ON_PAGE)
                return FiledPage(
                    filed=tuple(await _facts(session, rows)),
                    page=page,
                    pages=pages,
                    waiting=await _waiting(session, now=now),
                )

    async def filed(self, who: Identity, filed_id: int, *, now: datetime) -> MadeReport:
        """Return a filed report as the journal has it now.

        Raises:
            NotAllowed: not theirs to see.
            NotFound: there is none of that number.
            NoSuchPeriod: its period is no more.
        """
        require(who, Action.ACCEPT_REPORTS)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                row = await repository.by_id(session, filed_id)
                if row is None or row.report_key not in REPORTS:
                    raise NotFound
                wish = read_wish(row.period, row.period_on)
                made = await _make(session, REPORTS[row.report_key], row.class_id, wish, now=now)
                (facts,) = await _facts(session, [row])
                return MadeReport(made.report, filed=facts, has_changed=made.digest != row.digest)


@dataclass(frozen=True, slots=True)
class _Made:
    report: Report
    digest: str
    period: str
    on: date

    def offer(self, key: str, class_id: int | None) -> ForAcceptance:
        return ForAcceptance(key, class_id, self.period, self.on, self.digest)


async def _make(
    session: AsyncSession,
    kind: ReportKind,
    class_id: int | None,
    wish: PeriodWish,
    *,
    now: datetime,
) -> _Made:
    if class_id is None and kind.needs_class:
        raise NameAClass
    profile = await load_profile(session)
    classes = await data.find_classes(session, class_ids=None if class_id is None else [class_id])
    if class_id is not None and not classes:
        raise NotFound
    scope = await load_scope(session, classes, wish, profile=profile, now=now)
    if scope is None or (classes and not scope.classes):
        raise NoSuchPeriod(text="")
    report = Report(report_caption(kind.key), tuple(await kind.make(session, scope)))
    same = report
    if current_language() != DEFAULT_LANGUAGE:  # one digest, whoever reads in which language
        with use_locale(DEFAULT_LANGUAGE):
            same = Report("", tuple(await kind.make(session, scope)))
    period, on = _period_of(scope, wish)
    names = {one.roll.name: one.roll.class_id for one in scope.classes}
    return _Made(report, report_digest(same, names), period, on)


def _period_of(scope: Scope, wish: PeriodWish) -> tuple[str, date]:
    """Return the period meant in a form that means the same next week.

    «The period of today» becomes the period's own name where all classes have the same.
    """
    terms = {(one.term.starts_on, one.term.ends_on): one.term for one in scope.classes}
    if wish.number is None and not wish.is_year and len(terms) == 1:
        (term,) = terms.values()
        if term.period is not None:
            wish = PeriodWish(term.period.kind, term.period.number)
    if wish.number is None and not wish.is_year:
        return "", max((first for first, _last in terms), default=scope.today)
    return wish_code(wish), scope.year.starts_on


def _slot(offer: ForAcceptance) -> str:
    return f"{offer.key}:{offer.class_id or 0}:{offer.period}:{offer.on}:{offer.digest}"


async def _facts(session: AsyncSession, rows: Sequence[FiledReport]) -> list[FiledFacts]:
    zone = (await load_profile(session)).timezone
    names = await names_of(session, {row.accepted_by for row in rows})
    classes = {one.id: one.name for one in await data.find_classes(session)}
    return [
        FiledFacts(
            filed_id=row.id,
            key=row.report_key,
            class_name=classes.get(row.class_id or 0, ""),
            period=await _period_words(session, row.period, row.period_on),
            accepted_by=names[row.accepted_by],
            accepted_at=row.accepted_at,
            zone=zone,
        )
        for row in rows
    ]


async def _period_words(session: AsyncSession, code: str, on: date) -> str:
    year = await data.year_at(session, on=on)
    of_year = year.name if year is not None else f"{on.year}"
    wish = read_wish(code, on)
    if wish.kind is None or wish.number is None:
        return of_year
    return f"{period_text(PeriodName(wish.kind, wish.number))} {of_year}"


async def _waiting(session: AsyncSession, *, now: datetime) -> tuple[WaitingReports, ...]:
    """Return the last period that is over of each sort, with what of it nobody has accepted."""
    today = now.astimezone((await load_profile(session)).timezone).date()
    year = await data.year_at(session, on=today)
    if year is None:
        return ()
    periods = await data.periods_of_grade(session, year.id)
    of_code: dict[str, dict[int, str]] = {}
    words: dict[str, str] = {}
    for school_class in await data.find_classes(session):
        own = [one for one in periods if not one.grades or school_class.grade_level in one.grades]
        ended = [one for one in periods_of(own, subject_id=None) if one.ends_on < today]
        if not ended:
            continue
        last = ended[-1]
        code = wish_code(PeriodWish(last.kind, last.number))
        words[code] = f"{period_text(PeriodName(last.kind, last.number))} {year.name}"
        of_code.setdefault(code, {})[school_class.id] = school_class.name
    found = []
    for code, classes in of_code.items():
        accepted = await repository.accepted(session, period=code, on=year.starts_on)
        missing = tuple(
            (class_id, name)
            for class_id, name in classes.items()
            if (_OF_CLASS, class_id) not in accepted
        )
        is_school_missing = (_OF_SCHOOL, None) not in accepted
        if missing or is_school_missing:
            found.append(
                WaitingReports(words[code], code, year.starts_on, missing, is_school_missing)
            )
    return tuple(found)
