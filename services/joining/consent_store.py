"""SQL of consents: texts by version, acts in order."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.consent_rules import first_unanswered
from services.access.repository import editions
from services.database import bound_school_id
from services.joining.consent_facts import AskKey
from services.joining.consent_text import default_text
from services.models import Consent, ConsentText, School, SchoolSetting
from services.regulation.profile import SchoolProfile, SettingKey
from services.vocabulary import ConsentAction, ConsentPurpose

__all__ = [
    "acts_of_person",
    "current_text",
    "find_text",
    "latest_acts",
    "publish_text",
    "published_text",
    "text_versions",
    "unanswered_keys",
]


async def find_text(session: AsyncSession, text_id: int) -> ConsentText | None:
    """Return a version of a text by its id."""
    return await session.scalar(select(ConsentText).where(ConsentText.id == text_id))


async def current_text(
    session: AsyncSession, purpose: ConsentPurpose, *, profile: SchoolProfile, on: date
) -> ConsentText:
    """Return the version to be shown today: the newest published edition, once there is one.

    Before that the text follows the settings, and a changed one becomes the next version first.
    """
    published = await published_text(session, purpose, on=on)
    if published is not None:
        return published
    text = await _wanted_text(session, purpose, profile=profile)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    latest = await _latest(session, purpose, on=on)
    if latest is None or latest.sha256 != sha256:
        await _one_at_a_time(session)
        latest = await _latest(session, purpose, on=on)  # another parent may have been first
    if latest is not None and latest.sha256 == sha256:
        return latest
    highest = await session.scalar(
        select(func.max(ConsentText.version)).where(ConsentText.purpose == purpose)
    )
    row = ConsentText(
        purpose=purpose, version=(highest or 0) + 1, text=text, sha256=sha256, valid_from=on
    )
    session.add(row)
    await session.flush()
    return row


async def _latest(
    session: AsyncSession, purpose: ConsentPurpose, *, on: date
) -> ConsentText | None:
    return await session.scalar(
        select(ConsentText)
        .where(ConsentText.purpose == purpose, ConsentText.valid_from <= on)
        .order_by(ConsentText.version.desc())
        .limit(1)
    )


async def _one_at_a_time(session: AsyncSession) -> None:
    """Let no other transaction number a text until this one ends; SQLite has one writer anyway.

    Key share: rows that point to the school lock it that far, and would make this a deadlock.
    """
    school = select(School.id).where(School.id == bound_school_id())
    await session.scalar(school.with_for_update(key_share=True))


async def published_text(
    session: AsyncSession, purpose: ConsentPurpose, *, on: date | None = None
) -> ConsentText | None:
    """Return the newest edition published for a purpose, or the one in force on a day."""
    statement = select(ConsentText).where(ConsentText.purpose == purpose, ConsentText.asks_again)
    if on is not None:
        statement = statement.where(ConsentText.valid_from <= on)
    return await session.scalar(statement.order_by(ConsentText.valid_from.desc()).limit(1))


async def publish_text(
    session: AsyncSession, purpose: ConsentPurpose, *, text: str, valid_from: date
) -> ConsentText:
    """Store an edition that is asked about again from a day on."""
    highest = await session.scalar(
        select(func.max(ConsentText.version)).where(ConsentText.purpose == purpose)
    )
    row = ConsentText(
        purpose=purpose,
        version=(highest or 0) + 1,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        valid_from=valid_from,
        asks_again=True,
    )
    session.add(row)
    await session.flush()
    return row


async def unanswered_keys(
    session: AsyncSession, acts: Mapping[AskKey, Consent], *, on: date
) -> frozenset[AskKey]:
    """Return which given consents a newer edition waits for an answer to."""
    given = {key: act for key, act in acts.items() if act.action is ConsentAction.GIVEN}
    published = await editions(session)
    if not given or not published:
        return frozenset()
    texts = await session.execute(
        select(ConsentText.id, ConsentText.valid_from).where(
            ConsentText.id.in_({act.consent_text_id for act in given.values()}),
            ConsentText.asks_again,
        )
    )
    under = {row.id: row.valid_from for row in texts}
    return frozenset(
        key
        for key, act in given.items()
        if first_unanswered(
            under.get(act.consent_text_id or 0), published.get(key.purpose, ()), on=on
        )
    )


async def _wanted_text(
    session: AsyncSession, purpose: ConsentPurpose, *, profile: SchoolProfile
) -> str:
    if purpose is ConsentPurpose.DELIVERY:
        own = await session.scalar(
            select(SchoolSetting.value).where(SchoolSetting.key == SettingKey.CONSENT_TEXT)
        )
        if own and own.strip():
            return own.strip()
    return default_text(purpose, profile)


async def latest_acts(session: AsyncSession, keys: Collection[AskKey]) -> dict[AskKey, Consent]:
    """Return the latest act for each of some consents that has any."""
    rows = await session.scalars(
        select(Consent)
        .where(
            Consent.person_id.in_({key.person_id for key in keys}),
            Consent.student_id.in_({key.student_id for key in keys}),
        )
        .order_by(Consent.id)
    )
    acts = {AskKey(row.person_id, row.student_id, row.purpose): row for row in rows}
    return {key: acts[key] for key in keys if key in acts}


async def acts_of_person(session: AsyncSession, person_id: int) -> dict[AskKey, Consent]:
    """Return the latest act for each consent a person ever decided about."""
    rows = await session.scalars(
        select(Consent).where(Consent.person_id == person_id).order_by(Consent.id)
    )
    return {AskKey(row.person_id, row.student_id, row.purpose): row for row in rows}


async def text_versions(session: AsyncSession, text_ids: Collection[int]) -> dict[int, int]:
    """Return the version numbers of some texts."""
    rows = await session.execute(
        select(ConsentText.id, ConsentText.version).where(ConsentText.id.in_(text_ids))
    )
    return {row.id: row.version for row in rows}
