"""Two weeks of a school of 300 students in half a minute, with everything that goes wrong."""

import pytest

from services.database import Database
from tests.integration.outbox.fortnight import Simulation
from tests.integration.outbox.fortnight_edges import Counts


def check(counts: Counts) -> None:
    """Assert what must hold however long it takes and whatever goes wrong."""
    print(counts.line())  # noqa: T201  # shown with -s, and when it fails

    assert counts.owed > 0
    assert [] == counts.lost
    assert [] == counts.late
    assert [] == counts.at_night
    assert [] == counts.outside_digest
    assert [] == counts.without_consent
    assert 0 <= counts.repeats <= counts.unheard


@pytest.fixture
def fresh(sqlite_templates) -> str:
    """Give the address of a fresh SQLite file; statements of both kinds have their own tests."""
    return str(sqlite_templates.fresh())


async def test_every_fact_is_told_in_time_or_is_for_paper(fresh):
    """In its deadline, none at night, none twice, none to anybody without consent by then."""
    database = Database(fresh)
    counts = await Simulation(database, students=300, days=14, seed=7).run()
    await database.close()

    check(counts)
    assert counts.by_state["told"] > 2900
    assert counts.by_state["refused"] > 0
    assert counts.by_state["unreachable"] > 0
