"""The register of people: who is in, who has a code, who is not yet; and one person's card.

The class teacher sees the families of the own class, the office everybody. Nothing changes here.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime

from rapidfuzz import fuzz
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed, require
from services.database import Database, bind_school
from services.errors import NotAllowed, NotFound
from services.joining import people_repository, repository
from services.joining.people_facts import (
    ClassChoice,
    JoinState,
    PeoplePage,
    PersonCard,
    PersonLine,
    RegisterChoice,
)
from services.joining.person_cards import card_of, line_of
from services.models import Person
from services.regulation.repository import load_profile
from services.vocabulary import PersonKind

__all__ = ["PAGE", "PeopleDesk"]

PAGE = 8  # people on a page: buttons with names, a thumb's reach
_MISSING = (JoinState.HAS_CODE, JoinState.NOT_YET)
_SIMILAR = 80  # of 100, as rapidfuzz counts: two letters of a long name may be wrong


class PeopleDesk:
    """Answers who has come and who has not."""

    def __init__(self, database: Database) -> None:
        """Read *database*."""
        self._database = database

    async def choices(self, who: Identity) -> RegisterChoice:
        """Return where *who* may look.

        Raises:
            NotAllowed: nowhere.
        """
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                choice = RegisterChoice(
                    classes=tuple(
                        ClassChoice(one.id, one.name)
                        for one in await people_repository.classes(session)
                        if is_allowed(who, Action.SEE_FAMILY_ACCESS, class_id=one.id)
                    ),
                    with_staff=is_allowed(who, Action.SEE_STAFF_ACCESS),
                )
        if not choice.classes and not choice.with_staff:
            raise NotAllowed(action=Action.SEE_FAMILY_ACCESS)
        return choice

    async def class_page(
        self, who: Identity, *, class_id: int, page: int, only_missing: bool, now: datetime
    ) -> PeoplePage:
        """Return a page of a class's families: each student, then the guardians.

        Raises:
            NotAllowed: not the own class.
            NotFound: there is no such class.
        """
        require(who, Action.SEE_FAMILY_ACCESS, class_id=class_id)
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                on = now.astimezone((await load_profile(session)).timezone).date()
                names = {one.id: one.name for one in await people_repository.classes(session)}
                if class_id not in names:
                    raise NotFound
                lines = await _lines_of_class(session, class_id, now=now, on=on)
                return _page(
                    lines,
                    page=page,
                    only_missing=only_missing,
                    class_id=class_id,
                    class_name=names[class_id],
                )

    async def class_lines(
        self, who: Identity, *, class_id: int, now: datetime
    ) -> tuple[str, date, tuple[PersonLine, ...]]:
        """Return a class's name, the school's date, and all of its people.

        Raises:
            NotAllowed: not the own class.
            NotFound: there is no such class.
        """
        require(who, Action.SEE_FAMILY_ACCESS, class_id=class_id)
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                on = now.astimezone((await load_profile(session)).timezone).date()
                name = await people_repository.class_name_of(session, class_id)
                lines = await _lines_of_class(session, class_id, now=now, on=on)
                return name, on, tuple(lines)

    async def staff_page(
        self, who: Identity, *, page: int, only_missing: bool, now: datetime
    ) -> PeoplePage:
        """Return a page of the staff.

        Raises:
            NotAllowed: not theirs to see.
        """
        require(who, Action.SEE_STAFF_ACCESS)
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                on = now.astimezone((await load_profile(session)).timezone).date()
                people = await people_repository.staff(session, on=on)
                states = await people_repository.states(session, people, now=now, on=on)
                lines = [line_of(one, states) for one in sorted(people, key=_by_name)]
                return _page(lines, page=page, only_missing=only_missing)

    async def find(self, who: Identity, query: str, *, page: int, now: datetime) -> PeoplePage:
        """Return people whose names begin as *query* says, or sound like it; or a whole class.

        Raises:
            NotAllowed: there is nobody *who* may see.
        """
        choice = await self.choices(who)
        wanted = _folded(query)
        for one in choice.classes:
            if _folded(one.name) == wanted.replace(" ", ""):
                return await self.class_page(
                    who, class_id=one.class_id, page=page, only_missing=False, now=now
                )
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                on = now.astimezone((await load_profile(session)).timezone).date()
                people = await _visible(session, who, on=on)
                found = _matching(people, wanted)
                states = await people_repository.states(session, found, now=now, on=on)
                lines = [line_of(one, states) for one in sorted(found, key=_by_name)]
                return _page(lines, page=page, only_missing=False, query=query)

    async def card(self, who: Identity, person_id: int, *, now: datetime) -> PersonCard:
        """Return one person's card.

        Raises:
            NotAllowed: not theirs to see.
            NotFound: there is no such person.
        """
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                return await card_of(session, who, person_id, now=now)


async def _visible(session: AsyncSession, who: Identity, *, on: date) -> list[Person]:
    if is_allowed(who, Action.SEE_FAMILY_ACCESS):
        people = await people_repository.everybody(session, on=on)
        with_staff = is_allowed(who, Action.SEE_STAFF_ACCESS)
        return [one for one in people if with_staff or one.kind is not PersonKind.STAFF]
    found: dict[int, Person] = {}
    for class_id in sorted(who.homeroom_class_ids):
        students, guardians = await people_repository.people_of_class(session, class_id, on=on)
        found.update({one.id: one for one in students})
        found.update({one.id: one for _, one in guardians})
    return list(found.values())


async def _lines_of_class(
    session: AsyncSession, class_id: int, *, now: datetime, on: date
) -> list[PersonLine]:
    students, guardians = await people_repository.people_of_class(session, class_id, on=on)
    everybody = {one.id: one for one in (*students, *(person for _, person in guardians))}
    states = await people_repository.states(session, everybody.values(), now=now, on=on)
    lines: list[PersonLine] = []
    for student in sorted(students, key=_by_name):
        lines.append(line_of(student, states))
        lines.extend(
            line_of(person, states, relation=link.relation, child=repository.person_facts(student))
            for link, person in guardians
            if link.student_id == student.id
        )
    return lines


def _page(
    lines: Sequence[PersonLine],
    *,
    page: int,
    only_missing: bool,
    class_id: int = 0,
    class_name: str = "",
    query: str = "",
) -> PeoplePage:
    one_each = {line.person_id: line for line in lines}  # twins have one mother
    tally = Counter((line.kind, line.state) for line in one_each.values())
    shown = [line for line in lines if not only_missing or line.state in _MISSING]
    pages = max(1, -(-len(shown) // PAGE))
    at = min(max(page, 0), pages - 1)
    return PeoplePage(
        class_id=class_id,
        class_name=class_name,
        query=query,
        only_missing=only_missing,
        lines=tuple(shown[at * PAGE : (at + 1) * PAGE]),
        page=at,
        pages=pages,
        tally=tally,
    )


def _matching(people: Collection[Person], wanted: str) -> list[Person]:
    words = wanted.split()
    if not words:
        return []
    found = [one for one in people if _begins(one, words)]
    if found:
        return found
    return [one for one in people if fuzz.ratio(_folded(one.family_name), words[0]) >= _SIMILAR]


def _begins(person: Person, words: Sequence[str]) -> bool:
    names = [
        part
        for name in (person.family_name, person.given_name, person.patronymic)
        for part in _folded(name).replace("-", " ").split()
    ]
    return all(any(name.startswith(word) for name in names) for word in words)


def _folded(text: str) -> str:
    """Return a text as names are compared: ё is е, no capitals, no dots."""
    return " ".join(text.casefold().replace("ё", "е").replace(".", " ").replace("-", " ").split())


def _by_name(person: Person) -> tuple[str, str, int]:
    return _folded(person.family_name), _folded(person.given_name), person.id
