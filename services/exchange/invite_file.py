"""Invitations as a table, to be printed or handed to whoever prints them."""

from collections.abc import Iterable

from services.exchange.safe_cells import csv_bytes
from services.joining.facts import PersonFacts
from services.joining.invitations import IssuedInvite

__all__ = ["INVITE_COLUMNS", "invites_csv"]

INVITE_COLUMNS = (
    "person_id",
    "role",
    "full_name",
    "class",
    "students",
    "code",
    "link",
    "expires_at",
)


def invites_csv(invites: Iterable[IssuedInvite]) -> bytes:
    """Return the table of invitations; whoever has it can come in as these people."""
    return csv_bytes(INVITE_COLUMNS, (_row(invite) for invite in invites))


def _row(invite: IssuedInvite) -> tuple[str, ...]:
    return (
        invite.person_id,
        ", ".join(invite.roles) or invite.kind,
        _full_name(invite.person),
        ", ".join(invite.class_names),
        ", ".join(f"{child.family_name} {child.given_name}" for child in invite.students),
        invite.code,
        invite.link,
        invite.expires_at.isoformat(timespec="seconds"),
    )


def _full_name(person: PersonFacts) -> str:
    parts = (person.family_name, person.given_name, person.patronymic)
    return " ".join(part for part in parts if part)
