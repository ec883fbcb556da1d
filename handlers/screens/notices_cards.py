"""The evening card: tomorrow's lessons with their times and changes, and what is due."""

from collections.abc import Sequence

from handlers.screens.club_words import clubs_apart
from handlers.screens.formatting import bold, capitalized, clock_time, escape, full_day, time_range
from handlers.screens.homework_words import clipped
from handlers.screens.timetable import change_note, day_kind_note
from services.diary.timetable_lines import TimetableLine
from services.i18n import gettext as _
from services.i18n import ngettext
from services.news.facts import CardHomework, CardNews
from services.outbox.ports import NoticeReader
from services.vocabulary import ContentMode

__all__ = ["card_lines", "card_signal"]


def card_lines(reader: NoticeReader, news: Sequence[CardNews]) -> list[str]:
    """Return the card of one child."""
    lines: list[str] = []
    for one in news:
        names_people = reader.content_mode is ContentMode.FULL
        shown = set[str]()
        day = full_day(one.on)
        lines.append(bold(capitalized(day) + _span(one)))
        lines.append(day_kind_note(one.kind))
        taught: list[tuple[bool, str]] = []
        for line in one.lines:
            due = [each for each in one.homework if each.subject == line.subject]
            fits = not line.is_dropped and line.subject not in shown
            said = _line(line, one, due if fits else (), names_people=names_people)
            taught.append((line.is_club, said))
            if fits:
                shown.add(line.subject)
        lines.extend(clubs_apart(taught))
        rest = [each for each in one.homework if each.subject not in shown]
        lines.extend(f"• {escape(each.subject)} — {_text(each)}" for each in rest)
        if not one.homework:
            lines.append(_("No homework is due."))
    return lines


def card_signal(_news: CardNews) -> str:
    """Return all that a signal says of a day."""
    return _("There are new entries in the diary. Details are in the school diary.")


def _span(one: CardNews) -> str:
    standing = [line for line in one.lines if not line.is_dropped and not line.is_club]
    if not standing:
        return ": " + _("no lessons")
    count = ngettext("{n} lesson", "{n} lessons", len(standing)).format(n=len(standing))
    span = time_range(standing[0].starts_at, standing[-1].ends_at, one.zone)
    return f": {count}, {span}"


def _line(
    line: TimetableLine, one: CardNews, due: Sequence[CardHomework], *, names_people: bool
) -> str:
    subject = f"<s>{escape(line.subject)}</s>" if line.is_dropped else escape(line.subject)
    time = clock_time(line.starts_at, one.zone)
    note = change_note(line, names_people=names_people)
    text = " ".join(part for part in (f"{line.number}.", time, subject, note) if part)
    tasks = "; ".join(_text(each) for each in due)
    return f"{text} — {tasks}" if tasks else text


def _text(one: CardHomework) -> str:
    text = escape(clipped(one.text))
    return _("individually: {text}").format(text=text) if one.is_individual else text
