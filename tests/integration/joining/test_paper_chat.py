"""The secretary's side in the chat: a withdrawal on paper in four steps, acts as pages."""

from datetime import date, timedelta

import pytest

from services.outgoing import Attachment
from services.privacy.office import paper_of
from services.vocabulary import ConsentAction, ConsentPurpose, Role
from tests.integration.joining.chat import Line
from tests.integration.strangers.crawling import Crawler

pytestmark = pytest.mark.one_database

MOTHER, SECRETARY, TEACHER = 501, 801, 802


@pytest.mark.parametrize(
    ("typed", "paper"),
    [
        ("17 от 23.11.2026", ("17", date(2026, 11, 23))),
        ("№ 17-з 23.11.2026", ("17-з", date(2026, 11, 23))),
        (" №17 от 3.11.2026 г. ", ("17", date(2026, 11, 3))),
        ("17", None),
        ("17 от 31.11.2026", None),
        ("вчера", None),
    ],
)
def test_number_and_date_are_read_as_people_write_them(typed, paper):
    """With and without №, «от» and «г.»; no such day is no paper."""
    assert paper == paper_of(typed)


async def office(world, role=Role.SECRETARY):
    """Let a secretary in, who has read the briefing."""
    await world.give_role("deputy", role)
    await world.join("deputy", SECRETARY)
    return Line(world).chat(SECRETARY, language="ru")


async def test_a_paper_ends_the_consent_at_once(world):
    """Name, person, number, «Отозвать»: the parent's chat is closed, the act follows."""
    await world.join_and_consent("mother_maria", MOTHER)
    chat = await office(world)
    await chat.send("/privacy")
    await chat.press("Отзыв на бумаге")
    await chat.send("кузнец")
    await chat.press("Кузнецова")
    await chat.send("17")
    asked_again = chat.last.text
    await chat.send("17 от 23.11.2026")
    sure = chat.last.text
    await chat.press("Отозвать")
    done = chat.last.text
    world.clock.advance(timedelta(days=1))
    await world.privacy.destroy_due()
    await chat.send("/privacy")
    await chat.press("Акты уничтожения")
    await chat.press("Акт № 1/2026")

    assert "Напишите номер и дату" in asked_again
    assert "№ 17 от 23.11.2026" in sure
    assert "25.11.2026" in done
    assert (ConsentPurpose.DELIVERY, ConsentAction.WITHDRAWN) == (
        await world.acts("mother_maria")
    )[-1]
    assert isinstance(chat.last.attachment, Attachment)
    assert chat.last.attachment.content.startswith(b"%PDF-")


async def test_a_second_press_takes_nothing_back_twice(world):
    """The old button says that it is out of date."""
    await world.join_and_consent("mother_maria", MOTHER)
    chat = await office(world)
    await chat.send("/privacy")
    await chat.press("Отзыв на бумаге")
    await chat.send("Кузнецова")
    await chat.press("Кузнецова")
    await chat.send("17 от 23.11.2026")
    await chat.press("Отозвать")
    await chat.press("Отозвать")

    assert 2 == len(await world.acts("mother_maria"))


async def test_a_teacher_has_no_such_buttons_and_presses_them_in_vain(world):
    """Who does not keep the consents sees nobody's name, whatever is forged."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.join("algebra", TEACHER)
    crawler = Crawler(world)
    mine = await crawler.crawl(TEACHER)
    person_id = world.person("mother_maria")
    forged = await crawler.press_all(
        TEACHER, ["open:paper_withdrawal", "open:acts", f"pwch:{person_id}", "acto:1"]
    )

    assert "open:paper_withdrawal" not in mine.buttons
    assert [] == forged.naming(["Кузнецова"])
