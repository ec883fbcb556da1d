"""A summary in words, the same in the message, on request and in the class teacher's draft.

One line, one fact; what deserves a look stands first. The message stays short enough to stand
below its picture: the rest is one press away.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from handlers.screens.debts import debt_due_words
from handlers.screens.final_words import period_name, value_name
from handlers.screens.formatting import (
    bold,
    day_and_month,
    decimal_number,
    escape,
    inside_sentence,
    person_initials,
    short_day,
)
from services.i18n import gettext as _
from services.i18n import ngettext, pgettext
from services.regulation.mark_names import mark_name
from services.roster.names import PersonName
from services.summaries.facts import (
    FortnightFacts,
    Point,
    PointKind,
    SubjectLine,
    Trend,
    Verdict,
)
from services.summaries.verdict import has_fallen, points_of, trend_of, verdict_of

__all__ = [
    "ARROWS",
    "attendance_line",
    "average_line",
    "days_name",
    "debts_line",
    "sentence_line",
    "short_summary",
    "signs_line",
    "subject_line",
    "summary_title",
    "verdict_line",
    "with_trend",
    "works_line",
]

ARROWS = {Trend.UP: "↑", Trend.DOWN: "↓", Trend.SAME: ""}
_OF_ATTENDANCE = frozenset(
    {
        PointKind.UNEXCUSED,
        PointKind.REASON_UNKNOWN,
        PointKind.MUCH_MISSED,
        PointKind.OFTEN_LATE,
    }
)
_MOST_SUBJECTS = 7
_MOST_TOPICS = 3
_LONGEST_TOPIC = 60
_MOST_NAMED = 3
_MOST_OF_ATTENDANCE = 2  # the line of attendance says the rest
_MOST_OWED = 2  # (same) the page of debts
_MOST_AHEAD = 3


def days_name(starts_on: date, ends_on: date) -> str:
    """Return the days a summary is about: «07.11–20.11»."""
    return f"{day_and_month(starts_on)}–{day_and_month(ends_on)}"


def summary_title(facts: FortnightFacts) -> str:
    """Return what a summary is headed with, in plain text."""
    return _("Summary {days}").format(days=days_name(facts.starts_on, facts.ends_on))


def short_summary(
    facts: FortnightFacts,
    *,
    sentence: str = "",
    teacher: PersonName | None = None,
    is_full: bool = True,
) -> list[str]:
    """Return the lines of a summary below its title, the verdict first.

    *is_full*: names may be written, and what the class teacher wrote in her own words.
    """
    if verdict_of(facts) is Verdict.NOTHING_NEW:
        found = [_nothing_new(facts), works_line(facts, most=_MOST_AHEAD)]
    else:
        found = [
            bold(verdict_line(facts)),
            average_line(facts),
            *_subjects(facts),
            signs_line(facts),
            *_topics(facts),
            attendance_line(facts),
            debts_line(facts, most=_MOST_OWED),
            works_line(facts, most=_MOST_AHEAD),
        ]
    if sentence and is_full:
        found.append(sentence_line(sentence, teacher))
    return [line for line in found if line]


def verdict_line(facts: FortnightFacts) -> str:
    """Return the verdict, in plain text."""
    match verdict_of(facts):
        case Verdict.NOTHING_NEW:
            return _nothing_new(facts)
        case Verdict.WELL if has_fallen(facts):
            return _("Nothing to look at; the average is lower than in the two weeks before.")
        case Verdict.WELL:
            return _("All is well.")
        case Verdict.MOSTLY_WELL:
            # TRANSLATORS: {points} is a list of subjects and of what was noticed of attendance
            return _("On the whole well. Worth a look: {points}.").format(points=_named(facts))
        case Verdict.LOOK:
            return _("Needs attention: {points}.").format(points=_named(facts))


def average_line(facts: FortnightFacts) -> str:
    """Return how many marks there were, and the average against the fortnight before."""
    marks = facts.marks
    if not facts.is_marked:
        return ""
    if not marks or facts.average is None:
        return _("No new marks.")
    if len(marks) == 1:
        return _("One mark: {mark}").format(mark=marks[0]) + _was(facts.average_before) + "."
    counts = ", ".join(
        f"{value} — {marks.count(value)}" for value in sorted(set(marks), reverse=True)
    )
    text = ngettext(
        "{n} mark ({counts}), average {average}",
        "{n} marks ({counts}), average {average}",
        len(marks),
    ).format(n=len(marks), counts=counts, average=decimal_number(facts.average))
    return text + _was(facts.average_before) + "."


def subject_line(line: SubjectLine, *, is_noticed: bool) -> str:
    """Return what two weeks and the period say of a subject: «4,00 ↓ — 4,50, выходит 5».

    Of a noticed one also what was before. The averages stand in the order of ``_heads``.
    """
    parts = []
    if line.average is not None:
        was = _was(line.average_before) if is_noticed else ""
        parts.append(with_trend(line, line.average) + was)
    elif line.outcome is not None and line.given is None:
        parts.append(_("no new marks"))
    if line.given is not None and line.period is not None:
        parts.append(
            _("{period} — {mark}").format(
                period=period_name(line.period), mark=value_name(line.given)
            )
        )
        return f"{escape(line.subject)}: {', '.join(parts)}"
    if line.outcome is not None:
        outcome = _("comes out {mark}").format(mark=line.outcome)
        standing = decimal_number(line.standing) if line.standing is not None else ""
        parts.append(", ".join(filter(None, (standing, outcome))))
    return f"{escape(line.subject)}: {' — '.join(parts)}"


def _heads(shown: Sequence[SubjectLine]) -> list[str]:
    """Say what the two averages of a line are; both stand there where a period goes on."""
    periods = {one.period for one in shown if one.outcome is not None and one.given is None}
    if not periods:
        return []
    known = periods.pop() if len(periods) == 1 else None
    if known is None:
        return [_("Average: of the two weeks first, of the whole period after the dash.")]
    return [
        # TRANSLATORS: {period} is «II четверть», «1-е полугодие»
        _("Average: of the two weeks first, of {period} after the dash.").format(
            period=period_name(known)
        )
    ]


def with_trend(line: SubjectLine, average: Fraction) -> str:
    """Return an average with the arrow of its subject: «4,60 ↑»."""
    trend = trend_of(line)
    arrow = ARROWS[trend] if trend is not None else ""
    return " ".join(filter(None, (decimal_number(average), arrow)))


def signs_line(facts: FortnightFacts) -> str:
    """Return the passes and fails by subject, «ОРКСЭ: зачёт, незачёт»; empty for none."""
    return "; ".join(
        f"{escape(line.subject)}: {', '.join(map(mark_name, line.signs))}" for line in facts.signs
    )


def attendance_line(facts: FortnightFacts) -> str:
    """Return what was missed by reason, and how often the child was late."""
    said = []
    if facts.missed:
        said.append(_missed(facts))
    elif not facts.late:
        return _("No lessons missed.")
    if facts.late:
        said.append(_("Late: {n}.").format(n=facts.late))
    return " ".join(said)


def debts_line(facts: FortnightFacts, *, most: int) -> str:
    """Return what is not handed in and by when: «Не сдано: химия, лабораторная от 12.11 …»."""
    if not facts.debts:
        return ""
    owed = [debt_due_words(one, facts.ends_on) for one in facts.debts[:most]]
    return _("Not handed in: {works}.").format(works="; ".join(_with_rest(owed, facts.debts)))


def works_line(facts: FortnightFacts, *, most: int) -> str:
    """Return the control works of the two weeks ahead: «Впереди контрольная: алгебра — пт …»."""
    if not facts.works:
        return ""
    ahead = [
        _("{subject} — {day}").format(
            subject=escape(inside_sentence(one.subject)), day=short_day(one.on)
        )
        for one in facts.works[:most]
    ]
    text = ngettext(
        "Control work ahead: {works}.", "Control works ahead: {works}.", len(facts.works)
    )
    return text.format(works="; ".join(_with_rest(ahead, facts.works)))


def sentence_line(sentence: str, teacher: PersonName | None) -> str:
    """Return the class teacher's sentence with the name."""
    author = (
        person_initials(
            family_name=teacher.family_name,
            given_name=teacher.given_name,
            patronymic=teacher.patronymic,
        )
        if teacher is not None
        else ""
    ).replace(" ", "\u00a0")
    # TRANSLATORS: what the class teacher wrote, in quotation marks, and her name behind it
    return escape(_("“{sentence}” {author}").format(sentence=sentence, author=author).strip())


def _with_rest(shown: list[str], of_all: Sequence[object]) -> list[str]:
    rest = len(of_all) - len(shown)
    return [*shown, _("and {n} more").format(n=rest)] if rest > 0 else shown


def _nothing_new(facts: FortnightFacts) -> str:
    days = days_name(facts.starts_on, facts.ends_on)
    if facts.is_marked:
        return _("{days}: no new marks, no lessons missed.").format(days=days)
    return _("{days}: no new entries, no lessons missed.").format(days=days)


def _named(facts: FortnightFacts) -> str:
    """The points by name: a few subjects, and whatever was noticed of attendance."""
    points = points_of(facts)
    subjects = [inside_sentence(point.subject) for point in points if point.subject]
    named = subjects[:_MOST_NAMED]
    rest = len(subjects) - _MOST_NAMED
    if rest > 0:
        more = ngettext("{n} more subject", "{n} more subjects", rest)
        named.append(more.format(n=rest))
    named.extend(_owed(point.count) for point in points if point.kind is PointKind.OWES)
    attendance = [_attendance_point(point) for point in points if point.kind in _OF_ATTENDANCE]
    named.extend(attendance[:_MOST_OF_ATTENDANCE])
    return ", ".join(named)


def _owed(count: int) -> str:
    return ngettext("{n} work not handed in", "{n} works not handed in", count).format(n=count)


def _attendance_point(point: Point) -> str:
    match point.kind:
        case PointKind.COMES_OUT_LOW | PointKind.FELL | PointKind.OWES:
            raise ValueError(point)
        case PointKind.UNEXCUSED:
            return _("lessons missed without an excuse")
        case PointKind.REASON_UNKNOWN:
            return _("the reason of an absence is not known")
        case PointKind.MUCH_MISSED:
            return _("many lessons missed")
        case PointKind.OFTEN_LATE:
            return _("often late")


def _was(before: Fraction | None) -> str:
    if before is None:
        return ""
    # TRANSLATORS: an average of the fortnight before, behind the one of now
    return " " + _("(was {average})").format(average=decimal_number(before))


def _subjects(facts: FortnightFacts) -> list[str]:
    """The subjects with new marks: what deserves a look first, then by name."""
    noticed = {point.subject for point in points_of(facts) if point.subject}
    new = [line for line in facts.subjects if line.marks or line.subject in noticed]
    ordered = sorted(new, key=lambda line: line.subject not in noticed)
    first = ordered[:_MOST_SUBJECTS]
    shown = [
        *_heads(first),
        *(f"• {subject_line(line, is_noticed=line.subject in noticed)}" for line in first),
    ]
    rest = len(ordered) - _MOST_SUBJECTS
    if rest > 0:
        more = ngettext("and {n} more subject", "and {n} more subjects", rest)
        shown.append(more.format(n=rest))
    return shown


def _topics(facts: FortnightFacts) -> list[str]:
    shown = []
    for line in facts.topics[:_MOST_SUBJECTS]:
        topics = "; ".join(map(_clipped, line.topics[-_MOST_TOPICS:]))
        shown.append(f"• {escape(line.subject)}: {escape(topics)}")
    return shown


def _clipped(topic: str) -> str:
    return topic if len(topic) <= _LONGEST_TOPIC else topic[: _LONGEST_TOPIC - 1].rstrip() + "…"


def _missed(facts: FortnightFacts) -> str:
    reasons: Sequence[tuple[int, str]] = (
        # TRANSLATORS: of lessons missed; stands behind their number
        (facts.excused, pgettext("lessons missed", "excused")),
        (facts.unexcused, pgettext("lessons missed", "without an excuse")),
        (facts.unknown, pgettext("lessons missed", "reason not known")),
    )
    named = [(count, reason) for count, reason in reasons if count]
    if len(named) == 1:
        said = named[0][1]
    else:
        said = ", ".join(f"{reason} — {count}" for count, reason in named)
    text = ngettext(
        "Missed: {n} lesson ({reasons}).", "Missed: {n} lessons ({reasons}).", facts.missed
    )
    return text.format(n=facts.missed, reasons=said)
