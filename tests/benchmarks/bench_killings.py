"""Twenty power cuts in one broadcast; ``make test`` has three."""

import pytest

from tests.e2e.killings import kill_again_and_again
from tests.e2e.test_killed_broadcast import check


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    """Give a fresh database of each kind."""
    return str(request.getfixturevalue(f"{request.param}_templates").fresh())


@pytest.mark.parametrize("seed", [1])
async def bench_twenty_kills(url, seed):
    """Print what was repeated and what was in flight."""
    seen = await kill_again_and_again(url, kills=20, seed=seed)
    print(
        f"\n{seen.kills} kills: lost {seen.untold}, in flight {seen.in_flight}, "
        f"repeated {seen.repeats} of {len(seen.expected())}"
    )

    check(seen)
