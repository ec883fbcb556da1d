"""What papers are filled from: the school's own settings."""

from services.database import Database, bind_school
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile

__all__ = ["profile_of_school"]


async def profile_of_school(database: Database, school_id: int) -> SchoolProfile:
    """Return a school's profile as the sheet «Школа» has it."""
    with bind_school(school_id):
        async with database.reading() as session:
            return await load_profile(session)
