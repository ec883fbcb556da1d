"""The sheet «Школа»: every line of the contract is understood, in both languages."""

import pytest

from services.exchange.workbook import read_workbook
from services.regulation.profile import SettingKey, profile_of


def _settings(folder):
    workbook = read_workbook(folder.path)
    assert [] == [finding.line() for finding in workbook.findings.problems]
    return {setting.key: setting.value for setting in workbook.settings}


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("минимум отметок за полугодие;6", SettingKey.MINIMUM_MARKS_HALF_YEAR, "6"),
        ("срок кода;14", SettingKey.CODE_DAYS, "14"),
        ("начало сводок;02.10.2026", SettingKey.SUMMARY_FROM, "2026-10-02"),
        ("решение о канале;№ 12 от 01.09.2026", SettingKey.CHANNEL_DECISION, "№ 12 от 01.09.2026"),
        ("Решение о канале:;№ 12", SettingKey.CHANNEL_DECISION, "№ 12"),
        ("code_days;14", SettingKey.CODE_DAYS, "14"),
        ("Code days;14", SettingKey.CODE_DAYS, "14"),
    ],
)
def test_a_line_is_a_setting(folder, line, key, value):
    """Russian names of the contract, and the keys themselves."""
    folder.append("school.csv", line)

    assert value == _settings(folder)[key]


def test_the_demo_school_fills_a_profile(folder):
    """What the sheet says is what the rules then calculate with."""
    profile = profile_of(_settings(folder))

    assert profile.can_collect_consent
    assert "Asia/Yekaterinburg" == profile.timezone.key


def test_a_consent_text_comes_from_its_file(folder):
    """The text is taken over as it stands; the file's name is forgotten."""
    folder.write("consent.txt", "Я согласен.\r\nПодробности в школе.\r\n", encoding="windows-1251")
    folder.append("school.csv", "текст согласия;consent.txt")

    assert "Я согласен.\r\nПодробности в школе." == _settings(folder)[SettingKey.CONSENT_TEXT]


def test_unknown_lines_are_skipped_with_a_notice(folder):
    """A line nobody knows is named, the rest is read."""
    folder.append("school.csv", "девиз;Вперёд")

    assert ["school.csv: these settings are skipped: девиз."] == [
        finding.line() for finding in read_workbook(folder.path).findings.notices
    ]


def test_a_school_has_a_name(folder):
    """Without any name nothing can be stored."""
    folder.rewrite("school.csv", "параметр;значение", "адрес;г. Примерск")

    assert ["school.csv: the school's name (“название”) is missing."] == [
        finding.line() for finding in read_workbook(folder.path).findings.problems
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("дней в неделе;7", "expected for “дней в неделе”: 5 or 6; found: “7”."),
        (
            f"краткое название;{'Я' * 121}",
            f"expected for “краткое название”: at most 120 characters; found: “{'Я' * 59}…”.",
        ),
        ("срок кода;месяц", "expected for “срок кода”: a whole number of days; found: “месяц”."),
        (
            "начало сводок;скоро",
            (
                "expected for “начало сводок”: a date such as 01.09.2026 or 2026-09-01;"
                " found: “скоро”."
            ),
        ),
        (
            "сводка;вечером",
            "expected for “сводка”: a day and a time such as пт 18:00; found: “вечером”.",
        ),
    ],
)
def test_a_value_that_means_nothing_says_what_would(folder, line, expected):
    """Every kind of setting names what was expected of it."""
    folder.rewrite("school.csv", "параметр;значение", "название;Школа", line)

    assert [f"school.csv, row 3, column “значение”: {expected}"] == [
        finding.line() for finding in read_workbook(folder.path).findings.problems
    ]


def test_a_consent_text_that_is_no_text_is_a_problem(folder):
    """What cannot be read cannot be agreed to."""
    (folder.path / "consent.txt").write_bytes(b"\x98\xff\xfe")
    folder.append("school.csv", "текст согласия;consent.txt")

    assert ["the file “consent.txt” is no text in UTF-8, UTF-16 or windows-1251."] == [
        finding.text for finding in read_workbook(folder.path).findings.problems
    ]
