"""News about a fortnight of a child."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.news.facts.children import ChildName
from services.roster.names import PersonName
from services.summaries.facts import FortnightFacts

__all__ = [
    "SummaryDraftsNews",
    "SummaryNews",
]


@dataclass(frozen=True, slots=True)
class SummaryNews:
    """A fortnight of a child; ``is_reminder``: it was told and not read."""

    child: ChildName
    summary_id: int
    facts: FortnightFacts
    sentence: str = ""
    teacher: PersonName | None = None
    is_reminder: bool = False


@dataclass(frozen=True, slots=True)
class SummaryDraftsNews:
    """The class teacher may write a sentence to each summary until they leave."""

    class_id: int
    class_name: str
    starts_on: date
    ends_on: date
    due_at: datetime
    zone: ZoneInfo
    child: None = None
