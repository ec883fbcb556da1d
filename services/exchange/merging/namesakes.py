"""Which stored person a row means: by the id, else by full name and what tells namesakes apart.

A match that could be wrong would show a family somebody else's child: then it is a problem of the
row, with what to do, and nothing is stored. The class never decides.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from services.exchange.checks.common import at
from services.exchange.findings import shown
from services.exchange.merging.state import Merge
from services.exchange.names import fold
from services.exchange.reading.identities import full_name
from services.exchange.sheets import GuardianRow, PersonRow, StaffRow, StudentRow
from services.i18n import gettext as _
from services.models import Person

__all__ = ["Known"]


class Known:
    """The people of one list who were stored before this import."""

    def __init__(self, merge: Merge, people: Iterable[Person]) -> None:
        self._merge = merge
        self._by_id: dict[str, Person] = {}
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        self._without_patronymic: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            bare = fold(f"{person.family_name} {person.given_name}")
            self._without_patronymic[bare].append(person)
            self._by_name[_name_of(person)].append(person)
            if person.external_id is not None:
                self._by_id[person.external_id] = person

    def student(self, row: StudentRow) -> Person | None:
        """Return the student a row means; None: nobody stored."""
        found = self._by_id.get(row.external_id) if row.has_id else None
        if found is not None:
            return found
        namesakes = self._namesakes(row)
        if row.birth_date and not namesakes:
            # A patronymic was added or left out: on the day of birth it is the same child.
            bare = fold(f"{row.family_name} {row.given_name}")
            namesakes = [
                one
                for one in self._without_patronymic.get(bare, ())
                if one.birth_date == row.birth_date and not (one.patronymic and row.patronymic)
            ]
        born = [one for one in namesakes if one.birth_date == row.birth_date]
        if row.has_id:
            other = next((one for one in born if one.external_id and row.birth_date), None)
            if other is not None:
                self._other_id(row, other)
                return other
            namesakes = [one for one in namesakes if one.external_id is None]
            born = [one for one in born if one.external_id is None]
        if len(born) == 1 and (row.birth_date or len(namesakes) == 1):
            return born[0]
        half_known = [one for one in namesakes if None in {one.birth_date, row.birth_date}]
        if born or half_known:
            self._doubt(
                row,
                _(
                    "“{name}” may be a student stored before, and the birth dates do not tell."
                    " Give the id or the birth date that was imported before."
                ),
            )
            return (born or half_known)[0]
        return None

    def member_of_staff(self, row: StaffRow) -> Person | None:
        """Return the member of staff a row means; None: nobody stored."""
        found = self._by_id.get(row.external_id) if row.has_id else None
        if found is not None:
            return found
        namesakes = self._namesakes(row)
        if row.has_id:
            namesakes = [one for one in namesakes if one.external_id is None]
        same_phone = self._with_phone(namesakes, row)
        if len(same_phone) == 1:
            return same_phone[0]
        # A teacher with a new number: of staff the whole name is enough where it is the only one.
        if len(namesakes) == 1 and (row.patronymic or not self._differ(namesakes[0], row)):
            return namesakes[0]
        if namesakes:
            self._doubt(
                row,
                _(
                    "“{name}” may be somebody stored before, and the phones do not tell. Give the"
                    " id or the phone that was imported before."
                ),
            )
            return namesakes[0]
        return None

    def guardian(self, row: GuardianRow, of_the_child: Collection[int]) -> Person | None:
        """Return the guardian a row means; None: nobody stored.

        *of_the_child*: the ids of those who are guardians of this child already; no child has two
        of the same name. Otherwise it takes the same name and the same phone.
        """
        found = self._by_id.get(row.external_id) if row.has_id else None
        if found is not None:
            return found
        namesakes = self._namesakes(row)
        if row.has_id:
            namesakes = [one for one in namesakes if one.external_id is None]
        own = [one for one in namesakes if one.id in of_the_child]
        return next(iter(own or self._with_phone(namesakes, row)), None)

    def _namesakes(self, row: PersonRow) -> list[Person]:
        return self._by_name.get(fold(full_name(row)), [])

    def _with_phone(self, people: list[Person], row: PersonRow) -> list[Person]:
        if not row.phone:
            return []
        digest = self._merge.keys.phone_hash(row.phone)
        return [one for one in people if one.phone_hash == digest]

    def _differ(self, person: Person, row: PersonRow) -> bool:
        """Whether both have a phone, and not the same (which was asked before)."""
        return bool(row.phone and person.phone_hash)

    def _other_id(self, row: StudentRow, stored: Person) -> None:
        self._merge.findings.problems.append(
            at(
                row,
                "external_id",
                _(
                    "“{name}”, born on the same day, is stored with the id “{id}”. Keep that id."
                ).format(name=shown(full_name(row)), id=shown(stored.external_id or "")),
            )
        )

    def _doubt(self, row: PersonRow, sentence: str) -> None:
        self._merge.findings.problems.append(
            at(row, "family_name", sentence.format(name=shown(full_name(row))))
        )


def _name_of(person: Person) -> str:
    parts = (person.family_name, person.given_name, person.patronymic)
    return fold(" ".join(part for part in parts if part))
