"""Results of contests, several in a year."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.checks import add_values, remove_values

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OF_YEAR = ["school_id", "student_id", "subject_id", "academic_year_id", "kind"]
_OTHERS = "grading_period_id IS NULL AND kind <> 'contest'"
_CONTEST = "kind = 'contest'"


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(
        name,
        "period_mark",
        columns,
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def upgrade() -> None:
    """Apply the change."""
    add_values("period_mark", "ck_period_mark_kind", "kind", ["contest"])
    op.drop_index("uq_period_mark_of_year", table_name="period_mark")
    _index("uq_period_mark_of_year", _OF_YEAR, _OTHERS)
    _index(
        "uq_period_mark_of_contest",
        ["school_id", "student_id", "subject_id", "result_on"],
        _CONTEST,
    )


def downgrade() -> None:
    """Take the change back; results of contests are gone with it."""
    op.execute(
        "DELETE FROM final_change WHERE period_mark_id IN"
        " (SELECT id FROM period_mark WHERE kind = 'contest')"
    )
    op.execute("DELETE FROM period_mark WHERE kind = 'contest'")
    op.drop_index("uq_period_mark_of_contest", table_name="period_mark")
    op.drop_index("uq_period_mark_of_year", table_name="period_mark")
    _index("uq_period_mark_of_year", _OF_YEAR, "grading_period_id IS NULL")
    remove_values("period_mark", "ck_period_mark_kind", "kind", ["contest"])
