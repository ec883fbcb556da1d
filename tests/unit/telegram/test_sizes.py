"""Telegram's sizes, and long texts cut to fit."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.html_markup import parse_html
from bot.telegram import sizes
from services.outgoing import Attachment, Button, ContactRequest, OutgoingMessage

FILE = Attachment("report.pdf", b"x")


def button(data: str = "x", *, caption: str = "x", url: str = "") -> Button:
    """Return a button."""
    return Button(caption, data=data, url=url)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("привет", 6),
        ("<b>при</b>вет", 6),
        ("&lt;b&gt; &amp;", 5),
        ("🙂", 2),
        ('<a href="https://example.org/?a=1&amp;b=2">да</a>', 2),
        ("<tg-emoji emoji-id='5'>🙂</tg-emoji>", 2),
    ],
)
def test_a_text_is_measured_as_telegram_measures_it(text, length):
    """After its markup was read, in UTF-16 code units."""
    assert length == sizes.text_length(text)


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (OutgoingMessage("я" * 4096), None),
        (OutgoingMessage("я" * 4097), "too_long"),
        (OutgoingMessage("🙂" * 2048), None),
        (OutgoingMessage("🙂" * 2049), "too_long"),
        (OutgoingMessage("<b>" + "я" * 4096 + "</b>"), None),
        (OutgoingMessage("я" * 1024, attachment=FILE), None),
        (OutgoingMessage("я" * 1025, attachment=FILE), "too_long"),
        (OutgoingMessage("", attachment=FILE), None),
        (OutgoingMessage(""), "empty"),
        (OutgoingMessage("<b> </b>"), "empty"),
        (OutgoingMessage("<b>я</b>" * 100), None),
        (OutgoingMessage("<b>я</b>" * 101), "too_many_entities"),
        (OutgoingMessage("я", buttons=((button("я" * 32),),)), None),
        (OutgoingMessage("я", buttons=((button("я" * 32 + "x"),),)), "button_data"),
        (OutgoingMessage("я", buttons=((button(""),),)), "button_data"),
        (OutgoingMessage("я", buttons=((button("", url="https://example.org"),),)), None),
        (OutgoingMessage("я", buttons=((Button("x", copies="я" * 256),),)), None),
        (OutgoingMessage("я", buttons=((Button("x", copies="я" * 257),),)), "button_data"),
        (OutgoingMessage("я", buttons=((button(caption=" "),),)), "empty_button"),
        (OutgoingMessage("я", buttons=((button(),) * 8,)), None),
        (OutgoingMessage("я", buttons=((button(),) * 9,)), "too_wide_row"),
        (OutgoingMessage("я", buttons=((button(),) * 5,) * 20), None),
        (OutgoingMessage("я", buttons=((button(),) * 5,) * 21), "too_many_buttons"),
    ],
)  # fmt: skip
def test_what_telegram_would_refuse_is_known_before(message, fault):
    """At each limit a message still passes, one more and it does not."""
    assert fault == sizes.fault_of(message)


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("раз\nдва\nтри", 7, ("раз\nдва", "три")),
        ("раз\nдва\nтри", 11, ("раз\nдва\nтри",)),
        ("раз\n\nдва", 4, ("раз\n", "два")),
        ("раз два три", 8, ("раз два", "три")),
        ("абвгдежз", 3, ("абв", "где", "жз")),
        ("<b>раз\nдва</b>", 3, ("<b>раз</b>", "<b>два</b>")),
        ("<b><i>раз</i>\nдва</b>", 3, ("<b><i>раз</i></b>", "<b>два</b>")),
        ("<b>абвгде</b>", 3, ("<b>абв</b>", "<b>где</b>")),
        ("&amp;&lt;&gt;&quot;", 2, ("&amp;&lt;", "&gt;&quot;")),
        ("а🙂б", 2, ("а", "🙂", "б")),
        ('<a href="x">раз\nдва</a>', 3, ('<a href="x">раз</a>', '<a href="x">два</a>')),
        ("раз\n\n\n\nдва", 3, ("раз", "два")),
    ],
)
def test_a_long_text_is_cut_where_it_reads_best(text, limit, pieces):
    """At line ends, else at spaces, else between characters; markup goes on in the next piece."""
    assert pieces == sizes.split_text(text, limit)


_PIECES = st.lists(
    st.sampled_from(
        ["слово", " ", "\n", "<b>жирно</b>", "<b>две\nстроки</b>", "&amp;", "🙂", "длинноеслово",
         "<blockquote expandable>цитата <i>с\nкурсивом</i></blockquote>"]
    ),
    max_size=80,
)  # fmt: skip


@given(parts=_PIECES, limit=st.integers(min_value=2, max_value=60))
def test_every_piece_fits_and_parses_and_no_word_is_lost(parts, limit):
    """Cut anywhere, the pieces are valid messages that together say the same."""
    text = "".join(parts)

    pieces = sizes.split_text(text, limit)

    assert all(sizes.text_length(piece) <= limit for piece in pieces)
    for piece in pieces:
        parse_html(piece)
    assert _letters(text) == "".join(_letters(piece) for piece in pieces)


def _letters(text: str) -> str:
    return re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]*>", "", text)))


def test_a_message_that_fits_is_left_alone():
    """The usual case costs nothing."""
    message = OutgoingMessage("привет", buttons=((button(),),))

    assert (message,) == sizes.parts_of(message)


def test_buttons_stand_below_the_last_part():
    """The text is read first, then pressed."""
    line = "я" * 3000
    parts = sizes.parts_of(OutgoingMessage(f"{line}\n{line}", buttons=((button(),),)))

    assert [(line, ()), (line, ((button(),),))] == [(one.text, one.buttons) for one in parts]


def test_a_text_too_long_for_a_caption_follows_its_file():
    """The file comes first, the whole text below it."""
    parts = sizes.parts_of(
        OutgoingMessage("я" * 1500, attachment=FILE, keyboard=ContactRequest("номер"))
    )

    assert [("", FILE, None), ("я" * 1500, None, ContactRequest("номер"))] == [
        (one.text, one.attachment, one.keyboard) for one in parts
    ]


def test_many_marked_places_make_several_messages():
    """A quarter of marks by date has more of them than one message may, and keeps its buttons."""
    text = "\n".join(f"<b>day {number}</b> <i>5</i>" for number in range(80))
    parts = sizes.parts_of(OutgoingMessage(text, buttons=((button(),),)))

    assert [None, None] == [sizes.fault_of(part) for part in parts]
    assert text == "\n".join(part.text for part in parts)
    assert [(), ((button(),),)] == [part.buttons for part in parts]
