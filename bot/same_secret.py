"""A database is only worked on with the secret it was made with."""

from bot.problems import CommandFailed
from services.database import Database
from services.deployment import AnotherSecret, require_same_secret
from services.i18n import gettext as _
from services.keys import Keys

__all__ = ["WrongSecret", "keep_to_its_secret"]


class WrongSecret(CommandFailed):
    """The database belongs to another SECRET_KEY; exit status 1."""

    def __init__(self) -> None:
        super().__init__("")

    def __str__(self) -> str:  # in the language of whoever prints it, not of the bot's loop
        return _(
            "The database was made with another SECRET_KEY: codes and phones in it cannot be "
            "checked with this one. Set the key it was made with (without a setting: the file "
            "secret.key in the data directory), or take another database."
        )


async def keep_to_its_secret(database: Database, keys: Keys) -> None:
    """Return when *database* knows *keys*, or has known none yet.

    Raises:
        WrongSecret: it knows others.
    """
    try:
        await require_same_secret(database, keys)
    except AnotherSecret as error:
        raise WrongSecret from error
