"""The papers of the office, filled from the sheet «Школа»."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from services.regulation.profile import SchoolProfile, SettingKey
from services.reports.papers.files import paper_pdf, paper_text
from services.reports.papers.service import profile_of_school
from services.reports.papers.texts import PAPERS, find_paper
from services.vocabulary import ContentMode
from tests.factories import build_school

FILLED: dict[str, str] = {
    SettingKey.NAME: "МБОУ «Школа № 12»",
    SettingKey.ADDRESS: "Пермь, ул. Мира, 1",
    SettingKey.DATA_OFFICER: "Комарова Е. В.",
    SettingKey.CHANNEL_DECISION: "приказ № 7 от 01.09.2026",
}


@pytest.mark.parametrize("key", PAPERS)
async def test_a_paper_is_filled_printed_and_edited(recorded, key):
    """Every paper is made for a school with all its data and for one with none of them."""
    full = await build_school(recorded, settings=FILLED)
    bare = await build_school(recorded, short_name="Другая", settings={str(SettingKey.NAME): ""})
    filled = PAPERS[key].make(await profile_of_school(recorded, full.school_id))
    empty = PAPERS[key].make(await profile_of_school(recorded, bare.school_id))
    text = paper_text(filled)

    assert text.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in text
    assert "МБОУ «Школа № 12»" in text.decode("utf-8-sig")
    assert "None" not in paper_text(empty).decode("utf-8-sig")
    assert (await paper_pdf(filled)).startswith(b"%PDF")
    assert (await paper_pdf(empty)).startswith(b"%PDF")


async def test_the_consent_is_the_one_of_the_chat(recorded):
    """Paper and chat say the same points: one text, two places."""
    school = await build_school(recorded, settings=FILLED)
    text = paper_text(PAPERS["consent-paper"].make(
        await profile_of_school(recorded, school.school_id)
    )).decode("utf-8-sig")  # fmt: skip

    assert "Ответственный за обработку персональных данных: Комарова Е. В." in text
    assert "Сведения о здоровье в сообщения не включаются." in text
    assert "отдельный документ" in text


@pytest.mark.parametrize("key", ["help", "help-teachers"])
@pytest.mark.parametrize("mode", ContentMode)
async def test_a_guide_has_two_pages_of_this_schools_numbers(key, mode):
    """A sheet printed on both sides, whatever the school's mode and hours."""
    profile = SchoolProfile(
        ZoneInfo("Asia/Yekaterinburg"),
        short_name="Школа № 12",
        content_mode=mode,
        mark_hold=timedelta(minutes=21),
        quiet_hours=None,
        correction_days=9,
    )
    guide = PAPERS[key].make(profile)
    pdf = await paper_pdf(guide)
    text = paper_text(guide).decode("utf-8-sig")

    assert 2 == len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert ("21 минуту" in text) == (key == "help-teachers" or mode is not ContentMode.SIGNAL)
    assert ("алгебра, 08:30" in text) == (key == "help" and mode is not ContentMode.SIGNAL)


def test_a_paper_answers_to_its_names():
    """By the name of the command line and by what people call it."""
    assert PAPERS["order"] is find_paper("приказ")
    assert find_paper("summary") is None
