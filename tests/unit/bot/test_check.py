"""``peremena check``: each wrong thing is one sentence with the way out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.commands.check import (
    Answer,
    clock_findings,
    disk_findings,
    law_findings,
    place_findings,
)
from services.i18n import use_locale
from services.regulation.profile import SchoolProfile
from services.vocabulary import ContentMode
from tests.fakes import FakeClock

ZONE = ZoneInfo("Asia/Yekaterinburg")
NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
PRIVATE = SchoolProfile(
    ZONE, name="School", address="Street 1", tax_id="6604001234", data_officer="Deputy"
)


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        (PRIVATE, []),
        (SchoolProfile(ZONE), ["название, адрес, ответственный за ПДн", "ИНН"]),
        (replace(PRIVATE, address=""), ["missing is адрес"]),
        (replace(PRIVATE, tax_id=""), ["ИНН"]),
        (replace(PRIVATE, founder="municipal"), ["149-FZ", "решение о канале"]),
        (
            replace(
                PRIVATE,
                founder="state",
                content_mode=ContentMode.SIGNAL,
                channel_decision="12 of 01.09.2026",
            ),
            [],
        ),
        (
            replace(
                PRIVATE,
                founder="municipal",
                content_mode=ContentMode.SIGNAL,
                channel_decision="decided",
                needs_paper_consent=False,
            ),
            ["no number", "бумажное согласие"],
        ),
    ],
    ids=[
        "private",
        "no operator",
        "no address",
        "no taxpayer number",
        "municipal in full",
        "state in signal",
        "municipal without papers",
    ],
)
def test_the_law_in_plain_words(profile: SchoolProfile, words: list[str]) -> None:
    """A school hears what the law asks of it, and nothing where all is well."""
    with use_locale("en"):
        findings = list(law_findings(profile))

    assert len(words) == len(findings)
    assert all(word in finding for word, finding in zip(words, findings, strict=True))


@pytest.mark.parametrize(
    ("skew", "count"), [(timedelta(), 0), (timedelta(seconds=59), 0), (timedelta(minutes=5), 1)]
)
def test_a_wrong_clock_is_noticed(skew: timedelta, count: int) -> None:
    """More than a minute's difference to Telegram's clock is said."""
    answer = Answer(200, 1, "bot", NOW + skew)

    assert count == len(list(clock_findings(FakeClock(NOW), answer)))


def test_a_full_disk_is_noticed(tmp_path: Path) -> None:
    """Less room than needed is said, also for a folder that is not there yet."""
    folder = tmp_path / "not" / "there"

    assert [] == list(disk_findings(folder, least=1))
    assert len(list(disk_findings(folder, least=2**60))) == 1


def test_the_places_of_copies_are_two_and_there(tmp_path):
    """None named is the school's choice; one is too few, and a missing one is named."""
    gone = tmp_path / "gone"
    one, missing = place_findings([gone])

    assert [] == list(place_findings([]))
    assert "BACKUP_DIRS" in one
    assert str(gone) in missing
    assert [] == list(place_findings([tmp_path, tmp_path]))
