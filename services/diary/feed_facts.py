"""Calendar feeds as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.diary.facts import ChildFacts
from services.diary.timetable_lines import TimetableLine
from services.errors import DiaryError

__all__ = ["Feed", "FeedGone", "FeedLesson", "FeedPage"]


class FeedGone(DiaryError):
    """The address is unknown, ended, or shows a child its reader may not see now. Facts: none."""


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Whether a child has an address for this reader, and (just made) what it is."""

    child: ChildFacts
    children: tuple[ChildFacts, ...]
    zone: ZoneInfo
    created_at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class FeedLesson:
    """One lesson of a feed; its key is the same whenever it is read."""

    key: str
    on: date
    line: TimetableLine


@dataclass(frozen=True, slots=True)
class Feed:
    """The lessons a feed shows, in the language of its reader."""

    child: ChildFacts
    language: str
    today: date
    lessons: tuple[FeedLesson, ...]
