"""Buttons of the register of people: lists, cards, codes, and access."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "AskApplication",
    "AskCode",
    "AskPrint",
    "AskResume",
    "AskSuspend",
    "AskUnlink",
    "DecideContact",
    "IssueCode",
    "OpenFound",
    "OpenPeople",
    "OpenPerson",
    "PrintMissing",
    "PrintSlips",
    "ResumeAccess",
    "SuspendAccess",
    "Unlink",
]


class OpenPeople(CallbackData, prefix="ppcl"):
    """Show a page of a class's families; class 0: the staff."""

    class_id: int
    page: int
    only_missing: bool


class OpenFound(CallbackData, prefix="ppfn"):
    """Show a page of who was found by a name."""

    page: int
    query: str


class OpenPerson(CallbackData, prefix="pphu"):
    """Show a person's card."""

    person_id: int


class AskCode(CallbackData, prefix="ppnc"):
    """Ask for a new code; what it ends is said first."""

    person_id: int
    as_slip: bool


class IssueCode(CallbackData, prefix="ppis"):
    """Issue a new code: shown once, or as a page to print; *known*: the open code it may end."""

    person_id: int
    as_slip: bool
    known: int


class AskPrint(CallbackData, prefix="pppr"):
    """Ask whose invitations of a class (0: of the staff) to print."""

    class_id: int


class PrintMissing(CallbackData, prefix="ppml"):
    """Print the list of who of a class has not come."""

    class_id: int


class PrintSlips(CallbackData, prefix="ppsl"):
    """Print invitations of who has not come; *only_new*: of who has no code either."""

    class_id: int
    only_new: bool


class AskUnlink(CallbackData, prefix="ppul"):
    """Ask whether to disconnect a person's account."""

    person_id: int


class Unlink(CallbackData, prefix="ppux"):
    """Disconnect the account that was shown; a newer one is not meant."""

    person_id: int
    link_id: int


class AskSuspend(CallbackData, prefix="ppsu"):
    """Ask why and how long to suspend a guardian's access to a child (0: to all)."""

    person_id: int
    student_id: int


class SuspendAccess(CallbackData, prefix="ppsx"):
    """Suspend as previewed; days as YYYYMMDD (0: until it is lifted), the reason as typed."""

    person_id: int
    student_id: int
    starts_on: int
    ends_on: int


class AskResume(CallbackData, prefix="pprs"):
    """Ask whether to open a suspended access again."""

    person_id: int


class ResumeAccess(CallbackData, prefix="pprx"):
    """Open a suspended access again, for all children."""

    person_id: int


class AskApplication(CallbackData, prefix="ppap"):
    """Ask for number and date of a guardian's paper application."""

    person_id: int


class DecideContact(CallbackData, prefix="ppct"):
    """Decide about a changed phone."""

    request_id: int
    is_confirmed: bool
