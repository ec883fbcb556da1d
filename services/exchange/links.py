"""One-time links to the page on which lists are brought where the chat may not carry them.

A link is somebody's: it does what that member of the office may do at the moment it is used, for
a quarter of an hour, and ends with the lists it has stored, a newer link, or the lost phone.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from sqlalchemy import Table, select

from services.access.identity import Identity
from services.access.policy import Action, is_allowed, require
from services.access.service import AccessService
from services.audit.acting import acting
from services.clock import Clock
from services.database import Database, bind_school
from services.errors import OutOfDate
from services.keys import Keys
from services.models import ImportLink

__all__ = ["LINK_LIVES", "ImportLinkOwner", "ImportLinks"]

LINK_LIVES = timedelta(minutes=15)
_SECRET_BYTES = 24  # 192 bits, 32 characters of an address


@dataclass(frozen=True, slots=True)
class ImportLinkOwner:
    """Who brings lists by a link, and the language the page speaks."""

    who: Identity
    language: str
    link_id: int


class ImportLinks:
    """Makes links and says whose they are."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        keys: Keys,
        *,
        public_url: str,
        make_secret: Callable[[int], str] = secrets.token_urlsafe,
    ) -> None:
        """*public_url*: where the school's people find the pages of this program."""
        self._database = database
        self._clock = clock
        self._keys = keys
        self._access = AccessService(database, clock)
        self._public_url = public_url.rstrip("/")
        self._make_secret = make_secret

    async def create(self, who: Identity) -> str:
        """Return the address of a new link, the only one of *who* from now on.

        Raises:
            NotAllowed: lists are not theirs to bring.
        """
        require(who, Action.IMPORT_LISTS)
        now, secret = self._clock.now(), self._make_secret(_SECRET_BYTES)
        with bind_school(who.school_id), acting(who.person_id):
            async with self._database.transaction() as session:
                for one in await session.scalars(
                    select(ImportLink).where(
                        ImportLink.person_id == who.person_id, ImportLink.ended_at.is_(None)
                    )
                ):
                    one.ended_at = now
                session.add(
                    ImportLink(
                        person_id=who.person_id,
                        secret_hash=self._keys.import_link_hash(secret),
                        created_at=now,
                        expires_at=now + LINK_LIVES,
                    )
                )
                await session.flush()
        return f"{self._public_url}/import/{secret}"

    async def owner(self, secret: str) -> ImportLinkOwner:
        """Return whose link it is.

        Raises:
            OutOfDate: nobody's (any more): used, replaced, too old, or the right is gone.
        """
        table = cast("Table", ImportLink.__table__)  # no school is known before it is found
        async with self._database.reading() as session:
            row = (
                await session.execute(
                    select(table).where(
                        table.c.secret_hash == self._keys.import_link_hash(secret),
                        table.c.ended_at.is_(None),
                        table.c.expires_at > self._clock.now(),
                    )
                )
            ).one_or_none()
        if row is None:
            raise OutOfDate
        found = await self._access.linked_person(school_id=row.school_id, person_id=row.person_id)
        if found is None or not is_allowed(found[0], Action.IMPORT_LISTS):
            raise OutOfDate
        return ImportLinkOwner(found[0], found[1], row.id)

    async def end(self, owner: ImportLinkOwner) -> None:
        """Let a link be over, in the transaction of what it was used for.

        Raises:
            OutOfDate: it is over already.
        """
        with bind_school(owner.who.school_id), acting(owner.who.person_id):
            async with self._database.transaction() as session:
                link = await session.scalar(
                    select(ImportLink).where(ImportLink.id == owner.link_id).with_for_update()
                )
                if link is None or link.ended_at is not None:
                    raise OutOfDate
                link.ended_at = self._clock.now()
                await session.flush()
