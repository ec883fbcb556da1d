"""``peremena migrate``: creates or upgrades the schema."""

from argparse import Namespace

from bot.database_setup import SchemaState, schema_state, upgrade
from bot.settings import Settings

__all__ = ["run"]


def run(args: Namespace, settings: Settings) -> int:  # noqa: ARG001  # every command's signature
    """Bring the schema to the newest revision and say what was done."""
    before = schema_state(settings.database_url)
    upgrade(settings.database_url)
    match before:
        case SchemaState.CURRENT:
            print("The schema is up to date.")
        case SchemaState.EMPTY:
            print("The schema has been created.")
        case _:
            print("The schema has been upgraded.")
    return 0
