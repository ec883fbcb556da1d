"""The bots of the deployment: our short id for each, and the name that links need."""

from sqlalchemy import select, update

from services.database import Database, insert_or_ignore
from services.models import Bot

__all__ = ["BotRegistry"]


class BotRegistry:
    """Knows which bots this deployment has run as; never a token."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def register(self, *, telegram_bot_id: int) -> int:
        """Return our id of a bot, giving it one the first time."""
        async with self._database.transaction() as session:
            statement = insert_or_ignore(session, Bot, keys=("telegram_bot_id",))
            await session.execute(statement.values(telegram_bot_id=telegram_bot_id, username=""))
            return (
                await session.scalars(select(Bot.id).where(Bot.telegram_bot_id == telegram_bot_id))
            ).one()

    async def set_username(self, bot_id: int, username: str) -> None:
        """Remember the name Telegram knows the bot by."""
        async with self._database.transaction() as session:
            await session.execute(update(Bot).where(Bot.id == bot_id).values(username=username))
