"""The truth about the office's packs: a class's week, the school's week or month.

Their figures were counted when the packs fell due; whoever holds the class or role now is told.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import AuditHead, RoleAssignment, SchoolClass
from services.news.facts import News, SchoolPackNews
from services.news.pack_figures import class_week_of, found_figures, week_of
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked
from services.vocabulary import FactKind, Role

__all__ = ["ClassWeekSource", "SchoolPackSource"]

_PACK_ROLES = (Role.DEPUTY_HEAD, Role.DIRECTOR)


class ClassWeekSource:
    """Weeks of the classes whose class teachers are told."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], _moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds: whoever has the class now is told, nobody else."""
        looks = [look for group in groups for look in group]
        kept = await found_figures(session, FactKind.CLASS_WEEK, map(_last, looks))
        classes = {
            row.id: row
            for row in await session.scalars(
                select(SchoolClass).where(SchoolClass.id.in_({one.fact.id for one in looks}))
            )
        }
        found: dict[int, Looked[News]] = {}
        for look in looks:
            row = classes.get(look.fact.id)
            figures = kept.get((look.fact.id, _last(look)))
            is_theirs = row is not None and row.homeroom_teacher_id == look.person_id
            if row is None or figures is None or not is_theirs or _was_told(look):
                found[look.notice_id] = NOTHING_NEW
                continue
            news = await class_week_of(session, row, _last(look), figures)
            found[look.notice_id] = Looked(news=news, revision=look.revision, value={})
        return found


class SchoolPackSource:
    """Packs of the school, for those who control it."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], _moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds: whoever has lost the role is told nothing."""
        looks = [look for group in groups for look in group]
        kept = await found_figures(session, FactKind.SCHOOL_WEEK, map(_last, looks))
        roles: dict[int, set[Role]] = {}
        for row in await session.scalars(
            select(RoleAssignment).where(RoleAssignment.role.in_(_PACK_ROLES))
        ):
            roles.setdefault(row.person_id, set()).add(row.role)
        found: dict[int, Looked[News]] = {}
        for look in looks:
            held = roles.get(look.person_id)
            last = _last(look)
            is_month = look.fact.kind is FactKind.SCHOOL_MONTH
            figures = kept.get((look.fact.id, last))
            if not held or _was_told(look) or (figures is None and not is_month):
                found[look.notice_id] = NOTHING_NEW
                continue
            if is_month or figures is None:
                news = SchoolPackNews(last.replace(day=1), last)
            else:
                news = await _school_week(session, last, figures, held, look.fact.id)
            found[look.notice_id] = Looked(news=news, revision=look.revision, value={})
        return found


async def _school_week(
    session: AsyncSession,
    last: date,
    figures: Mapping[str, object],
    roles: set[Role],
    school_id: int,
) -> SchoolPackNews:
    chain: tuple[int, str] | None = None
    if Role.DIRECTOR in roles:
        head = await session.get(AuditHead, school_id)
        chain = None if head is None else (head.seq, head.hash.hex())
    first = date.fromordinal(last.toordinal() - last.weekday())
    return SchoolPackNews(first, last, await week_of(session, figures), chain)


def _last(look: Look) -> date:
    """Return the last day of the pack: its revision."""
    return date.fromordinal(look.revision)


def _was_told(look: Look) -> bool:
    return look.told is not None and look.told.revision >= look.revision
