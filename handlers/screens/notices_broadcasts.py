"""Announcements as families read them, with the buttons that answer them."""

from collections.abc import Sequence

from handlers.callbacks.broadcasts import AnswerBroadcast
from handlers.screens.broadcast_words import answer_names, audience_name
from handlers.screens.formatting import bold, escape, person_initials
from services.i18n import gettext as _
from services.news.facts import BroadcastNews
from services.outbox.ports import NoticeReader
from services.outgoing import Button
from services.vocabulary import ContentMode

__all__ = ["broadcast_buttons", "broadcast_lines", "broadcast_signal"]


def broadcast_lines(_reader: NoticeReader, news: Sequence[BroadcastNews]) -> list[str]:
    """Return the lines of announcements, each under its own heading."""
    found: list[str] = []
    for one in news:
        found.append(bold(_heading(one)))
        if one.is_recalled:
            found.append(_("The announcement was recalled, it holds no more."))
            continue
        if one.is_reminder:
            found.append(_("Reminder: there is no answer from you yet."))
        found.append(escape(one.text))
    return found


def broadcast_signal(news: BroadcastNews) -> str:
    """Return all that a signal says of an announcement."""
    if news.is_recalled:
        return _("An announcement of the school was recalled.")
    return _(
        "There is a new announcement of the school. "
        "Details are in the school diary or with the class teacher."
    )


def broadcast_buttons(reader: NoticeReader, news: BroadcastNews) -> list[tuple[Button, ...]]:
    """Return one row for each answer; without answers, and in a signal, «read»."""
    if news.is_recalled:
        return []
    answers = () if reader.content_mode is ContentMode.SIGNAL else news.answers
    return [
        (Button(name, AnswerBroadcast(broadcast_id=news.broadcast_id, answer=number).pack()),)
        for number, name in answer_names(answers)
        if number or not answers
    ]


def _heading(news: BroadcastNews) -> str:
    author = person_initials(
        family_name=news.author.family_name,
        given_name=news.author.given_name,
        patronymic=news.author.patronymic,
    )
    return " · ".join((audience_name(news.label), _("announcement"), author))
