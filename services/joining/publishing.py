"""Publishing an edition of the consent text: stored for ever, asked about from its day on."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from services.audit.acting import acting
from services.clock import Clock
from services.database import Database, bind_school
from services.errors import BadInput
from services.joining import consent_store as store
from services.regulation.repository import load_profile
from services.vocabulary import ConsentPurpose

__all__ = [
    "LONGEST_TEXT",
    "ConsentPublisher",
    "EditionTooEarly",
    "OperatorUnknown",
    "PublishedEdition",
    "TextUnusable",
]

LONGEST_TEXT = 3600  # a consent is one message: 4096 less its heading, in Telegram's units
_PURPOSE = ConsentPurpose.DELIVERY


class TextUnusable(BadInput):
    """The text is empty, or longer than one message. Facts: length, longest."""


class EditionTooEarly(BadInput):
    """The day is over, or not after the edition before. Facts: earliest."""


class OperatorUnknown(BadInput):
    """«Школа» does not say who the operator is: nobody may be asked for consent yet."""


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """An edition as it is stored; *is_new*: by this call."""

    version: int
    valid_from: date
    sha256: str
    days: int  # how long delivery goes on under the edition before
    is_new: bool

    @property
    def pauses_on(self) -> date:
        """The first day without messages for who has not answered."""
        return self.valid_from + timedelta(days=self.days)


class ConsentPublisher:
    """The office's side of the consent text."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def publish(self, school_id: int, text: str, *, valid_from: date) -> PublishedEdition:
        """Publish *text* from a day on; the text that is published already stays as it is.

        Raises:
            TextUnusable, EditionTooEarly, OperatorUnknown: nothing was stored.
        """
        text = "\n".join(line.rstrip() for line in text.strip().splitlines())
        length = len(text.encode("utf-16-le")) // 2
        if not 0 < length <= LONGEST_TEXT:
            raise TextUnusable(length=length, longest=LONGEST_TEXT)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        with bind_school(school_id), acting(None, why="edition published"):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                if not profile.can_collect_consent:
                    raise OperatorUnknown
                newest = await store.published_text(session, _PURPOSE)
                if newest is not None and newest.sha256 == sha256:
                    return PublishedEdition(
                        newest.version,
                        newest.valid_from,
                        sha256,
                        profile.consent_days,
                        is_new=False,
                    )
                earliest = self._clock.now().astimezone(profile.timezone).date()
                if newest is not None:
                    earliest = max(earliest, newest.valid_from + timedelta(days=1))
                if valid_from < earliest:
                    raise EditionTooEarly(earliest=earliest)
                row = await store.publish_text(session, _PURPOSE, text=text, valid_from=valid_from)
                return PublishedEdition(
                    row.version, row.valid_from, sha256, profile.consent_days, is_new=True
                )
