"""The truth about consent and age: what still waits for an answer, what a birthday changes."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.joining.age_steps import AgeStep, day_of
from services.joining.consent_facts import AskKey
from services.joining.consent_store import acts_of_person, latest_acts, unanswered_keys
from services.models import ConsentText, Person
from services.news import repository
from services.news.facts import AccountNews, AgeNews, EditionNews, News
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked
from services.vocabulary import ConsentPurpose

__all__ = ["ComingOfAgeSource", "ConsentTextSource", "StudentAccountSource"]


class ConsentTextSource:
    """Editions of the consent text, for who has not answered them."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; an edition is told once, and only while it waits."""
        looks = [look for group in groups for look in group]
        rows = await session.scalars(
            select(ConsentText).where(ConsentText.id.in_({look.fact.id for look in looks}))
        )
        texts = {row.id: row for row in rows}
        pupils = await repository.students(
            session, {look.student_id for look in looks if look.student_id}, on=moment.today
        )
        found: dict[int, Looked[News]] = {}
        for look in looks:
            text, pupil = texts.get(look.fact.id), pupils.get(look.student_id or 0)
            found[look.notice_id] = NOTHING_NEW
            if text is None or pupil is None or look.told is not None:
                continue
            acts = await acts_of_person(session, look.person_id)
            if await unanswered_keys(session, acts, on=moment.today):
                found[look.notice_id] = Looked(
                    news=EditionNews(
                        child=pupil.name,
                        version=text.version,
                        valid_from=text.valid_from,
                        pauses_on=text.valid_from + timedelta(days=moment.profile.consent_days),
                    ),
                    revision=look.revision,
                    value={"version": text.version},
                )
        return found


class ComingOfAgeSource:
    """Birthdays that change who consents."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; a step that was told is not told again."""
        looks = [look for group in groups for look in group]
        ids = {look.fact.id for look in looks}
        rows = await session.scalars(select(Person).where(Person.id.in_(ids)))
        students = {row.id: row for row in rows}
        pupils = await repository.students(session, ids, on=moment.today)
        found: dict[int, Looked[News]] = {}
        for look in looks:
            student, pupil = students.get(look.fact.id), pupils.get(look.fact.id)
            found[look.notice_id] = NOTHING_NEW
            if student is None or pupil is None or student.birth_date is None:
                continue
            if look.told is not None and look.told.value.get("step", 0) >= look.revision:
                continue
            step = AgeStep(look.revision)
            is_family = look.student_id is not None
            found[look.notice_id] = Looked(
                news=AgeNews(
                    child=pupil.name if is_family else None,
                    pupil=pupil.name,
                    step=step,
                    day=day_of(step, student.birth_date),
                ),
                revision=look.revision,
                value={"step": int(step)},
            )
        return found


class StudentAccountSource:
    """Children who have come in: guardians decide about it, and the child hears that they did."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; who has decided, either way, is not asked again."""
        looks = [look for group in groups for look in group]
        pupils = await repository.students(
            session, {look.fact.id for look in looks}, on=moment.today
        )
        found: dict[int, Looked[News]] = {}
        for look in looks:
            pupil = pupils.get(look.fact.id)
            key = AskKey(look.person_id, look.fact.id, ConsentPurpose.STUDENT_ACCOUNT)
            found[look.notice_id] = NOTHING_NEW
            if pupil is not None and look.person_id == look.fact.id:
                if look.told is None or look.told.value.get("act", 0) < look.revision:
                    found[look.notice_id] = Looked(
                        news=AccountNews(child=pupil.name, is_open=True),
                        revision=look.revision,
                        value={"act": look.revision},
                    )
                continue
            if pupil is None or look.told is not None or await latest_acts(session, [key]):
                continue
            found[look.notice_id] = Looked(
                news=AccountNews(child=pupil.name), revision=look.revision, value={"asked": True}
            )
        return found
