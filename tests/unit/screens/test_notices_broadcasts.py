"""An announcement in the three content modes: text, buttons, and what is kept back."""

from dataclasses import replace

import pytest

from handlers.screens.notices import NoticeScreens
from services.i18n import use_locale
from services.news.facts import BroadcastNews
from services.outbox.ports import NoticeReader
from services.roster.names import PersonName
from services.vocabulary import ContentMode

NEWS = BroadcastNews(
    broadcast_id=5,
    label="7А",
    text="Собрание <в четверг>",
    answers=("Буду", "Не буду"),
    author=PersonName("Орлов", "Денис", "Сергеевич"),
)


def render(news: BroadcastNews, mode: ContentMode) -> tuple[str, list[str]]:
    """Return text and captions."""
    with use_locale("en"):
        message = NoticeScreens().render(NoticeReader("en", mode), [news])
    return message.text, [button.caption for row in message.buttons for button in row]


@pytest.mark.parametrize("mode", [ContentMode.FULL, ContentMode.ALIAS])
def test_the_text_is_escaped_and_can_be_answered(mode):
    """It is about no single child, so nothing has to be hidden in it."""
    expected = "<b>7А · announcement · Орлов Д. С.</b>\nСобрание &lt;в четверг&gt;"
    assert (expected, ["Буду", "Не буду"]) == render(NEWS, mode)


@pytest.mark.parametrize(
    ("label", "name"), [("", "the whole school"), ("5", "grade 5"), ("7А англ. 1", "7А англ. 1")]
)
def test_audiences_have_names(label, name):
    """The school, a grade, a group."""
    text, _ = render(replace(NEWS, label=label), ContentMode.FULL)
    assert f"<b>{name} · announcement · Орлов Д. С.</b>" == text.splitlines()[0]


def test_without_answers_it_is_acknowledged():
    """There is always something to press."""
    _, captions = render(replace(NEWS, answers=()), ContentMode.FULL)
    assert ["Acknowledged"] == captions


def test_a_signal_holds_no_word_of_it():
    """Neither text nor answers leave; that it was seen can be said."""
    text, captions = render(NEWS, ContentMode.SIGNAL)
    assert "Собрание" not in text
    assert ["Acknowledged"] == captions


def test_what_was_recalled_cannot_be_answered():
    """The old text is not repeated."""
    text, captions = render(replace(NEWS, is_recalled=True), ContentMode.FULL)
    assert "Собрание" not in text
    assert [] == captions
