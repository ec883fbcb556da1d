"""What a school has changed of the table of rights (its sheet «Права»)."""

from sqlalchemy import Boolean, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Audited, Base, SchoolScoped, id_column

__all__ = ["RightChange"]


class RightChange(Audited, SchoolScoped, Base):
    """A right given to a role or taken from it; ``can_change`` of the policy sets the bounds.

    Words of a later version may stand here after a step back: unknown ones mean nothing.
    """

    __tablename__ = "right_change"
    __table_args__ = (UniqueConstraint("school_id", "role", "action"),)

    id: Mapped[int] = id_column()
    role: Mapped[str] = mapped_column(String(32))  # a Role
    action: Mapped[str] = mapped_column(String(40))  # a services/access/policy.Action
    is_allowed: Mapped[bool] = mapped_column(Boolean)
