"""Notices about requests that wait for a decision of staff."""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_FACTS = ("link_request", "contact_request")
# Table, column, name of the CHECK, and the values it learns.
NEW_VALUES = (
    ("notice", "kind", "ck_notice_kind", ("request",)),
    ("notice", "fact_kind", "ck_notice_fact_kind", _FACTS),
    ("told", "fact_kind", "ck_told_fact_kind", _FACTS),
    ("entry_change", "fact_kind", "ck_entry_change_fact_kind", _FACTS),
)


def _known(table: str, check: str) -> list[str]:
    """Return the values a CHECK allows now, whichever migrations came before."""
    found = sa.inspect(op.get_bind()).get_check_constraints(table)
    text = next(one["sqltext"] for one in found if one["name"] == check)
    return re.findall(r"'([a-z_]+)'", text)


def _allow(table: str, column: str, check: str, values: Sequence[str]) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(check), type_="check")
        batch_op.create_check_constraint(op.f(check), sa.column(column).in_(list(values)))


def upgrade() -> None:
    """Apply the change."""
    for table, column, check, values in NEW_VALUES:
        _allow(table, column, check, [*_known(table, check), *values])


def downgrade() -> None:
    """Take the change back."""
    op.execute("DELETE FROM told WHERE fact_kind IN ('link_request', 'contact_request')")
    op.execute("DELETE FROM notice WHERE kind = 'request'")
    for table, column, check, values in NEW_VALUES:
        _allow(table, column, check, [one for one in _known(table, check) if one not in values])
