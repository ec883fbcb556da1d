"""/status: how the school and the program are doing, in counts only; no personal data."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import DeliveryPermission, delivery_permissions
from services.access.consent_rules import DeliveryVerdict
from services.access.identity import Identity
from services.access.policy import Action, require
from services.database import Database, bind_school
from services.joining import people_repository
from services.joining.corrections import open_corrections
from services.models import (
    AuditDetail,
    AuditEntry,
    ContactRequest,
    JobRun,
    LinkRequest,
    Notice,
    Person,
)
from services.regulation.repository import load_profile
from services.vocabulary import LinkRequestState, NoticeState

__all__ = ["ClassStatus", "StatusFacts", "StatusService"]

_BACKUP = "backup"  # the note in job_run of a copy that was made, by hand or by the schedule


@dataclass(frozen=True, slots=True)
class ClassStatus:
    """A class's children, by how their families are reached; a child counts once."""

    name: str
    students: int
    linked: int  # somebody of the family is in the diary
    consented: int  # somebody of the family may be told
    unreachable: int  # might be told, but every such chat is blocked
    on_paper: int  # nobody of the family is told electronically

    def __add__(self, other: "ClassStatus") -> "ClassStatus":
        """Return the sum, under the first name."""
        return ClassStatus(
            self.name,
            self.students + other.students,
            self.linked + other.linked,
            self.consented + other.consented,
            self.unreachable + other.unreachable,
            self.on_paper + other.on_paper,
        )


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """Counts of a school at a moment; None where nothing is known."""

    at: datetime
    timezone: ZoneInfo
    classes: tuple[ClassStatus, ...]
    staff: int
    staff_linked: int
    open_requests: int
    corrections: int  # requests to correct data that wait
    corrections_late: int  # of them, past their day
    due: int  # notices that could leave now
    waiting: int  # notices whose time has not come
    oldest_due_at: datetime | None
    imported_at: datetime | None
    backed_up_at: datetime | None
    version: str


class StatusService:
    """Counts; changes nothing."""

    def __init__(self, database: Database, *, version: str) -> None:
        """Read *database*; *version*: of the program, to be shown."""
        self._database = database
        self._version = version

    async def status(self, who: Identity, *, now: datetime) -> StatusFacts:
        """Return the state of the school of *who*.

        Raises:
            NotAllowed: not theirs to see.
        """
        require(who, Action.SEE_STATUS)
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                zone = (await load_profile(session)).timezone
                on = now.astimezone(zone).date()
                staff = await people_repository.staff(session, on=on)
                linked = await people_repository.linked_ids(session, [one.id for one in staff])
                corrections, late = await open_corrections(session, on=on)
                due, waiting, oldest = await _queue(session, now=now)
                return StatusFacts(
                    at=now,
                    timezone=zone,
                    classes=await _classes(session, now=now, on=on),
                    staff=len(staff),
                    staff_linked=len(linked),
                    open_requests=await _open_requests(session),
                    corrections=corrections,
                    corrections_late=late,
                    due=due,
                    waiting=waiting,
                    oldest_due_at=oldest,
                    imported_at=await _imported_at(session),
                    backed_up_at=await _backed_up_at(session, who.school_id),
                    version=self._version,
                )


async def _classes(session: AsyncSession, *, now: datetime, on: date) -> tuple[ClassStatus, ...]:
    members: dict[str, list[int]] = {}
    for one in await people_repository.classes(session):
        students = await people_repository.students_of_class(session, one.id, on=on)
        members[one.name] = [student.id for student in students]
    everybody = {student_id for of_class in members.values() for student_id in of_class}
    rows = await people_repository.guardians_of(session, everybody, on=on)
    pairs = {(link.guardian_id, link.student_id) for link, _person in rows}
    permissions = await delivery_permissions(session, pairs, now=now)
    of_child: dict[int, list[DeliveryPermission]] = {}
    for (_guardian_id, student_id), permission in permissions.items():
        if student_id is not None:
            of_child.setdefault(student_id, []).append(permission)
    return tuple(_class_status(name, ids, of_child) for name, ids in members.items())


def _class_status(
    name: str, student_ids: Collection[int], of_child: Mapping[int, list[DeliveryPermission]]
) -> ClassStatus:
    counts: Counter[str] = Counter()
    for student_id in student_ids:
        family = of_child.get(student_id, [])
        allowed = [one for one in family if one.verdict is DeliveryVerdict.ALLOWED]
        reached = [one for one in allowed if one.is_reachable]
        counts["linked"] += any(one.account_id is not None for one in family)
        counts["consented"] += bool(allowed)
        counts["unreachable"] += bool(allowed) and not reached
        counts["on_paper"] += not reached
    return ClassStatus(
        name=name,
        students=len(student_ids),
        linked=counts["linked"],
        consented=counts["consented"],
        unreachable=counts["unreachable"],
        on_paper=counts["on_paper"],
    )


async def _queue(session: AsyncSession, *, now: datetime) -> tuple[int, int, datetime | None]:
    # Without an account nothing can leave; it waits for its reader to join, and ends in time.
    waiting = and_(Notice.state == NoticeState.WAITING, Notice.account_id.is_not(None))
    due = await session.scalar(
        select(func.count()).select_from(Notice).where(waiting, Notice.due_at <= now)
    )
    later = await session.scalar(
        select(func.count()).select_from(Notice).where(waiting, Notice.due_at > now)
    )
    oldest = await session.scalar(
        select(Notice.due_at).where(waiting, Notice.due_at <= now).order_by(Notice.due_at).limit(1)
    )
    return due or 0, later or 0, oldest


async def _open_requests(session: AsyncSession) -> int:
    number = 0
    for entity in (LinkRequest, ContactRequest):
        number += (
            await session.scalar(
                select(func.count())
                .select_from(entity)
                .where(entity.state == LinkRequestState.PENDING)
            )
            or 0
        )
    return number


async def _imported_at(session: AsyncSession) -> datetime | None:
    """Return when an import last changed something of the lists the audit keeps."""
    return await session.scalar(
        select(AuditEntry.at)
        .join(AuditDetail, AuditDetail.entry_id == AuditEntry.id)
        .where(
            AuditEntry.entity.in_((Person.__tablename__, "enrollment", "guardianship")),
            AuditDetail.payload["why"].as_string() == "import",
        )
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    )


async def _backed_up_at(session: AsyncSession, school_id: int) -> datetime | None:
    """Return the latest backup of the deployment or of this school."""
    return await session.scalar(
        select(JobRun.ran_at)
        .where(JobRun.job == _BACKUP, JobRun.school_id.in_((0, school_id)))
        .order_by(JobRun.ran_at.desc())
        .limit(1)
    )
