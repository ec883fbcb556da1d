"""Whose data may reach whom now: asked when a notice is written and again just before sending.

Every function needs a session with the school bound.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access import repository
from services.access.consent_rules import (
    FULL_AGE,
    DeliveryVerdict,
    GuardianFacts,
    StudentFacts,
    birthday,
    delivery_verdict,
    effective_access,
    student_verdict,
)
from services.access.repository import Acts, GuardianshipRow, LinkedAccount, StudentRow
from services.i18n import DEFAULT_LANGUAGE
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.vocabulary import AccessMode, ConsentAction, ConsentPurpose, ContentMode, NoticeKind

__all__ = [
    "DeliveryPermission",
    "Recipient",
    "children_shown_to",
    "delivery_permission",
    "delivery_permissions",
    "families_of",
    "family_of",
    "staff_recipients",
]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is owed news of a child; without an account they go to paper."""

    person_id: int
    account_id: int | None


@dataclass(frozen=True, slots=True)
class DeliveryPermission:
    """Whether, where and how fully a person may be told about a child at this moment."""

    verdict: DeliveryVerdict
    account_id: int | None
    chat_id: int | None
    bot_id: int | None
    language: str
    content_mode: ContentMode
    is_reachable: bool
    muted: frozenset[NoticeKind] = frozenset()  # what the person has switched off
    alias: str = ""  # what the person calls the child, where it must not be named
    quiet_hours: str | None = None  # as the person has chosen them; None: those of the school
    is_of_own_account: bool = False  # a guardian's: nothing of a child may be told by it

    @property
    def is_allowed(self) -> bool:
        """Whether it may be delivered."""
        return self.verdict is DeliveryVerdict.ALLOWED


async def family_of(session: AsyncSession, student_id: int, *, on: date) -> list[Recipient]:
    """Return who is owed a student's news: guardians informed electronically, then the student.

    Consent is not asked here: it is asked when the news is sent. A student without an account is
    left out, a guardian without one is not.
    """
    return (await families_of(session, [student_id], on=on))[student_id]


async def families_of(
    session: AsyncSession, student_ids: Collection[int], *, on: date
) -> dict[int, list[Recipient]]:
    """Return the same for many students, in two statements."""
    guardians: dict[int, list[int]] = {student_id: [] for student_id in student_ids}
    for row in await repository.guardianships_over(session, student_ids):
        if _access(row, on=on) is AccessMode.ELECTRONIC and not _is_past(row.guardian_left_on, on):
            guardians[row.student_id].append(row.guardian_id)
    people = {*guardians, *(one for family in guardians.values() for one in family)}
    accounts = await repository.linked_accounts(session, people)
    return {
        student_id: [
            *(
                Recipient(one, accounts[one].account_id if one in accounts else None)
                for one in family
            ),
            *(
                [Recipient(student_id, accounts[student_id].account_id)]
                if student_id in accounts
                else []
            ),
        ]
        for student_id, family in guardians.items()
    }


async def staff_recipients(
    session: AsyncSession, person_ids: Collection[int]
) -> dict[int, Recipient]:
    """Return where members of staff can be reached; for their own work the link alone counts."""
    accounts = await repository.linked_accounts(session, person_ids)
    return {
        one: Recipient(one, accounts[one].account_id if one in accounts else None)
        for one in person_ids
    }


async def delivery_permission(
    session: AsyncSession, *, person_id: int, student_id: int, now: datetime
) -> DeliveryPermission:
    """Ask everything that may stand against telling *person_id* about *student_id* now."""
    pair = (person_id, student_id)
    return (await delivery_permissions(session, [pair], now=now))[pair]


async def delivery_permissions(
    session: AsyncSession, pairs: Collection[tuple[int, int | None]], *, now: datetime
) -> dict[tuple[int, int | None], DeliveryPermission]:
    """Ask the same for many pairs of (person, student) in a handful of statements.

    Without a student it is about a member of staff and the own work: the link decides, and that
    the confidentiality briefing was read, since a lesson's card names children. A
    guardian paired with oneself is told of the own account, never of a child: neither consent nor
    application is asked for, but whoever is suspended altogether hears nothing.
    """
    profile = await load_profile(session)
    on = now.astimezone(profile.timezone).date()
    student_ids = {student_id for _, student_id in pairs if student_id is not None}
    staff_ids = {person_id for person_id, student_id in pairs if student_id is None}
    asked = _Asked(
        profile=profile,
        on=on,
        guardianships=await repository.guardianships_over(session, student_ids),
        students=await repository.students(session, student_ids),
        acts=await repository.consent_acts(session, student_ids, on=on, days=profile.consent_days),
        accounts=await repository.linked_accounts(session, {person_id for person_id, _ in pairs}),
        own=await repository.own_access(session, {one for one, other in pairs if one == other}),
        staff=await repository.staff_left_on(session, staff_ids),
        unbriefed=await repository.unbriefed(session, staff_ids),
    )
    return {pair: _permission(asked, *pair) for pair in pairs}


async def children_shown_to(
    session: AsyncSession, guardian_id: int, *, now: datetime
) -> frozenset[int]:
    """Return the children whose data a guardian may see now."""
    children = await repository.child_ids(session, guardian_id)
    permissions = await delivery_permissions(
        session, [(guardian_id, student_id) for student_id in children], now=now
    )
    return frozenset(
        student_id for student_id in children if permissions[guardian_id, student_id].is_allowed
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """Everything read at once for some pairs."""

    profile: SchoolProfile
    on: date
    guardianships: Sequence[GuardianshipRow]
    students: Mapping[int, StudentRow]
    acts: Acts
    accounts: Mapping[int, LinkedAccount]
    own: Mapping[int, Sequence[GuardianshipRow]]  # of guardians asked about for themselves
    staff: Mapping[int, date | None]  # who of the people is staff, and when they leave
    unbriefed: frozenset[int]  # who of them has yet to read the confidentiality briefing


def _permission(asked: _Asked, person_id: int, student_id: int | None) -> DeliveryPermission:
    account = asked.accounts.get(person_id)
    content_mode = asked.profile.content_mode
    is_of_own_account = person_id == student_id and person_id in asked.own
    if student_id is None:
        verdict = _staff_verdict(asked, person_id)
        content_mode = ContentMode.FULL  # the mode binds what families read
    elif is_of_own_account:
        verdict = _own_account_verdict(asked, person_id)
    elif person_id == student_id:
        verdict = _own_verdict(asked, student_id)
    else:
        verdict = _guardian_verdict(asked, person_id, student_id)
    return DeliveryPermission(
        verdict=verdict,
        account_id=account.account_id if account else None,
        chat_id=account.chat_id if account else None,
        bot_id=account.bot_id if account else None,
        language=account.language if account else DEFAULT_LANGUAGE,
        content_mode=content_mode,
        is_reachable=account is not None and account.is_reachable,
        is_of_own_account=is_of_own_account,
    )


def _staff_verdict(asked: _Asked, person_id: int) -> DeliveryVerdict:
    if person_id not in asked.staff:
        return DeliveryVerdict.NOT_RELATED
    if _is_past(asked.staff[person_id], asked.on):
        return DeliveryVerdict.LEFT
    is_open = person_id in asked.accounts and person_id not in asked.unbriefed
    return DeliveryVerdict.ALLOWED if is_open else DeliveryVerdict.NOT_LINKED


def _own_account_verdict(asked: _Asked, guardian_id: int) -> DeliveryVerdict:
    rows = asked.own[guardian_id]
    if all(_is_past(row.guardian_left_on, asked.on) for row in rows):
        return DeliveryVerdict.LEFT
    if all(_access(row, on=asked.on) is AccessMode.SUSPENDED for row in rows):
        return DeliveryVerdict.SUSPENDED
    return DeliveryVerdict.ALLOWED if guardian_id in asked.accounts else DeliveryVerdict.NOT_LINKED


def _guardian_verdict(asked: _Asked, guardian_id: int, student_id: int) -> DeliveryVerdict:
    row = next(
        (
            row
            for row in asked.guardianships
            if (row.guardian_id, row.student_id) == (guardian_id, student_id)
        ),
        None,
    )
    student = asked.students.get(student_id)
    if row is None or student is None:
        return DeliveryVerdict.NOT_RELATED
    agreement = asked.acts.get((student_id, student_id, ConsentPurpose.GUARDIANS_INFORMED))
    return delivery_verdict(
        GuardianFacts(
            access=_access(row, on=asked.on),
            is_linked=guardian_id in asked.accounts,
            consent=asked.acts.get((guardian_id, student_id, ConsentPurpose.DELIVERY)),
            has_left=_is_past(row.guardian_left_on, asked.on)
            or _is_past(student.left_on, asked.on),
            needs_application=asked.profile.needs_paper_consent,
            has_application=row.has_application,
            is_adult_student=student.birth_date is not None
            and birthday(student.birth_date, age=FULL_AGE) <= asked.on,
            adult_agreed=agreement is ConsentAction.GIVEN,
        )
    )


def _own_verdict(asked: _Asked, student_id: int) -> DeliveryVerdict:
    student = asked.students.get(student_id)
    if student is None:
        return DeliveryVerdict.NOT_RELATED
    # A guardian on paper may let the child use the diary; one whose access is suspended may not.
    consenting = [
        row
        for row in asked.guardianships
        if row.student_id == student_id
        and _access(row, on=asked.on) is not AccessMode.SUSPENDED
        and asked.acts.get((row.guardian_id, student_id, ConsentPurpose.STUDENT_ACCOUNT))
        is ConsentAction.GIVEN
    ]
    return student_verdict(
        StudentFacts(
            is_linked=student_id in asked.accounts,
            guardian_consented=bool(consenting),
            own_consent=asked.acts.get((student_id, student_id, ConsentPurpose.STUDENT_ACCOUNT)),
            birth_date=student.birth_date,
            has_left=_is_past(student.left_on, asked.on),
            needs_application=asked.profile.needs_paper_consent,
            has_application=any(row.has_application for row in consenting),
        ),
        on=asked.on,
    )


def _access(row: GuardianshipRow, *, on: date) -> AccessMode:
    return effective_access(row.access, starts_on=row.access_from, ends_on=row.access_to, on=on)


def _is_past(left_on: date | None, on: date) -> bool:
    return left_on is not None and left_on <= on
