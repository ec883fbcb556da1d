"""The gate of families: consent, link, access and wishes as they are at the moment of sending.

A guardian paired with oneself is asked for neither consent nor application, because such news is
of the own account. Which facts those are stands here, and nothing else passes by that pair.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import DeliveryPermission, delivery_permissions
from services.access.repository import accounts_of_several
from services.access.service import children_in_order
from services.preferences.choices import ChildChoices
from services.preferences.repository import child_choices, choices
from services.vocabulary import FactKind, PreferenceKey

__all__ = ["OWN_ACCOUNT_FACTS", "FamilyGate", "may_speak_of"]

# Answers to what a person has asked for the own account; none of them says a word of a child.
OWN_ACCOUNT_FACTS = frozenset(
    {FactKind.LINK_REQUEST, FactKind.CONTACT_REQUEST, FactKind.CORRECTION_REQUEST}
)


def may_speak_of(permission: DeliveryPermission, fact: FactKind) -> bool:
    """Whether an allowed message may speak of a kind of fact; by the own account: of itself."""
    return not permission.is_of_own_account or fact in OWN_ACCOUNT_FACTS


class FamilyGate:
    """Lets through what ``services/access`` allows."""

    async def permissions(
        self, session: AsyncSession, pairs: Collection[tuple[int, int | None]], *, now: datetime
    ) -> Mapping[tuple[int, int | None], DeliveryPermission]:
        """Return the permission for every (person, student or own work) of the bound school."""
        permissions = await delivery_permissions(session, pairs, now=now)
        about_children = [(person, child) for person, child in pairs if child is not None]
        wishes = await child_choices(session, about_children)
        quiet = await choices(session, PreferenceKey.QUIET_HOURS, {person for person, _ in pairs})
        return {
            pair: _as_wished(permission, wishes.get((pair[0], pair[1] or 0)), quiet.get(pair[0]))
            for pair, permission in permissions.items()
        }

    async def numbers(
        self, session: AsyncSession, account_ids: Collection[int], *, now: datetime
    ) -> Mapping[int, Mapping[int, int]]:
        """Return the number by which pages call each child of an account that sees several."""
        found: dict[int, Mapping[int, int]] = {}
        for account_id in sorted(await accounts_of_several(session, account_ids)):
            children = await children_in_order(session, account_id, now=now)
            if len(children) > 1:
                found[account_id] = {child: place for place, child in enumerate(children, 1)}
        return found


def _as_wished(
    permission: DeliveryPermission, wished: ChildChoices | None, quiet_hours: str | None
) -> DeliveryPermission:
    """Return the permission with what the person has chosen: less, never more."""
    if wished is None and quiet_hours is None:
        return permission
    wished = wished or ChildChoices()
    return replace(
        permission,
        content_mode=wished.mode_within(permission.content_mode),
        muted=wished.muted,
        alias=wished.alias,
        quiet_hours=quiet_hours,
    )
