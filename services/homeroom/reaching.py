"""How the families of some students stand now: who is reached, and what stands against it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import delivery_permissions
from services.access.consent_rules import DeliveryVerdict
from services.access.repository import guardianships_over
from services.homeroom.facts import PupilName
from services.homeroom.families import FamilyReach, reach_of

__all__ = ["families_of_pupils", "reach_of_students"]


async def reach_of_students(
    session: AsyncSession, student_ids: Sequence[int], *, now: datetime
) -> dict[int, FamilyReach]:
    """Return how each student's family stands."""
    pairs = [
        (row.guardian_id, row.student_id) for row in await guardianships_over(session, student_ids)
    ]
    permissions = await delivery_permissions(session, pairs, now=now)
    of_student: defaultdict[int, list[tuple[DeliveryVerdict, bool]]] = defaultdict(list)
    for (_person_id, student_id), permission in permissions.items():
        if student_id is not None:
            of_student[student_id].append((permission.verdict, permission.is_reachable))
    return {student_id: reach_of(of_student[student_id]) for student_id in student_ids}


async def families_of_pupils(
    session: AsyncSession, pupils: Sequence[PupilName], *, now: datetime
) -> dict[FamilyReach, tuple[PupilName, ...]]:
    """Return the students of each standing, in the order of *pupils*."""
    reach = await reach_of_students(session, [one.student_id for one in pupils], now=now)
    return {
        each: tuple(one for one in pupils if reach[one.student_id] is each) for each in FamilyReach
    }
