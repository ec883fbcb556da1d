"""Telling people what changes about consent: a new edition of the text, a birthday that counts.

May run at any time and any number of times: each thing is owed once to each person.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.clock import Clock
from services.database import Database, bind_school
from services.joining import consent_store as store
from services.joining import repository
from services.joining.age_steps import AgeStep, day_of, steps_on
from services.joining.consent_facts import AskKey
from services.models import Consent, Person, School
from services.outbox.enqueue import FactNews, StaffNews, tell_family, tell_staff
from services.outbox.keys import agreement_key
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.roster.membership import class_ids_of
from services.vocabulary import (
    ConsentPurpose,
    FactKind,
    FactRef,
    NoticeKind,
    PersonKind,
)

__all__ = ["AgreementNews", "ask_about_account", "tell_account_opened"]

_DAYTIME = time(10)  # nobody is told of papers at seven in the morning


class AgreementNews:
    """Owes what there is to be said about consent and age in all schools."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def prepare(self) -> int:
        """Owe what is due today and return how many notices are new."""
        now = self._clock.now()
        added = 0
        async with self._database.reading() as session:
            schools = (await session.scalars(select(School.id).order_by(School.id))).all()
        for school_id in schools:
            with bind_school(school_id):
                async with self._database.transaction() as session:
                    profile = await load_profile(session)
                    added += await _tell_editions(session, profile, now=now)
                    added += await _tell_ages(session, profile, now=now)
        return added


async def ask_about_account(
    session: AsyncSession, student_id: int, *, profile: SchoolProfile, now: datetime
) -> None:
    """Owe the guardians of a student who has come in the question about the account.

    Without it the student would wait for parents who do not know that they are waited for.
    """
    guardians = await repository.guardians_of(session, student_id)
    news = [
        _account_news(student_id, one, revision=1, profile=profile, now=now) for one in guardians
    ]
    await tell_family(session, news, profile=profile, now=now)


async def tell_account_opened(
    session: AsyncSession, student_id: int, *, act_id: int, profile: SchoolProfile, now: datetime
) -> None:
    """Owe a student the word that a guardian's consent, *act_id*, has opened the own account."""
    news = _account_news(student_id, student_id, revision=act_id, profile=profile, now=now)
    await tell_family(session, [news], profile=profile, now=now)


def _account_news(
    student_id: int, reader_id: int, *, revision: int, profile: SchoolProfile, now: datetime
) -> FactNews:
    return FactNews(
        student_id=student_id,
        fact=FactRef(FactKind.STUDENT_ACCOUNT, student_id),
        revision=revision,
        kind=NoticeKind.AGREEMENT,
        merge_key=agreement_key(person_id=reader_id, on=now.astimezone(profile.timezone).date()),
        result_at=now,
        due_at=now,
        readers=frozenset({reader_id}),
    )


async def _tell_editions(session: AsyncSession, profile: SchoolProfile, *, now: datetime) -> int:
    """Ask once more who consented under an edition that a published one has replaced."""
    on = now.astimezone(profile.timezone).date()
    text = await store.published_text(session, ConsentPurpose.DELIVERY, on=on)
    if text is None or not profile.can_collect_consent:
        return 0
    rows = await session.scalars(
        select(Consent).where(Consent.purpose == ConsentPurpose.DELIVERY).order_by(Consent.id)
    )
    acts = {AskKey(row.person_id, row.student_id, row.purpose): row for row in rows}
    asked: dict[int, int] = {}  # one message to a person, whatever the number of children
    for key in sorted(
        await store.unanswered_keys(session, acts, on=on),
        key=lambda key: (key.person_id, key.student_id),
    ):
        asked.setdefault(key.person_id, key.student_id)
    due_at = _due(now, profile)
    news = [
        FactNews(
            student_id=student_id,
            fact=FactRef(FactKind.CONSENT_TEXT, text.id),
            revision=1,
            kind=NoticeKind.AGREEMENT,
            merge_key=agreement_key(person_id=person_id, on=on),
            result_at=due_at,
            due_at=due_at,
            readers=frozenset({person_id}),
        )
        for person_id, student_id in asked.items()
    ]
    return await tell_family(session, news, profile=profile, now=now)


async def _tell_ages(session: AsyncSession, profile: SchoolProfile, *, now: datetime) -> int:
    """Tell the student, and before 18 guardians and class teacher, what a birthday changes."""
    on = now.astimezone(profile.timezone).date()
    steps = [
        (student, step)
        for student in await _students(session)
        if student.birth_date is not None and not _has_left(student, on=on)
        for step in steps_on(student.birth_date, on=on)
    ]
    due_at = _due(now, profile)
    families = [
        FactNews(
            student_id=student.id,
            fact=FactRef(FactKind.COMING_OF_AGE, student.id),
            revision=step,
            kind=NoticeKind.AGREEMENT,
            merge_key=agreement_key(person_id=student.id, on=on),
            result_at=due_at,
            due_at=due_at,
            expires_at=_expiry(student, step, profile),
            # Only the coming 18th birthday concerns the guardians' own messages.
            readers=None if step is AgeStep.FULL_AGE_SOON else frozenset({student.id}),
        )
        for student, step in steps
    ]
    told = await tell_family(session, families, profile=profile, now=now)
    grown = [student.id for student, step in steps if step is AgeStep.FULL_AGE_SOON]
    class_of = await class_ids_of(session, grown, on=on)
    teachers = await repository.homeroom_teachers(session, set(class_of.values()))
    staff = [
        StaffNews(
            person_id=teacher_id,
            fact=FactRef(FactKind.COMING_OF_AGE, student_id),
            revision=AgeStep.FULL_AGE_SOON,
            kind=NoticeKind.AGREEMENT,
            merge_key=agreement_key(person_id=student_id, on=on),
            result_at=due_at,
            due_at=due_at,
        )
        for student_id, class_id in class_of.items()
        if (teacher_id := teachers.get(class_id)) is not None
    ]
    return told + await tell_staff(session, staff, profile=profile, now=now)


async def _students(session: AsyncSession) -> Sequence[Person]:
    rows = await session.scalars(
        select(Person)
        .where(Person.kind == PersonKind.STUDENT, Person.birth_date.is_not(None))
        .order_by(Person.id)
    )
    return rows.all()


def _has_left(student: Person, *, on: date) -> bool:
    return student.left_on is not None and student.left_on <= on


def _due(now: datetime, profile: SchoolProfile) -> datetime:
    today = now.astimezone(profile.timezone).date()
    return max(now, datetime.combine(today, _DAYTIME, tzinfo=profile.timezone))


def _expiry(student: Person, step: AgeStep, profile: SchoolProfile) -> datetime | None:
    """Say «soon» only while it is to come."""
    if step is AgeStep.FULL_AGE or student.birth_date is None:
        return None
    return datetime.combine(day_of(step, student.birth_date), time(), tzinfo=profile.timezone)
