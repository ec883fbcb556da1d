"""Homework as families are told of it: the day's together by due date, changes one by one."""

from collections.abc import Sequence
from datetime import date

from handlers.callbacks.homework import OpenHomework
from handlers.screens.formatting import escape, inside_sentence
from handlers.screens.homework_words import clipped, files_note, for_day, whole_estimate
from services.i18n import gettext as _
from services.news.facts import HomeworkNews, HomeworkValue
from services.outbox.ports import NoticeReader
from services.outgoing import Button
from services.vocabulary import ContentMode

__all__ = ["homework_buttons", "homework_lines", "homework_signal"]


def homework_lines(_reader: NoticeReader, news: Sequence[HomeworkNews]) -> list[str]:
    """Return the lines about one child: what is due when, what is not set, what has changed."""
    news = sorted(news, key=lambda one: one.subject)
    fresh = [
        (one, one.homework)
        for one in news
        if one.told is None and one.homework is not None and not one.homework.is_none
    ]
    lines: list[str] = []
    for due_on in sorted({now.due_on for _one, now in fresh}, key=lambda on: (on is None, on)):
        of_day = [(one, now) for one, now in fresh if now.due_on == due_on]
        lines.extend(_of_day(due_on, of_day))
    nothing = [
        inside_sentence(one.subject)
        for one in news
        if one.told is None and one.homework is not None and one.homework.is_none
    ]
    if nothing:
        lines.append(_("Not set: {subjects}.").format(subjects=escape(", ".join(nothing))))
    lines.extend(_change(one) for one in news if one.told is not None)
    return lines


def homework_signal(_news: HomeworkNews) -> str:
    """Return all that a signal says of homework."""
    return _("There are new entries in the diary. Details are in the school diary.")


def homework_buttons(reader: NoticeReader, one: HomeworkNews) -> list[tuple[Button, ...]]:
    """Offer the page where files can be had, where there are any; one row for each child."""
    has_files = one.homework is not None and one.homework.files > 0
    if not has_files or reader.content_mode is ContentMode.SIGNAL:
        return []
    data = OpenHomework(student_id=one.child.student_id, on=0)
    return [(Button(_("Homework and files"), data.pack()),)]


def _of_day(
    due_on: date | None, of_day: Sequence[tuple[HomeworkNews, HomeworkValue]]
) -> list[str]:
    shared = [(one, now) for one, now in of_day if not one.is_individual]
    lines = []
    if shared:
        lines.append(_("Homework {due}:").format(due=for_day(due_on)))
        lines.extend(f"• {escape(one.subject)} — {_text(now)}" for one, now in shared)
    lines.extend(
        _("Individual homework, {subject}, {due}: {text}").format(
            subject=escape(inside_sentence(one.subject)), due=for_day(due_on), text=_text(now)
        )
        for one, now in of_day
        if one.is_individual
    )
    lines.append(whole_estimate(one.minutes for one, _now in of_day))
    return lines


def _text(value: HomeworkValue) -> str:
    return escape(clipped(value.text)) + files_note(value.files)


def _change(one: HomeworkNews) -> str:
    subject = escape(inside_sentence(one.subject))
    now, told = one.homework, one.told
    if now is None:
        return _("Homework taken back: {subject}. It was entered by mistake.").format(
            subject=subject
        )
    if now.is_none:
        return _("Homework cancelled: {subject}{was}").format(subject=subject, was=_was(one))
    if told is None or told.is_none:
        return _("Homework added: {subject}, {due} — {text}").format(
            subject=subject, due=for_day(now.due_on), text=_text(now)
        )
    return _("Homework changed: {subject}, {due} — {text}{was}").format(
        subject=subject, due=for_day(now.due_on), text=_text(now), was=_was(one)
    )


def _was(one: HomeworkNews) -> str:
    """« (было: …)» with what differs from now: the text, else the day."""
    now, told = one.homework, one.told
    if now is None or told is None or told.is_none:
        return ""
    if now.is_none or told.text != now.text:
        old = escape(clipped(told.text))
        if not now.is_none and told.due_on != now.due_on:
            old = f"{for_day(told.due_on)} — {old}"
    elif told.due_on != now.due_on:
        old = for_day(told.due_on)
    else:
        return ""
    # TRANSLATORS: what a family was told before, in brackets behind what holds now
    return " " + _("(was: {old})").format(old=old)
