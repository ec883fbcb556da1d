"""The truth about announcements: to be told, told already, to be reminded of, or taken back."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.broadcasts import repository
from services.broadcasts.repository import BroadcastText
from services.news.facts import BroadcastNews, News
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked, MessagePlace, ToldBefore

__all__ = ["BroadcastSource"]


class BroadcastSource:
    """Announcements as they stand now."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], _moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds."""
        looks = [look for group in groups for look in group]
        ids = {look.fact.id for look in looks}
        texts = await repository.texts(session, ids)
        answered = await repository.answered(session, ids)
        sole = await repository.sole_messages(
            session, {look.told.told_in for look in looks if look.told is not None}
        )
        return {
            look.notice_id: _look_at(
                look,
                texts.get(look.fact.id),
                has_answered=(look.fact.id, look.person_id) in answered,
                sole_messages=sole,
            )
            for look in looks
        }


def _look_at(
    look: Look, row: BroadcastText | None, *, has_answered: bool, sole_messages: frozenset[int]
) -> Looked[News]:
    told = look.told
    if row is None:
        return NOTHING_NEW
    if row.is_recalled:
        if told is None or told.value.get("is_recalled"):
            return NOTHING_NEW
        place = _place(told) if told.told_in in sole_messages else None
        return Looked(
            news=_news(look, row, is_recalled=True),
            revision=max(look.revision, row.revision),
            value={"is_recalled": True},
            replaces=place,
            is_unsaid=place is not None,
        )
    if has_answered or (told is not None and told.revision >= look.revision):
        return NOTHING_NEW
    return Looked(
        news=_news(look, row, is_reminder=told is not None),
        revision=max(look.revision, row.revision),
        value={"is_recalled": False},
    )


def _news(
    look: Look, row: BroadcastText, *, is_reminder: bool = False, is_recalled: bool = False
) -> BroadcastNews:
    return BroadcastNews(
        broadcast_id=look.fact.id,
        label=row.label,
        text=row.text,
        answers=row.answers,
        author=row.author,
        is_reminder=is_reminder,
        is_recalled=is_recalled,
    )


def _place(told: ToldBefore) -> MessagePlace | None:
    if told.chat_id is None or told.telegram_message_id is None:
        return None
    return MessagePlace(told.chat_id, told.telegram_message_id)
