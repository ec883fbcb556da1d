"""Logging: structlog for our lines, the libraries' lines beside them, personal data in neither.

Our lines carry ids and counts under allowed names, and anything else is withheld. Of libraries
only warnings are kept, one line each. A traceback shows where and which type, never the message.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from bot.settings import LogFormat, LogLevel

__all__ = ["WITHHELD", "masked", "set_up_logging", "withhold_personal_fields"]

OURS = ("bot", "handlers", "services")
WITHHELD = "<withheld>"

# An allow-list: a new field is withheld until somebody has thought about it.
_ALLOWED = frozenset(
    {
        "attempt", "channel", "command", "component", "detail", "error", "event", "exception",
        "host", "job", "kind", "level", "logger", "method", "outcome", "part", "port", "priority",
        "revision", "role", "schedule", "signal", "state", "status", "timestamp", "verdict",
        "version",
    }
)  # fmt: skip
_ALLOWED_ENDINGS = ("_id", "_ids", "_count", "_seconds", "_ms", "_bytes", "_at", "_on")
_PLAIN = (bool, int, float, str, type(None))

_SECRETS = (
    (re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}"), "<token>"),
    (re.compile(r"(://[^:/@\s]*):[^@\s]+@"), r"\1:<password>@"),
    (re.compile(r"/calendar/[^/\s.]+"), "/calendar/<secret>"),
    (re.compile(r"\+\d{10,15}\b"), "<phone>"),
)


def set_up_logging(
    *, level: LogLevel, log_format: LogFormat, stream: TextIO | None = None
) -> None:
    """Send every log line of this process to *stream*, by default standard error.

    Calling it again replaces what was set up before.
    """
    stream = stream or sys.stderr
    before_rendering: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        exception_without_message,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *before_rendering,
            withhold_personal_fields,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*before_rendering, first_line_only],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                mask_secrets,
                _renderer(log_format, stream),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # Below a warning libraries print statements with their values and updates with their texts.
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    logging.captureWarnings(capture=True)


def withhold_personal_fields(_logger: Any, _method: str, event_dict: EventDict) -> EventDict:
    """Keep the values of allowed fields only; a list passes when its items are plain."""
    for name, value in event_dict.items():
        if name.startswith("_") or _is_allowed(name, value):
            continue
        event_dict[name] = WITHHELD
    return event_dict


def first_line_only(_logger: Any, _method: str, event_dict: EventDict) -> EventDict:
    """Keep the first line of a library's message: what follows are values and other messages."""
    event_dict["event"] = str(event_dict["event"]).partition("\n")[0]
    return event_dict


def exception_without_message(_logger: Any, _method: str, event_dict: EventDict) -> EventDict:
    """Turn ``exc_info`` into frames and types: a message may quote what a person wrote."""
    exc_info = event_dict.pop("exc_info", None)
    if exc_info is True:
        exc_info = sys.exc_info()
    error = exc_info[1] if isinstance(exc_info, tuple) else exc_info
    if isinstance(error, BaseException):
        event_dict["exception"] = "\n".join(_lines(error, shown=set()))
    return event_dict


def mask_secrets(_logger: Any, _method: str, event_dict: EventDict) -> EventDict:
    """Mask tokens, passwords, feed addresses and phones in every text, whoever wrote it."""
    for name, value in event_dict.items():
        if isinstance(value, str):
            event_dict[name] = masked(value)
    return event_dict


def masked(text: str) -> str:
    """Return *text* without bot tokens, passwords in addresses, feed secrets and phone numbers."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


def _is_allowed(name: str, value: object) -> bool:
    if name not in _ALLOWED and not name.endswith(_ALLOWED_ENDINGS):
        return False
    items = value if isinstance(value, list | tuple | set | frozenset) else (value,)
    return name.endswith(("_at", "_on")) or all(isinstance(item, _PLAIN) for item in items)


def _lines(error: BaseException, *, shown: set[int]) -> Iterator[str]:
    shown.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in shown:
        yield from _lines(before, shown=shown)
        yield "which led to"
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from ("  " + line for line in _lines(part, shown=shown))


def _renderer(log_format: LogFormat, stream: TextIO) -> Processor:
    if log_format is LogFormat.JSON:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(
        colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
