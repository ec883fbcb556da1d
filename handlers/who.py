"""Who of an account is meant by an update: policy decides in services what they may do."""

from services.access.identity import Actor, Identity
from services.errors import NotAllowed

__all__ = ["staff_of"]


def staff_of(actor: Actor | None) -> Identity:
    """Return the member of staff behind an account.

    Raises:
        NotAllowed: there is none.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff
