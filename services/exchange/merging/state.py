"""What the steps of a merge share: the session, the day, the ledger, and rows by their names."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.exchange.findings import Findings
from services.exchange.merging.ledger import Ledger
from services.exchange.reading.tables import Tables
from services.exchange.sheets import ClubRow
from services.keys import Keys
from services.models import Person, SchoolClass, StudyGroup, Subject

__all__ = ["Merge"]


@dataclass(slots=True)
class Merge:
    """One import under way, inside one transaction; later steps find what earlier ones stored."""

    session: AsyncSession
    school_id: int
    keys: Keys
    tables: Tables
    findings: Findings
    today: date
    with_leavers: bool
    first_day: date  # of the school year, as far as it is known
    ledger: Ledger = field(default_factory=Ledger)
    subjects: dict[str, Subject] = field(default_factory=dict)  # by fold(name)
    classes: dict[str, SchoolClass] = field(default_factory=dict)  # by name
    staff: dict[str, Person] = field(default_factory=dict)  # listed, by the workbook's keys
    students: dict[str, Person] = field(default_factory=dict)
    guardianships: set[tuple[int, int]] = field(default_factory=set)  # listed
    class_ids: dict[int, int] = field(default_factory=dict)  # a student's class now
    groups: dict[tuple[str, int | None], StudyGroup] = field(default_factory=dict)
    clubs: set[int] = field(default_factory=set)  # ids of groups
    club_rows: dict[int, ClubRow] = field(default_factory=dict)  # listed, by the group's id
    has_earlier_year: bool = False
    is_new_year: bool = False  # these lists are the first of a year that follows another one

    @property
    def as_of(self) -> date:
        """The day from which the lists hold; before it everything stays as it was.

        The first lists of a new year hold from its first day, whenever they come.
        """
        if self.has_earlier_year and (self.is_new_year or self.today < self.first_day):
            return self.first_day
        return self.today

    @property
    def is_before_year(self) -> bool:
        """Whether nothing has been taught yet: then lists are corrected, not continued."""
        return self.today <= self.first_day and not self.has_earlier_year
