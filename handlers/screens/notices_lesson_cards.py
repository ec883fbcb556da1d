"""A lesson that has begun, as its teacher is told of it: the card itself."""

from collections.abc import Sequence

from handlers.screens.lesson_card import card_rows, card_text
from services.news.facts import LessonCardNews
from services.outbox.ports import NoticeReader
from services.outgoing import Button

__all__ = ["lesson_card_lines", "lesson_card_rows"]


def lesson_card_lines(_reader: NoticeReader, news: Sequence[LessonCardNews]) -> list[str]:
    """Return what the cards say."""
    return [card_text(one.card) for one in news]


def lesson_card_rows(
    _reader: NoticeReader, news: LessonCardNews
) -> tuple[tuple[Button, ...], ...]:
    """Return what can be pressed."""
    return card_rows(news.card)
