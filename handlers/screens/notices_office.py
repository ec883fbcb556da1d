"""What an administrator is told of the installation: what is wrong, and the way out."""

from collections.abc import Sequence

from handlers.screens.formatting import clock_time, escape
from services.i18n import gettext as _
from services.news.facts import OfficeAlertNews
from services.outbox.ports import NoticeReader
from services.vocabulary import OfficeAlertKind

__all__ = ["office_alert_lines"]


def office_alert_lines(_reader: NoticeReader, news: Sequence[OfficeAlertNews]) -> list[str]:
    """Return one line for each alert."""
    return [_line(one) for one in news]


def _line(one: OfficeAlertNews) -> str:
    at = clock_time(one.raised_at, one.zone)
    match one.kind:
        case OfficeAlertKind.COPY_MISSING:
            text = _(
                "No backup was made in “{place}” at {time}: the medium is not connected. "
                "Please connect it and repeat the backup."
            )
        case OfficeAlertKind.COPY_FULL:
            text = _(
                "No backup was made in “{place}” at {time}: the medium is full. "
                "Please make room and repeat the backup."
            )
        case OfficeAlertKind.COPY_FAILED:
            text = _(
                "No backup was made in “{place}” at {time}: the medium refuses or is damaged. "
                "Please try another one."
            )
        case OfficeAlertKind.DISK_LOW:
            text = _(
                "The disk of “{place}” is almost full ({time}): soon nothing will be stored. "
                "Please make room."
            )
        case OfficeAlertKind.ARCHIVE_KEY:
            text = _(
                "The archive was not made at {time}: the director's key is not set. "
                "Please set ARCHIVE_RECIPIENT or ARCHIVE_PASSPHRASE_FILE."
            )
        case OfficeAlertKind.ARCHIVE_MADE:
            text = _(
                "The archive of the journal is in “{place}” ({time}). Please print the receipt "
                "beside it and let the director sign it."
            )
    return escape(text.format(place=one.detail, time=at))
