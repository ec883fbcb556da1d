"""What privacy tells the screens."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.joining.consent_facts import AskKey
from services.joining.facts import ChildFacts, PersonFacts
from services.vocabulary import ConsentAction, ContentMode, NoticeKind, PersonKind

__all__ = ["ConsentFacts", "Deleted", "Held", "SentLine", "Withdrawn"]


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """The latest act on one consent of a person."""

    consent_id: int
    key: AskKey
    child: ChildFacts
    ordinal: int  # which of the person's children, where names are not said
    action: ConsentAction
    acted_at: datetime
    version: int | None

    @property
    def is_about_oneself(self) -> bool:
        """Whether a student decided about their own data."""
        return self.key.person_id == self.key.student_id


@dataclass(frozen=True, slots=True)
class Held:
    """What is held on one person of the account."""

    kind: PersonKind
    school_name: str
    person: PersonFacts
    content_mode: ContentMode
    timezone: ZoneInfo
    linked_at: datetime
    verified_by: str
    destruction_days: int  # after a withdrawal
    messages_sent: int
    consents: tuple[ConsentFacts, ...]

    @property
    def given(self) -> tuple[ConsentFacts, ...]:
        """The consents that can be withdrawn."""
        return tuple(one for one in self.consents if one.action is ConsentAction.GIVEN)


@dataclass(frozen=True, slots=True)
class SentLine:
    """That something was sent to one of the people behind an account."""

    sent_at: datetime
    kind: NoticeKind
    timezone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Deleted:
    """What an account asked to be destroyed is destroyed; the acts' numbers."""

    acts: tuple[str, ...]
    is_still_somebody: bool


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was withdrawn, and what follows."""

    consents: tuple[ConsentFacts, ...]
    content_mode: ContentMode
    withdrawn_at: datetime
    timezone: ZoneInfo
    destroyed_by: date
    is_link_ended: bool  # nothing was left that this chat is used for
    is_still_somebody: bool  # the account goes on for other people behind it
