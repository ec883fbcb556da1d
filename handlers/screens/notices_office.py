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
    return escape(text.format(place=one.detail, time=at))
