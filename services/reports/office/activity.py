"""Активность: how many families of each class are reached, and how many read or answer."""

from collections import Counter
from datetime import timedelta
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import delivery_permissions
from services.access.consent_rules import DeliveryVerdict
from services.i18n import gettext as _
from services.models import Guardianship, Message, Notice
from services.reports.office.scope import Scope
from services.reports.office.table import Cell, Column, Page, Row, percent
from services.reports.words import moment_text, span_text
from services.vocabulary import NoticeState

__all__ = ["activity_report"]

_WEEK = timedelta(days=7)


async def activity_report(session: AsyncSession, scope: Scope) -> list[Page]:
    """Return one page for the school: a row a class, numbers only. Source: S3 4 (weekly)."""
    rows = []
    totals: Counter[str] = Counter()
    sent = await _accepted(session, scope)
    for one in scope.classes:
        students = [student.student_id for student in one.roll.on(scope.today)]
        counted = await _count(session, students, scope)
        counted["sent"] = sum(sent[student_id] for student_id in students)
        totals.update(counted)
        rows.append(_row(one.roll.name, counted, is_total=False))
    if rows:
        rows.append(_row(_("The school"), totals, is_total=True))
    today = scope.today
    return [
        Page(
            name=_("Activity"),
            title=_("Activity of families"),
            lines=(scope.school, span_text(today - _WEEK + timedelta(days=1), today)),
            columns=(
                Column(_("Class"), 12, is_left=True),
                Column(_("Students"), 10),
                Column(_("Families reached in a chat"), 14),
                Column(_("share, %"), 10),
                Column(_("On paper by choice"), 12),
                Column(_("Consent refused or withdrawn"), 14),
                Column(_("Not connected"), 12),
                Column(_("Unreachable"), 12),
                Column(_("Messages accepted in 7 days"), 14),
            ),
            rows=tuple(rows),
            notes=(
                _("A family counts once, by the guardian who is reached best."),
                _("Made {moment}.").format(moment=moment_text(scope.now, scope.zone)),
            ),
            is_wide=True,
        )
    ]


async def _accepted(session: AsyncSession, scope: Scope) -> Counter[int]:
    rows = await session.execute(
        select(Notice.student_id, func.count(func.distinct(Notice.message_id)).label("messages"))
        .join(Message, Message.id == Notice.message_id)
        .where(
            Notice.state == NoticeState.TOLD,
            Notice.student_id.is_not(None),
            Message.sent_at >= scope.now - _WEEK,
        )
        .group_by(Notice.student_id)
    )
    return Counter({row.student_id: row.messages for row in rows})


async def _count(session: AsyncSession, students: list[int], scope: Scope) -> Counter[str]:
    guardians = await session.execute(
        select(Guardianship.guardian_id, Guardianship.student_id).where(
            Guardianship.student_id.in_(students)
        )
    )
    pairs = [(row.guardian_id, row.student_id) for row in guardians]
    permissions = await delivery_permissions(session, pairs, now=scope.now)
    best: dict[int, str] = dict.fromkeys(students, "none")
    for (_guardian, student_id), permission in permissions.items():
        if student_id is None:
            continue
        found = _standing(permission.verdict, is_reachable=permission.is_reachable)
        best[student_id] = min(best[student_id], found, key=_BEST.index)
    counted = Counter(best.values())
    counted["students"] = len(students)
    return counted


_BEST = ("reached", "unreachable", "paper", "refused", "none")


def _standing(verdict: DeliveryVerdict, *, is_reachable: bool) -> str:
    match verdict:
        case DeliveryVerdict.ALLOWED:
            return "reached" if is_reachable else "unreachable"
        case DeliveryVerdict.ON_PAPER:
            return "paper"
        case DeliveryVerdict.CONSENT_REFUSED | DeliveryVerdict.CONSENT_WITHDRAWN:
            return "refused"
        case _:
            return "none"


def _row(name: str, counted: Counter[str], *, is_total: bool) -> Row:
    students = counted["students"]
    share = Fraction(100 * counted["reached"], students) if students else None
    cells: tuple[Cell, ...] = (
        name,
        students,
        counted["reached"],
        percent(share),
        counted["paper"],
        counted["refused"],
        counted["none"],
        counted["unreachable"],
        counted["sent"],
    )
    return Row(cells, is_total=is_total)
