"""The default consent text: complete, honest about the mode, without forbidden phrases."""

from zoneinfo import ZoneInfo

import pytest

from services.joining.consent_text import default_text
from services.regulation.profile import SchoolProfile
from services.vocabulary import ConsentPurpose, ContentMode

PROFILE = SchoolProfile(
    timezone=ZoneInfo("Asia/Yekaterinburg"),
    name="Средняя школа № 12",
    address="623700, Берёзовский, ул. Мира, 5",
    data_officer="Сорокина А. В., sorokina@example.org",
)
FORBIDDEN = ("иные", "иных", "иным", "других целях", "достижения цел")


@pytest.mark.parametrize("purpose", list(ConsentPurpose))
@pytest.mark.parametrize(
    "part",
    [
        PROFILE.name,
        PROFILE.address,
        PROFILE.data_officer,
        "Кто даёт согласие:",
        "Цель:",
        "анные",  # «Данные ребёнка», «Мои данные»
        "Действия с данными:",
        "средств автоматизации",
        "обработку никому не поручает",
        "Срок:",
        "Отзыв:",
        "письменным заявлением",
        "«Даю согласие»",
    ],
)
def test_every_text_has_what_the_law_asks_for(purpose, part):
    """Operator, aim, data, actions and means, term, withdrawal and signature are all there."""
    assert part in default_text(purpose, PROFILE)


@pytest.mark.parametrize("purpose", list(ConsentPurpose))
@pytest.mark.parametrize("phrase", FORBIDDEN)
def test_no_text_leaves_a_door_open(purpose, phrase):
    """The formulas that make a consent void do not occur."""
    assert phrase not in default_text(purpose, PROFILE).casefold()


@pytest.mark.parametrize("purpose", list(ConsentPurpose))
def test_a_default_text_fits_into_one_message(purpose):
    """Text and buttons stand together; a head of 300 characters comes before it."""
    longest = SchoolProfile(
        timezone=PROFILE.timezone,
        name="Н" * 250,
        address="А" * 200,
        data_officer="О" * 100,
    )

    assert len(default_text(purpose, longest)) < 4096 - 300


def test_each_purpose_has_a_text_of_its_own():
    """Nobody consents to one thing by reading another."""
    texts = {default_text(purpose, PROFILE) for purpose in ConsentPurpose}

    assert len(ConsentPurpose) == len(texts)


def test_the_text_says_what_messages_contain_in_this_mode():
    """In `signal` no name leaves the school, and the text says so."""
    text = default_text(
        ConsentPurpose.DELIVERY,
        SchoolProfile(timezone=PROFILE.timezone, content_mode=ContentMode.SIGNAL),
    )

    assert "без имени, предмета и отметки" in text


def test_without_paper_the_text_does_not_speak_of_an_application_at_school():
    """Who proves the person is said truthfully in both cases."""
    without = SchoolProfile(timezone=PROFILE.timezone, needs_paper_consent=False)

    assert "хранится в школе" in default_text(ConsentPurpose.DELIVERY, PROFILE)
    assert "хранится в школе" not in default_text(ConsentPurpose.DELIVERY, without)
