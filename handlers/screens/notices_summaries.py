"""Summaries as they come by themselves, and the class teacher's invitation to add a sentence."""

from collections.abc import Sequence

from handlers.callbacks.conversations import AskTeacher
from handlers.callbacks.summaries import AcknowledgeSummary, OpenDrafts, OpenSummaryDetails
from handlers.screens.conversations import TOPICS
from handlers.screens.formatting import bold, clock_time, escape, short_day
from handlers.screens.summary_chart import summary_chart
from handlers.screens.summary_words import days_name, short_summary, summary_title
from services.i18n import gettext as _
from services.news.facts import News, SummaryDraftsNews, SummaryNews
from services.outbox.ports import NoticeReader
from services.outgoing import Button, Drawing
from services.vocabulary import ContentMode, TalkTopic

__all__ = [
    "drafts_buttons",
    "drafts_lines",
    "drafts_signal",
    "summary_buttons",
    "summary_lines",
    "summary_picture",
    "summary_signal",
]


def summary_lines(reader: NoticeReader, news: Sequence[SummaryNews]) -> list[str]:
    """Return the summary of one child, or the reminder of it."""
    found: list[str] = []
    for one in news:
        if one.is_reminder:
            days = days_name(one.facts.starts_on, one.facts.ends_on)
            found.append(
                _(
                    "The summary {days} is above in this chat. When you have read it, "
                    "please press “Acknowledged”."
                ).format(days=days)
            )
            continue
        found.append(bold(summary_title(one.facts)))
        found.extend(
            short_summary(
                one.facts,
                sentence=one.sentence,
                teacher=one.teacher,
                is_full=reader.content_mode is ContentMode.FULL,
            )
        )
    return found


def summary_signal(_news: SummaryNews) -> str:
    """Return all that a signal says of a summary."""
    return _("There are new entries in the diary. Details are in the school diary.")


def summary_buttons(reader: NoticeReader, one: SummaryNews) -> list[tuple[Button, ...]]:
    """Return «read» for guardians, and the way to all of it where it may be said."""
    row: list[Button] = []
    if not reader.is_student:
        data = AcknowledgeSummary(summary_id=one.summary_id)
        row.append(Button(_("Acknowledged"), data.pack()))
    if reader.content_mode is not ContentMode.SIGNAL:
        ask = AskTeacher(
            student_id=one.child.student_id,
            teacher_id=0,
            topic=TOPICS.index(TalkTopic.SUMMARY),
            ref=one.facts.ends_on.toordinal(),
        )
        if one.teacher is not None:
            row.append(Button(_("Question"), ask.pack()))
        details = OpenSummaryDetails(summary_id=one.summary_id, student_id=one.child.student_id)
        row.append(Button(_("In detail"), details.pack()))
    return [tuple(row)] if row else []


def summary_picture(reader: NoticeReader, news: Sequence[News]) -> Drawing | None:
    """Return the picture of a message that is one summary and nothing else."""
    if reader.content_mode is ContentMode.SIGNAL or len(news) != 1:
        return None
    only = news[0]
    if not isinstance(only, SummaryNews) or only.is_reminder:
        return None
    return summary_chart(only.facts)


def drafts_lines(_reader: NoticeReader, news: Sequence[SummaryDraftsNews]) -> list[str]:
    """Invite the class teacher to add a sentence to each summary."""
    found: list[str] = []
    for one in news:
        found.append(
            bold(_("Drafts of the summaries · {school_class}").format(school_class=one.class_name))
        )
        at = one.due_at.astimezone(one.zone)
        found.append(
            _(
                "They go to the families on {day} at {time}. You may add a sentence to each; "
                "without one they go all the same."
            ).format(day=short_day(at.date()), time=escape(clock_time(one.due_at, one.zone)))
        )
    return found


def drafts_signal(_news: SummaryDraftsNews) -> str:
    """Return the same for whoever reads nothing but signals: staff never do."""
    return _("There are new entries in the diary. Details are in the school diary.")


def drafts_buttons(_reader: NoticeReader, one: SummaryDraftsNews) -> list[tuple[Button, ...]]:
    """Return the way to the drafts."""
    return [(Button(_("Open the drafts"), OpenDrafts(class_id=one.class_id).pack()),)]
