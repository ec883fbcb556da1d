"""Choosing, for everybody behind one account at once: it is one phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.access.identity import Identity
from services.database import Database, bind_school
from services.preferences import repository
from services.preferences.defaults import OFF, ON, is_on
from services.regulation.repository import load_profile
from services.vocabulary import ContentMode, PreferenceKey

__all__ = ["PreferencesService", "SettingsFacts"]


@dataclass(frozen=True, slots=True)
class SettingsFacts:
    """What the people behind an account have chosen; None: there is nothing to choose for them."""

    has_tomorrow_card: bool | None = None


class PreferencesService:
    """Reads and stores what people choose for themselves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings(self, family: Sequence[Identity]) -> SettingsFacts:
        """Return the choices of a family; where one of its people has a card, there is one."""
        found: list[bool] = []
        for who in family:
            with bind_school(who.school_id):
                async with self._database.reading() as session:
                    profile = await load_profile(session)
                    if profile.content_mode is ContentMode.SIGNAL:
                        continue  # a card without lessons and homework says nothing
                    chosen = await repository.choices(
                        session, PreferenceKey.TOMORROW_CARD, [who.person_id]
                    )
            found.append(is_on(PreferenceKey.TOMORROW_CARD, chosen.get(who.person_id)))
        return SettingsFacts(any(found) if found else None)

    async def set_tomorrow_card(self, family: Sequence[Identity], *, is_wanted: bool) -> None:
        """Send the evening card about tomorrow from now on, or no more."""
        value = ON if is_wanted else OFF
        for who in family:
            with bind_school(who.school_id):
                async with self._database.transaction() as session:
                    await repository.choose(
                        session, PreferenceKey.TOMORROW_CARD, who.person_id, value
                    )
