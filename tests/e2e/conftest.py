"""What several end-to-end tests share."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.e2e.demo_process import demo


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_demo() -> AsyncIterator[str]:
    """Give the address of a demo that tests of one worker play in, one after the other.

    For tests that neither move its clock nor mind what others left in its chats.
    """
    async with demo() as address:
        yield address
