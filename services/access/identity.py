"""Who is behind a chat account: one human may be several people of a school, or of several."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.vocabulary import PersonKind, Role, TableSight

__all__ = ["Actor", "Identity", "number_in_family"]


@dataclass(frozen=True, slots=True)
class Identity:
    """One person of one school, with what follows from that at this moment.

    ``student_ids``: whose data may be shown now; a guardian's children for whom link, access and
    consent hold, the student's own id, nothing for staff (their rights follow from assignments).
    ``right_changes``: what the school has changed of the table of rights, each as role, action
    and whether it is allowed.
    """

    school_id: int
    person_id: int
    kind: PersonKind
    roles: frozenset[Role] = field(default_factory=frozenset)
    homeroom_class_ids: frozenset[int] = field(default_factory=frozenset)
    student_ids: frozenset[int] = field(default_factory=frozenset)
    right_changes: frozenset[tuple[Role, str, bool]] = field(default_factory=frozenset)
    owes_briefing: bool = False  # then there are no roles, either


@dataclass(frozen=True, slots=True)
class Actor:
    """A known chat account and everybody it is verified to be; perhaps nobody any more."""

    account_id: int
    bot_id: int
    telegram_user_id: int
    chat_id: int
    language: str
    identities: tuple[Identity, ...] = ()
    tables: TableSight = TableSight.UNASKED
    is_reachable: bool = True

    @property
    def is_linked(self) -> bool:
        """Whether the account belongs to somebody of a school."""
        return bool(self.identities)

    @property
    def staff(self) -> Identity | None:
        """The member of staff behind the account."""
        return next((one for one in self.identities if one.kind is PersonKind.STAFF), None)

    @property
    def owes_briefing(self) -> bool:
        """Whether the member of staff behind the account has yet to read the briefing."""
        return self.staff is not None and self.staff.owes_briefing

    @property
    def family(self) -> tuple[Identity, ...]:
        """The guardians and the student behind the account."""
        return tuple(one for one in self.identities if one.kind is not PersonKind.STAFF)


def number_in_family(family: Sequence[Identity], student_id: int) -> int | None:
    """Return the number by which pages call a child that must not be named; an only one's: None.

    *family* are the guardians and the student behind an account, of all its schools.
    """
    shown = list(dict.fromkeys(child for who in family for child in sorted(who.student_ids)))
    if len(shown) == 1 or student_id not in shown:
        return None
    return shown.index(student_id) + 1
