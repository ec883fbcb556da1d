"""/summary: the last one, the fortnight that goes on, everything behind it, and the rules."""

from handlers.callbacks.diary import OpenDay, OpenMarks
from handlers.callbacks.finals import OpenForecast
from handlers.callbacks.summaries import (
    AcknowledgeSummary,
    ExplainSummary,
    OpenSummary,
    OpenSummaryDetails,
)
from handlers.screens.child_words import child_title, siblings
from handlers.screens.errors import menu_button
from handlers.screens.final_words import period_name, value_name
from handlers.screens.formatting import (
    bold,
    clock_time,
    decimal_number,
    escape,
    lines,
    short_day,
)
from handlers.screens.summary_chart import summary_chart
from handlers.screens.summary_words import (
    attendance_line,
    average_line,
    days_name,
    debts_line,
    sentence_line,
    short_summary,
    signs_line,
    summary_title,
    verdict_line,
    with_trend,
    works_line,
)
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.summaries.facts import FortnightFacts, Point, PointKind, SubjectLine, SummaryPage
from services.summaries.verdict import (
    ENOUGH_MARKS,
    FALL,
    FALL_OF_ALL,
    LATE_OFTEN,
    LEAST_MARKS,
    MISSED_SHARE,
    MOST_POINTS_WELL,
    points_of,
)
from services.vocabulary import ContentMode

__all__ = ["details_page", "rules_page", "summary_page"]

_PERCENT = 100


def summary_page(page: SummaryPage) -> OutgoingMessage:
    """Show a summary as it came, or the fortnight so far, with its picture."""
    facts = page.facts
    if facts is None:
        text = _("There is no summary yet: the first one comes after two weeks of school.")
        return OutgoingMessage(text, buttons=((menu_button(),),))
    body = short_summary(
        facts, sentence=page.sentence, teacher=page.teacher, is_full=_is_full(page)
    )
    text = lines(
        bold(child_title(page.child, page.children)),
        bold(_title(page, facts)),
        body,
        _next_line(page),
    )
    return OutgoingMessage(text, buttons=_buttons(page), attachment=summary_chart(facts))


def details_page(page: SummaryPage) -> OutgoingMessage:
    """Show every subject, why something deserves a look, and attendance by reason."""
    facts = page.facts
    if facts is None:
        return summary_page(page)
    reasons = [f"• {_reason(point)}" for point in points_of(facts)]
    subjects = "\n".join(map(_subject, facts.subjects))
    topics = "\n".join(
        f"{bold(line.subject)}: {escape('; '.join(line.topics))}" for line in facts.topics
    )
    text = lines(
        bold(child_title(page.child, page.children)),
        bold(_title(page, facts)),
        verdict_line(facts),
        reasons,
        f"\n{average_line(facts)}" if facts.is_marked else "",
        subjects,
        signs_line(facts),
        f"\n{topics}" if topics else "",
        f"\n{attendance_line(facts)}",
        debts_line(facts, most=len(facts.debts)),
        works_line(facts, most=len(facts.works)),
        sentence_line(page.sentence, page.teacher) if page.sentence and _is_full(page) else "",
        "\n" + _("What comes out is a forecast, the teacher decides.") if facts.is_marked else "",
    )
    child_id = page.child.student_id
    rows = [
        (Button(_("How it is reckoned"), ExplainSummary().pack()),),
        (
            Button(_("Marks"), OpenMarks(student_id=child_id, period_id=0).pack()),
            Button(_("Forecast"), OpenForecast(student_id=child_id).pack()),
        ),
        (
            Button(_("Back"), OpenSummary(student_id=child_id, is_running=page.is_running).pack()),
            menu_button(),
        ),
    ]
    return OutgoingMessage(text, buttons=tuple(rows))


def rules_page() -> OutgoingMessage:
    """Explain the rules of the verdict; they are the same for every child."""
    share = f"{int(MISSED_SHARE * _PERCENT)} %"
    rules = (
        _("a subject comes out at 2 in this period"),
        _(
            "a subject's average fell by {fall} or more against the two weeks before, "
            "with at least {n} marks in each"
        ).format(fall=decimal_number(FALL, places=1), n=LEAST_MARKS),
        _("a lesson was missed without an excuse, or the reason is not known"),
        _("{share} of the lessons or more were missed").format(share=share),
        _("late {n} times or more").format(n=LATE_OFTEN),
        _("a work is not handed in"),
    )
    text = lines(
        bold(_("How the summary is reckoned")),
        _("A child is compared with the own two weeks before, never with other children."),
        "\n" + _("Worth a look, if:"),
        [f"• {rule}" for rule in rules],
        "\n"
        + _(
            "“On the whole well”: at most {n} such things. “Needs attention”: more of them, "
            "two subjects that come out at 2, many lessons missed, or some without an excuse."
        ).format(n=MOST_POINTS_WELL),
        _(
            "Without them: “All is well”. If the average of all subjects fell by {fall} or more, "
            "with at least {n} marks in each two weeks, the summary says so instead."
        ).format(fall=decimal_number(FALL_OF_ALL), n=ENOUGH_MARKS),
        _(
            "The average weighs every mark: the sum of mark × weight, divided by the sum of "
            "weights. ↑ and ↓ compare the exact averages of the two weeks and the two before."
        ),
    )
    return OutgoingMessage(text, buttons=((menu_button(),),))


def _title(page: SummaryPage, facts: FortnightFacts) -> str:
    if page.is_running:
        return _("So far: {days}").format(days=days_name(facts.starts_on, facts.ends_on))
    return summary_title(facts)


def _next_line(page: SummaryPage) -> str:
    if page.next_at is None:
        return ""
    at = page.next_at.astimezone(page.zone)
    return _("The summary comes on {day} at {time}.").format(
        day=short_day(at.date()), time=clock_time(page.next_at, page.zone)
    )


def _is_full(page: SummaryPage) -> bool:
    return page.child.content_mode is ContentMode.FULL


def _buttons(page: SummaryPage) -> tuple[tuple[Button, ...], ...]:
    child_id = page.child.student_id
    first: list[Button] = []
    if page.is_read is False:
        first.append(
            Button(_("Acknowledged"), AcknowledgeSummary(summary_id=page.summary_id).pack())
        )
    details = OpenSummaryDetails(summary_id=page.summary_id, student_id=child_id)
    first.append(Button(_("In detail"), details.pack()))
    turn: tuple[Button, ...] = ()
    if not page.is_running:
        turn = (Button(_("Now"), OpenSummary(student_id=child_id, is_running=True).pack()),)
    elif page.has_last:
        last = OpenSummary(student_id=child_id, is_running=False)
        turn = (Button(_("Last summary"), last.pack()),)
    others = siblings(
        page.child,
        page.children,
        lambda one: OpenSummary(student_id=one, is_running=page.is_running).pack(),
    )
    diary = Button(_("Diary"), OpenDay(student_id=child_id, on=0).pack())
    rows = (tuple(first), turn, *others, (diary, menu_button()))
    return tuple(row for row in rows if row)


def _subject(line: SubjectLine) -> str:
    parts = []
    if line.average is not None:
        marks = " ".join(map(str, line.marks))
        parts.append(f"{marks} — {with_trend(line, line.average)}")
    if line.average_before is not None:
        parts.append(_("before {average}").format(average=decimal_number(line.average_before)))
    if line.given is not None and line.period is not None:
        parts.append(
            _("{period} — {mark}").format(
                period=period_name(line.period), mark=value_name(line.given)
            )
        )
    elif line.standing is not None and line.period is not None:
        parts.append(
            _("{period}: {average}, comes out {mark}").format(
                period=period_name(line.period),
                average=decimal_number(line.standing),
                mark=line.outcome,
            )
        )
    return f"{bold(line.subject)}: {'; '.join(parts)}"


def _reason(point: Point) -> str:
    subject = escape(point.subject)
    match point.kind:
        case PointKind.COMES_OUT_LOW:
            return _("{subject}: comes out at 2 now, there is time to mend it").format(
                subject=subject
            )
        case PointKind.FELL:
            return _("{subject}: lower than in the two weeks before").format(subject=subject)
        case PointKind.OWES:
            return _("not handed in: {n}; the teacher of the subject says how").format(
                n=point.count
            )
        case PointKind.UNEXCUSED:
            return _("missed without an excuse: {n}").format(n=point.count)
        case PointKind.REASON_UNKNOWN:
            return _("the reason is not known: {n}; the class teacher waits for it").format(
                n=point.count
            )
        case PointKind.MUCH_MISSED:
            return _("many lessons missed: {n}; the class teacher says how to catch up").format(
                n=point.count
            )
        case PointKind.OFTEN_LATE:
            return _("late: {n} times in two weeks").format(n=point.count)
