"""What the consent desk tells the screens, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.joining.facts import ChildFacts
from services.vocabulary import ConsentAction, ConsentPurpose, ContentMode

__all__ = [
    "AlreadyDecided",
    "AskKey",
    "ConsentAsk",
    "ConsentClosed",
    "ConsentRecorded",
    "GuardianNeeded",
    "NextConsent",
    "TextChanged",
]


@dataclass(frozen=True, slots=True)
class AskKey:
    """Which consent: who decides, about whom, for what."""

    person_id: int
    student_id: int
    purpose: ConsentPurpose


@dataclass(frozen=True, slots=True)
class ConsentAsk:
    """A consent to be decided about, with the whole text as it must be shown."""

    key: AskKey
    text_id: int
    version: int
    valid_from: date
    text: str
    after_id: int  # the latest act at this moment, 0 when there is none
    child: ChildFacts
    is_about_oneself: bool
    content_mode: ContentMode
    ordinal: int  # which of the person's children, 1…
    children_count: int
    application_number: str
    application_date: date | None


@dataclass(frozen=True, slots=True)
class ConsentClosed:
    """Consents are needed, but the school has not yet said who the operator is."""


@dataclass(frozen=True, slots=True)
class GuardianNeeded:
    """A student has done everything; now a guardian decides about the student's account."""


NextConsent = ConsentAsk | ConsentClosed | GuardianNeeded | None


@dataclass(frozen=True, slots=True)
class ConsentRecorded:
    """A decision was recorded."""

    ask: ConsentAsk
    is_given: bool
    acted_at: datetime
    timezone: ZoneInfo
    awaits_application: bool  # the paper half is missing: nothing is delivered yet
    awaits_student: bool = False  # the student is 18 and has not agreed that the guardian hears
    following: NextConsent = None


@dataclass(frozen=True, slots=True)
class AlreadyDecided:
    """The same was decided before; nothing changed by this press."""

    action: ConsentAction
    acted_at: datetime
    timezone: ZoneInfo
    wanted_refusal: bool  # the press said no, the record says yes: that needs a withdrawal


@dataclass(frozen=True, slots=True)
class TextChanged:
    """The press was under an older text: the new one is to be read first."""

    ask: ConsentAsk
