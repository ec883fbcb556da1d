"""Each of Telegram's sizes lets its last value through and refuses the next."""

from typing import Any

import pytest

from bot.sandbox.errors import TelegramRefusal
from bot.sandbox.formatted import format_outgoing
from bot.sandbox.limits import (
    FIELD_LIMITS,
    REQUIRED_FIELDS,
    FieldLimit,
    check_caption,
    check_fields,
    check_required,
    check_text,
    check_upload,
)

MEGABYTE = 1024 * 1024


def plain(text: str) -> Any:
    """Return a text without markup, ready to be measured."""
    return format_outgoing(text, parse_mode=None, entities=None)


def params_for(limit: FieldLimit, size: int) -> dict[str, Any]:
    """Return parameters in which the field of *limit* has *size*."""
    match limit.measure:
        case "value":
            value: Any = size
        case "count":
            value = [{}] * size
        case _:
            value = "a" * size
    head, separator, tail = limit.path.partition("[].")
    return {head: [{tail: value}]} if separator else {head: value}


@pytest.mark.parametrize("limit", FIELD_LIMITS, ids=lambda limit: f"{limit.method}.{limit.path}")
def test_field_limits(limit: FieldLimit) -> None:
    """The largest size of every listed field passes, one more is refused; so at the other end."""
    check_fields(limit.method, params_for(limit, limit.largest))
    check_fields(limit.method, params_for(limit, limit.smallest))

    with pytest.raises(TelegramRefusal, match=limit.refusal):
        check_fields(limit.method, params_for(limit, limit.largest + 1))
    if limit.smallest > 0:
        with pytest.raises(TelegramRefusal, match=limit.refusal):
            check_fields(limit.method, params_for(limit, limit.smallest - 1))


@pytest.mark.parametrize("method", REQUIRED_FIELDS)
def test_required_fields(method: str) -> None:
    """Without any one of its fields a method is refused in the words for that field."""
    wanted = REQUIRED_FIELDS[method]
    check_required(method, set(wanted))

    for name, words in wanted.items():
        with pytest.raises(TelegramRefusal, match=words):
            check_required(method, set(wanted) - {name})


@pytest.mark.parametrize("text", ["a", "a" * 4096, "я" * 4096, "😀" * 2048])
def test_texts_that_fit(text: str) -> None:
    """1 to 4096 units of UTF-16."""
    check_text(plain(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "message text is empty"),
        (" \n ", "message text is empty"),
        ("a" * 4097, "message is too long"),
        ("😀" * 2048 + "a", "message is too long"),
    ],
)
def test_texts_that_do_not_fit(text: str, words: str) -> None:
    """Nothing but spaces is empty; an emoji counts two."""
    with pytest.raises(TelegramRefusal, match=words):
        check_text(plain(text))


def test_a_text_is_measured_after_its_markup_was_read() -> None:
    """Tags do not count."""
    markup = f"<b>{'a' * 4096}</b>"

    check_text(format_outgoing(markup, parse_mode="HTML", entities=None))


def test_captions() -> None:
    """Up to 1024 units, and it may be empty."""
    check_caption(plain(""))
    check_caption(plain("a" * 1024))

    with pytest.raises(TelegramRefusal, match="message caption is too long"):
        check_caption(plain("a" * 1025))


def test_entities() -> None:
    """At most 100 written ones; what Telegram finds by itself does not count."""
    check_text(format_outgoing("<b>a</b> /help " * 100, parse_mode="HTML", entities=None))

    with pytest.raises(TelegramRefusal, match="ENTITIES_TOO_LONG"):
        check_text(format_outgoing("<b>a</b> " * 101, parse_mode="HTML", entities=None))


def inline(*rows: int, **button: Any) -> dict[str, Any]:
    """Return an inline keyboard with rows of so many equal buttons."""
    key = {"text": "да", "callback_data": "x"} | button
    key = {name: value for name, value in key.items() if value is not None}
    return {"reply_markup": {"inline_keyboard": [[key] * count for count in rows]}}


@pytest.mark.parametrize(
    "params",
    [
        inline(8),
        inline(*[8] * 12, 4),
        inline(1, callback_data="x" * 64),
        inline(1, callback_data="я" * 32),
        inline(1, callback_data=None, copy_text={"text": "x" * 256}),
        inline(1, callback_data=None, url="https://school12.ru"),
        inline(1, callback_data=None, disabled={}),
        inline(1, style="danger"),
        {"reply_markup": {"keyboard": [[{"text": "a"}]], "input_field_placeholder": "x" * 64}},
    ],
)
def test_keyboards_that_fit(params: dict[str, Any]) -> None:
    """8 in a row, 100 in all, 64 bytes of data."""
    check_fields("sendMessage", params)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        (inline(9), "reply markup is too long"),
        (inline(*[8] * 12, 5), "reply markup is too long"),
        (inline(1, callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (inline(1, callback_data="я" * 33), "BUTTON_DATA_INVALID"),
        (inline(1, callback_data=""), "BUTTON_DATA_INVALID"),
        (inline(1, callback_data=None, copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
        (inline(1, callback_data=None, copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
        (inline(1, callback_data=None, url="javascript:alert(1)"), "Unsupported URL protocol"),
        (inline(1, callback_data=None), "Text buttons are unallowed"),
        (inline(1, url="https://a.ru"), "Text buttons are unallowed"),
        (inline(1, text=" "), "text must be non-empty"),
        (inline(1, style="violet"), "BUTTON_STYLE_INVALID"),
        (
            {"reply_markup": {"keyboard": [[{"text": "a"}]], "input_field_placeholder": "x" * 65}},
            "input field placeholder is too long",
        ),
        ({"reply_markup": {"keyboard": [[{"text": ""}]]}}, "button text must be non-empty"),
    ],
)
def test_keyboards_that_do_not_fit(params: dict[str, Any], words: str) -> None:
    """One more than allowed is refused."""
    with pytest.raises(TelegramRefusal, match=words):
        check_fields("sendMessage", params)


@pytest.mark.parametrize(
    ("command", "fits"), [("a_1", True), ("Start", False), ("дневник", False), ("a-b", False)]
)
def test_commands_are_small_latin_letters(command: str, fits: bool) -> None:  # noqa: FBT001  # a case
    """Letters, digits and underscores only."""
    params = {"commands": [{"command": command, "description": "x"}]}
    if fits:
        check_fields("setMyCommands", params)
        return

    with pytest.raises(TelegramRefusal, match="BOT_COMMAND_INVALID"):
        check_fields("setMyCommands", params)


@pytest.mark.parametrize(("largest", "is_photo"), [(50 * MEGABYTE, False), (10 * MEGABYTE, True)])
def test_uploads(largest: int, is_photo: bool) -> None:  # noqa: FBT001  # a case
    """50 MB, a picture 10 MB, never empty."""
    check_upload(largest, is_photo=is_photo)

    with pytest.raises(TelegramRefusal) as caught:
        check_upload(largest + 1, is_photo=is_photo)
    assert 413 == caught.value.code
    with pytest.raises(TelegramRefusal, match="file must be non-empty"):
        check_upload(0, is_photo=is_photo)
