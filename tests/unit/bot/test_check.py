"""``peremena check``: each wrong thing is one sentence with the way out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.checks.finding import Gravity
from bot.checks.installation import disk_findings, media_findings
from bot.checks.school import calendar_findings, law_findings, lists_findings
from bot.checks.telegram import Answer, clock_findings, telegram_findings
from bot.settings import Settings
from services.deployment import Readiness, UnreadableSetting
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
        findings = [finding.sentence for finding in law_findings(profile)]

    assert len(words) == len(findings)
    assert all(word in finding for word, finding in zip(words, findings, strict=True))


@pytest.mark.parametrize(
    ("skew", "count"), [(timedelta(), 0), (timedelta(seconds=59), 0), (timedelta(minutes=5), 1)]
)
def test_a_wrong_clock_is_noticed(skew: timedelta, count: int) -> None:
    """More than a minute's difference to Telegram's clock is said."""
    answer = Answer(200, 1, "bot", NOW + skew)

    assert count == len(list(clock_findings(FakeClock(NOW), answer)))


@pytest.mark.parametrize(
    ("least", "gravities"), [(1, []), (2**60, [Gravity.WARNING])], ids=["enough", "little"]
)
def test_a_full_disk_is_noticed(tmp_path: Path, least: int, gravities: list[Gravity]) -> None:
    """Less room than needed is said, also for a folder that is not there yet."""
    findings = list(disk_findings(tmp_path / "not" / "there", least=least))

    assert gravities == [finding.gravity for finding in findings]


def test_the_places_of_copies_are_two_and_there(tmp_path):
    """None named is the school's choice; one is too few, and a missing one is named."""
    gone = tmp_path / "gone"
    with use_locale("en"):
        one, missing = media_findings([gone])

    assert [] == list(media_findings([]))
    assert "BACKUP_DIRS" in one.sentence
    assert str(gone) in missing.sentence
    assert [] == list(media_findings([tmp_path, tmp_path]))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(200, 1, "bot", NOW), []),
        (Answer(0, None, "", None), ["cannot be reached at https://api.telegram.org"]),
        (Answer(502, None, "", NOW), ["cannot be reached"]),
        (Answer(401, None, "", NOW), ["does not know this BOT_TOKEN"]),
        (Answer(404, None, "", NOW), ["does not know this BOT_TOKEN"]),
        (
            Answer(404, None, "", NOW, is_telegram=False),
            ["something answers that is not Telegram"],
        ),
        (Answer(200, None, "", NOW, is_telegram=False), ["whether the network asks for a login"]),
    ],
)
def test_what_telegram_says_is_told_apart(answer: Answer, words: list[str]) -> None:
    """An unknown token, no answer and somebody else's answer have ways out of their own."""
    with use_locale("en"):
        findings = [one.sentence for one in telegram_findings(Settings(), answer)]

    assert len(words) == len(findings)
    assert all(word in finding for word, finding in zip(words, findings, strict=True))


@pytest.mark.parametrize(
    ("today", "known", "missing"),
    [
        (date(2026, 9, 1), {2026}, []),
        (date(2026, 10, 1), {2026}, ["2027"]),
        (date(2026, 11, 24), {2026, 2027}, []),
        (date(2028, 1, 9), {2026, 2027}, ["2028"]),
        (date(2028, 12, 1), {2026, 2027}, ["2028", "2029"]),
    ],
)
def test_a_missing_production_calendar_is_said_in_time(
    today: date, known: set[int], missing: list[str]
) -> None:
    """This year's always; the next one's from October on, when its days off are decreed."""
    with use_locale("en"):
        findings = [one.sentence for one in calendar_findings(today, frozenset(known), ())]

    assert missing == [finding.split("calendar of ")[1][:4] for finding in findings]


def test_a_school_that_has_entered_its_days_needs_no_calendar() -> None:
    """Every day to come counts: one that is left out would be a guess."""
    today = date(2028, 12, 1)
    days = [today + timedelta(days=n) for n in range(31)]

    assert 1 == len(list(calendar_findings(today, frozenset({2029}), days[:-1])))
    assert [] == list(calendar_findings(today, frozenset({2029}), days))


READY = Readiness(PRIVATE, None, 0, has_period=True, has_administrator=True)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (READY, []),
        (replace(READY, has_period=False), ["«Периоды»"]),
        (replace(READY, has_administrator=False), ["«администратор»"]),
        (replace(READY, consent_text_length=3000), []),
        (replace(READY, consent_text_length=90_000), ["has 90000 characters"]),
        (
            replace(READY, profile=None, unreadable=UnreadableSetting("timezone", "Moscow")),
            ["“часовой пояс” is “Moscow”, expected is a time zone such as Europe/Moscow"],
        ),
    ],
    ids=["ready", "no period", "no administrator", "own text", "long text", "time zone"],
)
def test_what_the_lists_lack_is_said_with_its_sheet(state: Readiness, words: list[str]) -> None:
    """The sentence names the sheet where the way out begins."""
    with use_locale("en"):
        findings = [one.sentence for one in lists_findings(state)]

    assert len(words) == len(findings)
    assert all(word in finding for word, finding in zip(words, findings, strict=True))
