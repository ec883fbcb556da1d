"""One person of the register: the card with what its reader may do, and the line of a list."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access import repository as access
from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.errors import NotFound
from services.joining import people_repository, repository
from services.joining.facts import PersonFacts, VerifiedBy
from services.joining.people_facts import (
    CardChild,
    CardRights,
    JoinState,
    LinkFacts,
    PersonCard,
    PersonLine,
)
from services.joining.rights import Concern, concern_of, may, require_may
from services.models import Person
from services.regulation.repository import load_profile
from services.vocabulary import AccessMode, ConsentPurpose, PersonKind, Role

__all__ = ["card_of", "line_of"]


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
    return tuple(line_of(guardian, states, relation=link.relation) for link, guardian in rows)


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


def line_of(
    person: Person,
    states: Mapping[int, JoinState],
    *,
    relation: str = "",
    child: PersonFacts | None = None,
) -> PersonLine:
    """Return a person as a line of a list."""
    return PersonLine(
        person_id=person.id,
        kind=person.kind,
        person=repository.person_facts(person),
        state=states[person.id],
        relation=relation,
        child=child,
    )
