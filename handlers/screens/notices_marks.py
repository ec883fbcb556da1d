"""Marks as families read them: new, corrected, taken back; with the average before and after."""

from collections.abc import Sequence

from handlers.callbacks.conversations import AskTeacher
from handlers.callbacks.diary import ReadMarks
from handlers.screens.conversations import TOPICS
from handlers.screens.formatting import (
    decimal_number,
    escape,
    inside_sentence,
    short_day,
    weight_number,
)
from services.i18n import gettext as _
from services.i18n import pgettext
from services.news.facts import MarkNews, MarkValue
from services.outbox.ports import NoticeReader
from services.outgoing import Button
from services.regulation.mark_names import is_figure, mark_name
from services.regulation.work_kinds import work_kind_reason
from services.vocabulary import ContentMode, TalkTopic

__all__ = ["mark_lines", "mark_rows", "mark_signal"]

_COUNTS_ONCE = 10  # tenths
_MOST_ASKED = 3  # subjects; a message of the morning about more has the way to the diary alone


def mark_lines(reader: NoticeReader, news: Sequence[MarkNews]) -> list[str]:
    """Return the lines about one child: subject by subject, one for each work."""
    subjects: dict[str, list[MarkNews]] = {}
    for one in sorted(news, key=lambda one: (one.on, one.lesson_id, one.part)):
        subjects.setdefault(one.subject, []).append(one)
    lines: list[str] = []
    for of_subject in subjects.values():
        for work in _works(of_subject):
            lines.append(_line(work))
            if reader.content_mode is ContentMode.FULL:
                lines.extend(_comments(work))
        lines.append(_average(of_subject[-1]))
    return lines


def mark_signal(_news: MarkNews) -> str:
    """Return all that a signal says of a mark."""
    return _("There are new entries in the diary. Details are in the school diary.")


def mark_rows(
    reader: NoticeReader,
    news: Sequence[MarkNews],
    is_alone: bool,  # noqa: FBT001  # one of a table of functions
) -> list[tuple[Button, ...]]:
    """Return the way to a child's marks, and to a question about each subject's newest one.

    *is_alone*: the message tells of nothing else, so that one teacher needs no naming.
    """
    if reader.content_mode is ContentMode.SIGNAL:
        return []
    newest: dict[str, MarkNews] = {}
    for one in sorted(news, key=lambda one: (one.on, one.lesson_id)):
        if one.mark is not None:
            newest[one.subject] = one
    marks = ReadMarks(student_id=news[0].child.student_id)
    details = Button(_("In detail"), marks.pack())
    if len(newest) == 1 and is_alone:
        (only,) = newest.values()
        return [(details, Button(_("Ask the teacher"), _ask(only)))]
    asked = newest if len(newest) <= _MOST_ASKED else {}
    return [
        *(
            (Button(_("Ask: {subject}").format(subject=inside_sentence(subject)), _ask(one)),)
            for subject, one in asked.items()
        ),
        (details,),
    ]


def _ask(one: MarkNews) -> str:
    """Ask whoever teaches the subject: which teacher that is, is looked up when it is pressed."""
    topic = TOPICS.index(TalkTopic.MARK)
    return AskTeacher(
        student_id=one.child.student_id, teacher_id=0, topic=topic, ref=one.mark_id
    ).pack()


def _works(news: Sequence[MarkNews]) -> list[list[MarkNews]]:
    """Put the two parts of a double mark together; each other mark stands alone."""
    works: dict[object, list[MarkNews]] = {}
    for one in news:
        of_work = one.mark or one.told
        kind = of_work.work_kind if of_work else ""
        key = (one.lesson_id, kind, one.mark is None, one.told is None)
        if one.part in {other.part for other in works.get(key, ())}:
            works[one] = [one]  # «ещё 5» for the same work is no second half of the first
        else:
            works.setdefault(key, []).append(one)
    return list(works.values())


def _line(work: Sequence[MarkNews]) -> str:
    first = work[0]
    subject, day = escape(first.subject), short_day(first.on)
    marks = [one.mark for one in work if one.mark is not None]
    told = [one.told for one in work if one.told is not None]
    if not marks:
        return _(
            "The mark {mark} ({subject}, {day}) has been removed: it was entered by mistake. "
            "We apologise."
        ).format(mark=_values(told), subject=inside_sentence(subject), day=day)
    if not told:
        return _("{subject}, {day}: {mark}").format(subject=subject, day=day, mark=_full(marks))
    if _what_for(told[0]) == _what_for(marks[0]):
        return _("{subject}, {day}: was {told}, now {mark}").format(
            subject=subject, day=day, told=_values(told), mark=_full(marks)
        )
    return _("{subject}, {day}: was {told}, now {mark}").format(
        subject=subject, day=day, told=_full(told), mark=_full(marks)
    )


def _values(marks: Sequence[MarkValue]) -> str:
    values = [mark_name(mark.value) for mark in marks]
    if len(values) == 1:
        return values[0]
    # TRANSLATORS: a double mark such as "4 and 5", for content and for spelling
    return pgettext("double mark", "{first} and {second}").format(
        first=values[0], second=values[1]
    )


def _full(marks: Sequence[MarkValue]) -> str:
    """Return marks with what they are for: «4 и 5 за диктант (вес 2)»."""
    return f"{_values(marks)} {_what_for(marks[0])}"


def _what_for(mark: MarkValue) -> str:
    reason = work_kind_reason(mark.work_kind)
    if mark.weight_tenths == _COUNTS_ONCE or not is_figure(mark.value):
        return reason
    weight = _("weight {weight}").format(weight=weight_number(mark.weight_tenths))
    return f"{reason} ({weight})"


def _comments(work: Sequence[MarkNews]) -> list[str]:
    texts = dict.fromkeys(one.comment for one in work if one.comment and one.mark is not None)
    # TRANSLATORS: a teacher's own words about a mark, in quotation marks
    return [_("“{comment}”").format(comment=escape(text)) for text in texts]


def _average(one: MarkNews) -> str:
    if one.average_after is None:
        return ""
    after = decimal_number(one.average_after)
    if one.average_before is None or one.average_before == one.average_after:
        return _("Average: {average}").format(average=after)
    return _("Average: {before} → {after}").format(
        before=decimal_number(one.average_before), after=after
    )
