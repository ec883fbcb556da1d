"""Archives that make themselves, on every medium, once."""

from argparse import Namespace
from datetime import timedelta

import pyrage
import pytest

from bot.commands.verify import run as verify
from bot.problems import CommandFailed
from bot.schedule.archives import ArchiveKeeper, DirectorsKey
from bot.settings import Settings
from services.archive.places import CopyProblem
from services.database import bind_school
from services.due.service import DueService
from services.models import RoleAssignment
from services.vocabulary import Role
from tests.factories import at
from tests.integration.archive.conftest import KEYS, SECRET


@pytest.fixture
async def school(families):
    """Give the school on 1 December; the deputy head is the administrator, too."""
    await families.link("deputy", account_id=5)
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            session.add(
                RoleAssignment(person_id=families.school.people["deputy"], role=Role.ADMINISTRATOR)
            )
    families.pass_minutes((at(1, "09:00", month=12) - families.clock.now()) / timedelta(minutes=1))
    return families


def keeper(families, places, *, recipient):
    """Return what keeps archives."""
    return ArchiveKeeper(
        families.database, due=DueService(families.database, families.clock),
        clock=families.clock, keys=KEYS, key=DirectorsKey(recipient, None), places=places,
        program="test", language="ru",
    )  # fmt: skip


async def test_a_month_is_archived_once_on_every_medium(school, tmp_path):
    """Sealed to the director, told to the administrator; the missing medium gets its own later."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    archives = keeper(school, [first, second], recipient=recipient)
    made = await archives.keep()
    await school.steps()
    second.mkdir()
    school.pass_minutes(60)
    later = await archives.keep()
    school.pass_minutes(60)
    again = await archives.keep()
    files = sorted(file.suffixes[-1] for file in first.iterdir())

    assert [None, CopyProblem.MISSING] == [one.problem for one in made]
    assert [".age", ".json", ".pdf"] == files
    said = "\n".join(school.sender.texts)
    assert f"«{made[0].file}»" in said
    assert f"«{second}»" in said
    assert [second] == [one.folder for one in later]
    assert [] == again


async def test_one_flipped_byte_shows(school, tmp_path, capsys):
    """`verify` is content before, and names the file after."""
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    (made,) = await keeper(school, [tmp_path], recipient=recipient).keep()
    settings = Settings(_env_file=None, secret_key=SECRET, data_dir=tmp_path)
    before = verify(_asked(made.file), settings)
    content = bytearray(made.file.read_bytes())
    content[len(content) // 2] ^= 1
    made.file.write_bytes(content)

    assert 0 == before
    assert "Школа № 12" in capsys.readouterr().out
    with pytest.raises(CommandFailed):
        verify(_asked(made.file), settings)


async def test_without_the_directors_key_the_administrator_is_told(school, tmp_path):
    """Nothing is written unsealed."""
    made = await keeper(school, [tmp_path], recipient=None).keep()
    await school.steps()

    assert ([], []) == (made, list(tmp_path.iterdir()))
    assert "ARCHIVE_RECIPIENT" in school.sender.texts[-1]


def _asked(file):
    """Return what the command line says."""
    return Namespace(file=file, school=None)
