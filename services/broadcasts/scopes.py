"""Whom a member of staff may write to, and who that is at this moment; the school is bound."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import delivery_permissions
from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.broadcasts import repository
from services.broadcasts.facts import Audience, Scope
from services.broadcasts.rules import audience_of
from services.errors import NotAllowed
from services.regulation.profile import SchoolProfile
from services.vocabulary import BroadcastScope, BroadcastTarget

__all__ = ["audience_now", "is_own_class", "label_of", "require_scope", "scopes_of"]


async def scopes_of(session: AsyncSession, who: Identity) -> list[Scope]:
    """Return whom *who* may write to, the own class first.

    Raises:
        NotAllowed: to nobody.
    """
    found = await repository.homeroom_scopes(session, who.homeroom_class_ids)
    found += await repository.own_scopes(session, who.person_id)
    if is_allowed(who, Action.SEND_BROADCAST):
        found += await repository.all_scopes(session)
    unique = {(scope.kind, scope.ref): scope for scope in reversed(found)}
    allowed = [
        scope
        for key in dict.fromkeys((scope.kind, scope.ref) for scope in found)
        if await _may(session, who, scope := unique[key])
    ]
    if not allowed:
        raise NotAllowed(action=Action.SEND_BROADCAST)
    return allowed


async def _may(session: AsyncSession, who: Identity, scope: Scope) -> bool:
    class_id = scope.ref if scope.kind is BroadcastScope.SCHOOL_CLASS else None
    return is_allowed(
        who,
        Action.SEND_BROADCAST,
        class_id=class_id,
        teacher_ids=await repository.teacher_ids_of(session, scope),
    )


async def require_scope(session: AsyncSession, who: Identity, scope: Scope) -> None:
    """Return when *who* may write to *scope*.

    Raises:
        NotAllowed: they may not.
    """
    if not await _may(session, who, scope):
        raise NotAllowed(action=Action.SEND_BROADCAST)


def is_own_class(who: Identity, scope: Scope) -> bool:
    """Whether it is the class whose class teacher asks."""
    return scope.kind is BroadcastScope.SCHOOL_CLASS and scope.ref in who.homeroom_class_ids


async def label_of(session: AsyncSession, scope: Scope) -> str:
    """Return the name of a scope; empty for the school."""
    match scope.kind:
        case BroadcastScope.SCHOOL:
            return ""
        case BroadcastScope.GRADE:
            return str(scope.ref)
        case _:
            return await repository.label_of(session, scope)


async def audience_now(
    session: AsyncSession,
    scope: Scope,
    target: BroadcastTarget,
    profile: SchoolProfile,
    *,
    now: datetime,
) -> Audience:
    """Return who would get it at this moment, and why others would not."""
    on = now.astimezone(profile.timezone).date()
    student_ids = await repository.student_ids_of(session, scope, on=on)
    pairs: list[tuple[int, int]] = []
    if target is not BroadcastTarget.STUDENTS:
        pairs += await repository.guardian_pairs(session, student_ids)
    if target is not BroadcastTarget.PARENTS:
        pairs += [(one, one) for one in student_ids]
    return audience_of(pairs, await delivery_permissions(session, pairs, now=now))
