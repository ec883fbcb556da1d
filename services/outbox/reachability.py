"""Whether a chat can be written to, as its owner shows; what still is news follows them."""

from sqlalchemy import update

from services.clock import Clock
from services.database import Database
from services.models import Account
from services.outbox import waiting_repository as waiting

__all__ = ["ReachabilityService"]


class ReachabilityService:
    """Knows who blocked the bot and who came back."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def lost(self, *, bot_id: int, telegram_user_id: int) -> None:
        """Remember that a person blocked the bot; a stranger is not kept."""
        async with self._database.transaction() as session:
            await session.execute(
                update(Account)
                .where(Account.bot_id == bot_id, Account.telegram_user_id == telegram_user_id)
                .values(is_reachable=False)
            )

    async def back(self, *, bot_id: int, telegram_user_id: int) -> int:
        """Know that a person can be written to; return how many notices wait again.

        What could not be delivered meanwhile and still is news leaves now, as one message.
        """
        async with self._database.transaction() as session:
            account_id = await session.scalar(
                update(Account)
                .where(
                    Account.bot_id == bot_id,
                    Account.telegram_user_id == telegram_user_id,
                    Account.is_reachable.is_(False),
                )
                .values(is_reachable=True)
                .returning(Account.id)
            )
            if account_id is None:
                return 0
            return await waiting.revive(session, account_id, now=self._clock.now())
