"""Log lines: personal data and secrets stay out of them, ours and the libraries'."""

import io
import json
import logging

import pytest
import structlog

from bot.log_setup import WITHHELD, masked, set_up_logging
from bot.settings import LogFormat, LogLevel


@pytest.fixture
def lines(logging_put_back) -> io.StringIO:
    """Give the stream that JSON log lines go to."""
    stream = io.StringIO()
    set_up_logging(level=LogLevel.INFO, log_format=LogFormat.JSON, stream=stream)
    return stream


def _last(stream: io.StringIO) -> dict[str, object]:
    return dict(json.loads(stream.getvalue().splitlines()[-1]))


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("student_id", 7, 7),
        ("notice_ids", [1, 2], [1, 2]),
        ("elapsed_ms", 12.5, 12.5),
        ("kind", "absence", "absence"),
        ("full_name", "Кузнецова Мария", WITHHELD),
        ("mark", 5, WITHHELD),
        ("phone", "+79161234567", WITHHELD),
        ("text", "7б алгебра: кузнецова 4", WITHHELD),
        ("code", "ABCD-EFGH-JKLM", WITHHELD),
        ("anything_new", "x", WITHHELD),
        ("kind", {"name": "Мария"}, WITHHELD),
    ],
)
def test_only_allowed_fields_keep_their_values(lines, field, value, expected):
    """A field nobody has thought about is withheld, its name stays to be found."""
    structlog.get_logger("services.journal").info("saved", **{field: value})

    assert expected == _last(lines)[field]


def test_fields_bound_for_an_update_are_checked_as_well(lines):
    """What is bound to the context of an update obeys the same rule."""
    with structlog.contextvars.bound_contextvars(update_id=3, family_name="Кузнецова"):
        structlog.get_logger("bot.dispatcher").info("handled")

    line = _last(lines)
    assert (3, WITHHELD) == (line["update_id"], line["family_name"])


def test_a_traceback_shows_the_place_and_never_the_message(lines):
    """An error may quote a person; its type and frames are enough to find it."""
    try:
        try:
            raise KeyError("Кузнецова")
        except KeyError as cause:
            raise ValueError("Кузнецова 4") from cause
    except ValueError:
        structlog.get_logger("bot.dispatcher").exception("failed")

    shown = str(_last(lines)["exception"])
    assert shown.startswith("builtins.KeyError\n")
    assert "\nwhich led to\nbuiltins.ValueError\n" in shown
    assert "test_log_setup.py" in shown
    assert "Кузнецова" not in lines.getvalue()


def test_a_group_of_errors_shows_each(lines):
    """Errors that happened together are all named."""
    group = ExceptionGroup("Мария", [ValueError("Мария"), OSError("Мария")])
    structlog.get_logger("bot.runner").error("stopped", exc_info=group)

    shown = str(_last(lines)["exception"])
    assert ["builtins.ExceptionGroup", "  builtins.ValueError", "  builtins.OSError"] == (
        shown.splitlines()
    )


def test_a_library_gives_warnings_of_one_line(lines):
    """What libraries say at length holds statements, updates and other messages."""
    library = logging.getLogger("aiogram.event")
    library.info("Update id=5 text=Кузнецова")
    library.error("Cause exception while process update id=%d\n%s", 5, "ValueError: Кузнецова")

    assert len(lines.getvalue().splitlines()) == 1
    assert _last(lines)["event"] == "Cause exception while process update id=5"


def test_a_librarys_traceback_has_no_message(lines):
    """A library's error is shown as ours are."""
    try:
        raise ValueError("Кузнецова")
    except ValueError:
        logging.getLogger("aiohttp.server").exception("Error handling request")

    line = _last(lines)
    assert "ValueError" in str(line["exception"])
    assert "Кузнецова" not in lines.getvalue()


def test_our_lines_obey_the_level(lines):
    """With LOG_LEVEL=info nothing below it is written."""
    structlog.get_logger("services.outbox").debug("claimed")

    assert lines.getvalue() == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "POST /bot123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe",
            "POST /bot<token>/getMe",
        ),
        (
            "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
            "<token>",
        ),
        ("postgresql+asyncpg://school:secret@db/x", "postgresql+asyncpg://school:<password>@db/x"),
        ("GET /calendar/Zm9vYmFy.ics 200", "GET /calendar/<secret>.ics 200"),
        ("call +79161234567", "call <phone>"),
        ("chat -1001234567890 at 08:30", "chat -1001234567890 at 08:30"),
    ],
)
def test_secrets_are_masked_wherever_they_stand(text, expected):
    """A token, a password, a feed's address and a phone leave no trace; ids and times do."""
    assert expected == masked(text)


def test_text_lines_are_for_people(lines):
    """The text format is one readable line with the event first."""
    stream = io.StringIO()
    set_up_logging(level=LogLevel.INFO, log_format=LogFormat.TEXT, stream=stream)

    structlog.get_logger("bot.runner").info("started", port=8080)

    assert "] started" in stream.getvalue()
    assert "port=8080" in stream.getvalue()
