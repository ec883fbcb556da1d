"""Texts are stored trimmed, with what Telegram marks by itself."""

from typing import Any

import pytest

from bot.sandbox.errors import TelegramRefusal
from bot.sandbox.formatted import format_outgoing, format_typed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start abc", [("bot_command", 0, 6)]),
        ("см. /diary, /marks@school_bot", [("bot_command", 4, 6), ("bot_command", 12, 17)]),
        ("1/2 и a/b и https://a.ru/x", [("url", 12, 14)]),
        ("сайт school12.ru, почта a.b@c.org!", [("url", 5, 11), ("email", 24, 9)]),
        ("😀 @school_bot #дз", [("mention", 3, 11), ("hashtag", 15, 3)]),
        ("звоните +79161234567", [("phone_number", 8, 12)]),
        ("#1 и 12.11.2026 и к чт № 214", []),
    ],
)
def test_detected_entities(text: str, expected: list[tuple[str, int, int]]) -> None:
    """Commands, links, names and numbers become entities without markup."""
    found = [(e["type"], e["offset"], e["length"]) for e in format_typed(text).entities]

    assert expected == found


def test_ends_are_trimmed_and_entities_with_them() -> None:
    """Spaces around a text go; what was marked in them shrinks or goes."""
    formatted = format_outgoing("\n  <b>a </b> \n", parse_mode="HTML", entities=None)

    assert "a" == formatted.text
    assert [{"type": "bold", "offset": 0, "length": 1}] == list(formatted.entities)


def test_carriage_returns_go_and_tabs_become_spaces() -> None:
    """Entities keep their words when the text before them gets shorter."""
    formatted = format_outgoing("a\r\n\tb<b>c\r\nd</b>", parse_mode="html", entities=None)

    assert "a\n bc\nd" == formatted.text
    assert [{"type": "bold", "offset": 4, "length": 3}] == list(formatted.entities)


def test_nothing_is_detected_inside_code_and_links() -> None:
    """Code stays code."""
    markup = '<code>/start</code> <a href="https://a.ru">b.ru</a>'
    formatted = format_outgoing(markup, parse_mode="HTML", entities=None)

    assert ["code", "text_link"] == [entity["type"] for entity in formatted.entities]


def test_length_is_in_utf16_units() -> None:
    """An emoji beyond the first plane counts two."""
    assert 3 == format_typed("a😀").length


def test_given_entities_are_taken_over() -> None:
    """Without a parse mode the entities of the call count."""
    entities: list[dict[str, Any]] = [{"type": "bold", "offset": 0, "length": 2}]
    formatted = format_outgoing("abc", parse_mode=None, entities=entities)

    assert entities == list(formatted.entities)


@pytest.mark.parametrize(("offset", "length"), [(-1, 1), (0, 0), (2, 2)])
def test_entities_outside_the_text_are_refused(offset: int, length: int) -> None:
    """They cannot be shown."""
    entities: list[dict[str, Any]] = [{"type": "bold", "offset": offset, "length": length}]

    with pytest.raises(TelegramRefusal, match="can't parse entities"):
        format_outgoing("abc", parse_mode=None, entities=entities)


@pytest.mark.parametrize(
    ("mode", "words"),
    [("MarkdownV2", "not supported by the sandbox"), ("bbcode", "unsupported parse_mode")],
)
def test_other_parse_modes_are_refused(mode: str, words: str) -> None:
    """The product writes HTML; anything else is told apart from a mistake."""
    with pytest.raises(TelegramRefusal, match=words):
        format_outgoing("abc", parse_mode=mode, entities=None)
