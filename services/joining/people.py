"""The register of people: who is in, who has a code, who is not yet; and one person's card.

The class teacher sees the families of the own class, the office everybody. Nothing changes here.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from rapidfuzz import fuzz
from sqlalchemy.ext.asyncio import AsyncSession

from services.access import repository as access
from services.access.identity import Identity
from services.access.policy import Action, is_allowed, require
from services.database import Database, bind_school
from services.errors import NotAllowed, NotFound
from services.joining import people_repository, repository
from services.joining.facts import PersonFacts, VerifiedBy
from services.joining.people_facts import (
    CardChild,
    CardRights,
    ClassChoice,
    JoinState,
    LinkFacts,
    PeoplePage,
    PersonCard,
    PersonLine,
    RegisterChoice,
)
from services.joining.rights import Concern, concern_of, may, require_may
from services.models import Person
from services.regulation.repository import load_profile
from services.vocabulary import AccessMode, ConsentPurpose, PersonKind, Role

__all__ = ["PAGE", "PeopleDesk", "card_of"]

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
                lines = [_line(one, states) for one in sorted(people, key=_by_name)]
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
                lines = [_line(one, states) for one in sorted(found, key=_by_name)]
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


async def card_of(
    session: AsyncSession, who: Identity, person_id: int, *, now: datetime
) -> PersonCard:
    """Return a person's card as *who* may read it; the school is bound.

    Raises:
        NotAllowed: not theirs to see.
        NotFound: there is no such person.
    """
    person = await people_repository.find_person(session, person_id)
    if person is None:
        raise NotFound
    profile = await load_profile(session)
    on = now.astimezone(profile.timezone).date()
    concern = await concern_of(session, person, on=on)
    require_may(who, "see", concern)
    children = await _children(session, person, on=on)
    states = await people_repository.states(session, [person], now=now, on=on)
    linked = await people_repository.link_with_account(session, person.id)
    code = await people_repository.open_code(session, person.id, now=now)
    is_guardian = person.kind is PersonKind.GUARDIAN
    may_unlink = may(who, "unlink", concern)
    return PersonCard(
        person_id=person.id,
        kind=person.kind,
        person=repository.person_facts(person),
        roles=await _roles(session, person),
        class_names=await _class_names(session, person, children, on=on),
        state=states[person.id],
        link=LinkFacts(
            linked[0].id,
            linked[0].linked_at,
            VerifiedBy(linked[0].verified_by),
            linked[1].is_reachable,
        )
        if linked
        else None,
        code_id=code[0] if code else 0,
        code_until=code[1].astimezone(profile.timezone).date() if code else None,
        children=children,
        guardians=await _guardians(session, person, now=now, on=on),
        also=await _also(session, person, linked[1].id if linked else None),
        phone_tail=person.phone_tail or "",
        rights=CardRights(
            # A second code takes an account away from whoever has it: that is the other right.
            invite=may(who, "invite", concern)
            and (linked is None or may_unlink)
            and states[person.id] not in {JoinState.SUSPENDED, JoinState.ON_PAPER},
            unlink=linked is not None and may_unlink,
            suspend=is_guardian and is_allowed(who, Action.SUSPEND_ACCESS),
            record_application=is_guardian and is_allowed(who, Action.RECORD_APPLICATION),
        ),
        timezone=profile.timezone,
        list_id=_list_id(who, concern),
    )


def _list_id(who: Identity, concern: Concern) -> int | None:
    """Return the list to go back to: the class of a family, one's own first, or the staff's."""
    if concern.kind is PersonKind.STAFF:
        return 0
    own = sorted(concern.class_ids & who.homeroom_class_ids) or sorted(concern.class_ids)
    return own[0] if own else None


async def _children(session: AsyncSession, person: Person, *, on: date) -> tuple[CardChild, ...]:
    links = await repository.children_of(session, person.id)
    ids = [link.student_id for link in links]
    facts = await repository.children_facts(session, ids, on=on)
    people = await repository.people(session, ids)
    days = (await load_profile(session)).consent_days
    acts = await access.consent_acts(session, ids, on=on, days=days)
    return tuple(
        CardChild(
            student_id=link.student_id,
            person=repository.person_facts(people[link.student_id]),
            class_name=facts[link.student_id][0].class_name,
            relation=link.relation,
            application_number=link.application_number,
            application_date=link.application_date,
            access=repository.access_on(link, on=on),
            is_suspended_later=link.access is AccessMode.SUSPENDED
            and link.access_from is not None
            and link.access_from > on,
            access_reason=link.access_reason,
            access_from=link.access_from,
            access_to=link.access_to,
            consent=acts.get((person.id, link.student_id, ConsentPurpose.DELIVERY)),
        )
        for link in links
    )


async def _guardians(
    session: AsyncSession, person: Person, *, now: datetime, on: date
) -> tuple[PersonLine, ...]:
    if person.kind is not PersonKind.STUDENT:
        return ()
    rows = await people_repository.guardians_of(session, [person.id], on=on)
    states = await people_repository.states(
        session, [guardian for _, guardian in rows], now=now, on=on
    )
    return tuple(_line(guardian, states, relation=link.relation) for link, guardian in rows)


async def _also(
    session: AsyncSession, person: Person, account_id: int | None
) -> tuple[tuple[PersonKind, PersonFacts], ...]:
    if account_id is None:
        return ()
    own = (person.kind, repository.person_facts(person))
    return tuple(
        one for one in await repository.live_links_of_account(session, account_id) if one != own
    )


async def _roles(session: AsyncSession, person: Person) -> frozenset[Role]:
    match person.kind:
        case PersonKind.GUARDIAN:
            return frozenset({Role.GUARDIAN})
        case PersonKind.STUDENT:
            return frozenset({Role.STUDENT})
        case PersonKind.STAFF:
            roles = await access.staff_roles(session, person.id)
            homeroom = await access.homeroom_class_ids(session, person.id)
            return roles | {Role.HOMEROOM_TEACHER} if homeroom else roles


async def _class_names(
    session: AsyncSession, person: Person, children: Sequence[CardChild], *, on: date
) -> tuple[str, ...]:
    match person.kind:
        case PersonKind.STAFF:
            own = await access.homeroom_class_ids(session, person.id)
            rows = await people_repository.classes(session)
            names = [one.name for one in rows if one.id in own]
        case PersonKind.STUDENT:
            facts = await repository.children_facts(session, [person.id], on=on)
            names = [facts[person.id][0].class_name]
        case PersonKind.GUARDIAN:
            names = [child.class_name for child in children]
    return tuple(dict.fromkeys(name for name in names if name))


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
        lines.append(_line(student, states))
        lines.extend(
            _line(person, states, relation=link.relation, child=repository.person_facts(student))
            for link, person in guardians
            if link.student_id == student.id
        )
    return lines


def _line(
    person: Person,
    states: Mapping[int, JoinState],
    *,
    relation: str = "",
    child: PersonFacts | None = None,
) -> PersonLine:
    return PersonLine(
        person_id=person.id,
        kind=person.kind,
        person=repository.person_facts(person),
        state=states[person.id],
        relation=relation,
        child=child,
    )


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
