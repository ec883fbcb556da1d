"""A simulated quarter; ``make test`` has a fortnight."""

import pytest

from services.database import Database
from tests.integration.outbox.fortnight import Simulation
from tests.integration.outbox.test_fortnight import check


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    """Give a fresh database of each kind."""
    return str(request.getfixturevalue(f"{request.param}_templates").fresh())


async def bench_a_quarter(url):
    """Eight weeks of 300 students: the counts, and what must hold of them."""
    database = Database(url)
    counts = await Simulation(database, students=300, days=56, seed=1).run()
    await database.close()

    check(counts)
