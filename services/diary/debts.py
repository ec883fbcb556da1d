"""What a child still owes, for the family."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.access.identity import Identity
from services.database import Database, bind_school
from services.debts.facts import OpenDebt
from services.debts.repository import open_debts
from services.diary.facts import ChildFacts
from services.diary.readers import (
    child_facts,
    children_of,
    profile_for_reading,
    reader_of,
    student_on,
)

__all__ = ["DebtPage", "DebtPagesService"]


@dataclass(frozen=True, slots=True)
class DebtPage:
    """A child's open debts, by the date they are due."""

    child: ChildFacts
    children: tuple[ChildFacts, ...]
    today: date
    debts: tuple[OpenDebt, ...]


class DebtPagesService:
    """Reads the debts of the children a family may see."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, family: Sequence[Identity], *, now: datetime, student_id: int | None = None
    ) -> DebtPage:
        """Return what a child owes; without a child, the first one.

        Raises:
            NotAllowed: nobody in *family* may see that child.
            NoChildOpen: they may see no child at all now.
            DetailsAtSchool: the school's messages name nobody.
        """
        who, child_id = reader_of(family, student_id)
        children = await children_of(self._database, family, now=now)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                row = await student_on(session, child_id, on=today)
                return DebtPage(
                    child=child_facts(row, profile),
                    children=children,
                    today=today,
                    debts=await open_debts(session, child_id, on=today, now=now),
                )
