"""Power cuts in the middle of a broadcast to 1280 chats: nothing lost, little repeated."""

import pytest

from tests.e2e.killings import ABSENCES, Killings, kill_again_and_again

pytestmark = pytest.mark.e2e

KILLS = 3  # twenty of them: make bench
SLACK = 20  # messages on their way side by side may overtake each other


def check(seen: Killings) -> None:
    """Assert what must hold however often the process was killed."""
    first = seen.first_arrivals
    order: dict[int, list[int]] = {}
    for chat_id, fact in first:
        order.setdefault(chat_id, []).append(fact)

    assert 0 == seen.untold
    assert seen.expected() == set(first)
    assert seen.repeats <= seen.in_flight
    assert seen.absences() <= set(first[: ABSENCES + SLACK])
    assert [] == [chat_id for chat_id, facts in order.items() if facts != sorted(facts)]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    """Give a fresh database of each kind."""
    return str(request.getfixturevalue(f"{request.param}_templates").fresh())


async def test_nothing_is_lost_and_no_more_repeated_than_was_in_flight(url):
    """Absences come first, and each chat hears its news in their order."""
    check(await kill_again_and_again(url, kills=KILLS, seed=20261124))
