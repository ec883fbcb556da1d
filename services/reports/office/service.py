"""The use case: a report about some classes and a period, for the terminal or for a chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import POLICY, Action, is_allowed, require
from services.access.policy import Scope as Reach
from services.clock import Clock
from services.database import Database, bind_school
from services.errors import BadInput
from services.i18n import gettext as _
from services.models import SchoolClass
from services.regulation.repository import load_profile
from services.reports.office import data
from services.reports.office.ask import NoSuchPeriod, PeriodWish
from services.reports.office.catalogue import REPORTS, ReportKind, report_caption
from services.reports.office.pack import office_pack
from services.reports.office.scope import load_scope
from services.reports.office.table import Report

__all__ = ["NameAClass", "NoSuchClass", "OfficeReports", "ReportChoice"]


class NoSuchClass(BadInput):
    """The school has no class of that name. Facts: name."""


class NameAClass(BadInput):
    """This report is made for one class at a time. Facts: none."""


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """What somebody may ask for: reports by key, and the classes to choose from."""

    keys: tuple[str, ...]
    classes: tuple[tuple[int, str], ...]


class OfficeReports:
    """Makes reports; they print themselves, nobody is nudged to write one."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def make(
        self, kind: ReportKind, *, school_id: int, class_name: str | None, wish: PeriodWish
    ) -> Report:
        """Return a report for whoever is at the terminal.

        Raises:
            NoSuchClass, NameAClass, NoSuchPeriod: with what was asked for.
        """
        with bind_school(school_id):
            async with self._database.reading() as session:
                classes = await data.find_classes(session, name=class_name)
                if class_name is not None and not classes:
                    raise NoSuchClass(name=class_name)
                if class_name is None and kind.needs_class:
                    raise NameAClass
                return await _report(session, kind, classes, wish, now=self._clock.now())

    async def choice(self, who: Identity) -> ReportChoice:
        """Return what a member of staff may ask for in the chat.

        Raises:
            NotAllowed: nothing.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                classes = [
                    one
                    for one in await data.find_classes(session)
                    if is_allowed(who, Action.SEE_REPORTS, class_id=one.id)
                ]
        if not classes:
            require(who, Action.SEE_REPORTS)
        reaches_all = _reaches_all(who)
        return ReportChoice(
            keys=tuple(one.key for one in REPORTS.values() if reaches_all or one.of_own_class),
            classes=tuple((one.id, one.name) for one in classes),
        )

    async def asked(
        self,
        who: Identity,
        kind: ReportKind,
        *,
        class_id: int | None,
        wish: PeriodWish,
        now: datetime,
    ) -> Report:
        """Return a report of one class, or (no class) of all they may see.

        Raises:
            NotAllowed: the class, or the report of the whole school, is not theirs.
            NameAClass, NoSuchPeriod: as in ``make``.
        """
        if class_id is None and kind.needs_class:
            raise NameAClass
        if class_id is None or not kind.of_own_class:
            if not _reaches_all(who):
                require(who, Action.SEE_REPORTS)
        else:
            require(who, Action.SEE_REPORTS, class_id=class_id)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                ids = None if class_id is None else [class_id]
                classes = await data.find_classes(session, class_ids=ids)
                return await _report(session, kind, classes, wish, now=now)

    async def pack(self, who: Identity, *, first: date, last: date, now: datetime) -> Report:
        """Return the heads' pack of a week or month.

        Raises:
            NotAllowed: they control nothing.
            NoSuchPeriod: there was no school year in these days.
        """
        require(who, Action.SEE_CONTROL)
        with bind_school(who.school_id):
            return await self._pack(first=first, last=last, now=now)

    async def school_pack(self, *, school_id: int, first: date, last: date) -> Report:
        """Return the same for whoever is at the terminal.

        Raises:
            NoSuchPeriod: as in ``pack``.
        """
        with bind_school(school_id):
            return await self._pack(first=first, last=last, now=self._clock.now())

    async def _pack(self, *, first: date, last: date, now: datetime) -> Report:
        async with self._database.reading() as session:
            profile = await load_profile(session)
            classes = await data.find_classes(session)
            wish = PeriodWish(is_year=True)
            scope = await load_scope(session, classes, wish, profile=profile, now=now)
            if scope is None or first > scope.today:
                raise NoSuchPeriod(text="")
            pages = await office_pack(session, scope, first=first, last=last)
        return Report(_("The office’s pack"), tuple(pages))


def _reaches_all(who: Identity) -> bool:
    rights = POLICY[Action.SEE_REPORTS]
    return any(rights.get(role) is Reach.ANY for role in who.roles)


async def _report(
    session: AsyncSession,
    kind: ReportKind,
    classes: Sequence[SchoolClass],
    wish: PeriodWish,
    *,
    now: datetime,
) -> Report:
    profile = await load_profile(session)
    scope = await load_scope(session, classes, wish, profile=profile, now=now)
    if scope is None or (classes and not scope.classes):
        raise NoSuchPeriod(text="")
    return Report(report_caption(kind.key), tuple(await kind.make(session, scope)))
