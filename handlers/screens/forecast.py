"""/forecast: what comes out, what is still possible, what a 5 or a 4 needs. Plainly a forecast."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from handlers.callbacks.debts import OpenDebts
from handlers.callbacks.finals import OpenFinalMarks, OpenForecast, OpenNeed
from handlers.screens.child_words import child_title, siblings
from handlers.screens.debts import debt_due_words
from handlers.screens.errors import menu_button
from handlers.screens.final_words import period_name, sum_number, value_name
from handlers.screens.formatting import (
    bold,
    capitalized,
    day_and_month,
    decimal_number,
    escape,
    inside_sentence,
    lines,
)
from handlers.screens.rows import in_rows
from services.debts.facts import OpenDebt
from services.finals.needs import ControlWork, Need, WayUp, need_of, next_target, tried
from services.finals.outlook import ForecastPage, SubjectForecast, SubjectNeed
from services.i18n import gettext as _
from services.i18n import ngettext
from services.outgoing import Button, OutgoingMessage

__all__ = ["forecast_page", "need_page"]

_TARGETS = (5, 4, 3)
_MOST_TRIES = 6
_SUBJECTS_IN_ROW = 2


def forecast_page(page: ForecastPage) -> OutgoingMessage:
    """Show every subject: now, what comes out, the reachable range; subjects are buttons.

    Without a mark there is nothing to reckon: these stand in one line, and are no buttons.
    """
    child_id = page.child.student_id
    known = [one for one in page.subjects if one.given is not None or one.standing.average]
    unmarked = [one.subject for one in page.subjects if one not in known]
    body = "\n".join(map(_subject, known)) or _("There are no subjects with marks here now.")
    subjects = [
        Button(
            one.subject,
            OpenNeed(student_id=child_id, subject_id=one.subject_id, target=0, tries=0).pack(),
        )
        for one in known
    ]
    rows = in_rows(subjects, _SUBJECTS_IN_ROW)
    others = siblings(page.child, page.children, lambda one: OpenForecast(student_id=one).pack())
    debts = (
        (Button(_("Not handed in"), OpenDebts(student_id=child_id).pack()),) if page.debts else ()
    )
    finals = Button(_("Marks of periods"), OpenFinalMarks(student_id=child_id).pack())
    return OutgoingMessage(
        lines(
            bold(child_title(page.child, page.children)),
            bold(_("Forecast")),
            f"\n{body}\n",
            _("No marks yet: {subjects}.").format(
                subjects=escape(", ".join(map(inside_sentence, unmarked)))
            )
            if unmarked
            else "",
            _owed(page.debts, page.today),
            _teacher_decides(),
        ),
        buttons=tuple(row for row in (*rows, *others, debts, (finals, menu_button())) if row),
    )


def need_page(facts: SubjectNeed, *, target: int, tries: str) -> OutgoingMessage:
    """Show what *target* needs (0: the next mark up) after the marks tried, figure by figure."""
    one = facts.forecast
    values = [int(figure) for figure in tries]
    standing = tried(one.standing, values)
    left = max(one.lessons_left - len(values), 0)
    target = target or next_target(one.standing, of_three=facts.threshold)
    need = need_of(standing, target, of_three=facts.threshold, lessons_left=left)
    title = _("{subject}: what is needed for a {mark}?").format(subject=one.subject, mark=target)
    given = (
        _("The teacher has decided: {mark}.").format(mark=value_name(one.given))
        if one.given is not None
        else ""
    )
    return OutgoingMessage(
        lines(
            bold(child_title(facts.child, (facts.child,))),
            bold(title),
            given,
            _now(standing.average, standing.weighted_sum, standing.weight, need, values),
            _ways(need, facts),
            _left(left, one),
            _works(one.works) + "." if one.works else "",
            _owed(facts.debts, facts.today),
            _teacher_decides(),
        ),
        buttons=_need_buttons(facts, target, tries),
    )


def _subject(one: SubjectForecast) -> str:
    name = f"{bold(one.subject)}: "
    if one.given is not None:
        return name + _("{period} — {mark}, the teacher has decided").format(
            period=period_name(one.period), mark=value_name(one.given)
        )
    parts = []
    if one.standing.average is not None:
        average = decimal_number(one.standing.average)
        parts.append(_("{average}, comes out {mark}").format(average=average, mark=one.reach.now))
    if one.reach.lowest != one.reach.highest:
        parts.append(
            _("possible {lowest} to {highest}").format(
                lowest=one.reach.lowest, highest=one.reach.highest
            )
        )
    if one.works:
        parts.append(_works(one.works))
    return name + "; ".join(parts)


def _works(days: Sequence[date]) -> str:
    # TRANSLATORS: control works that are planned, stands behind a subject: «впереди 1 контрольная»
    return ngettext(
        "{n} control work ahead ({days})", "{n} control works ahead ({days})", len(days)
    ).format(n=len(days), days=", ".join(map(day_and_month, days)))


def _owed(debts: Sequence[OpenDebt], today: date) -> list[str]:
    return [_("Not handed in: {works}.").format(works=debt_due_words(one, today)) for one in debts]


def _now(
    average: Fraction | None, total: Fraction, weight: Fraction, need: Need, values: list[int]
) -> str:
    threshold = decimal_number(need.threshold)
    if average is None:
        return _("No marks yet; a {mark} begins at {threshold}.").format(
            mark=need.target, threshold=threshold
        )
    facts = {
        "average": decimal_number(average),
        "sum": sum_number(total),
        "weight": sum_number(weight),
        "mark": need.target,
        "threshold": threshold,
    }
    if values:
        text = _(
            "With {marks}: {average} (sum {sum}, weight {weight}); a {mark} begins at {threshold}."
        )
        return text.format(marks=", ".join(map(str, values)), **facts)
    return _("Now {average} (sum {sum}, weight {weight}); a {mark} begins at {threshold}.").format(
        **facts
    )


def _ways(need: Need, facts: SubjectNeed) -> list[str]:
    if need.is_there:
        return [_("That is enough already.")]
    found = [f"• {_way(way)}" for way in need.ways]
    control = need.control
    if control is not None:
        found.append("• " + _by_control_work(control, facts.forecast.works))
    if not need.ways and not (control is not None and control.is_enough):
        period = period_name(facts.forecast.period)
        found.append(
            _("{period}: a {mark} cannot be reached with marks for lessons any more.").format(
                period=capitalized(period), mark=need.target
            )
        )
    return found


def _by_control_work(control: ControlWork, days: Sequence[date]) -> str:
    average = decimal_number(control.average)
    if days:
        text = (
            _("one 5 for the control work of {day} → {average}, enough")
            if control.is_enough
            else _("one 5 for the control work of {day} → {average}, not enough by itself")
        )
        return text.format(day=day_and_month(days[0]), average=average)
    text = (
        _("one 5 for a control work → {average}, enough")
        if control.is_enough
        else _("one 5 for a control work → {average}, not enough by itself")
    )
    return text.format(average=average)


def _way(way: WayUp) -> str:
    text = ngettext(
        "{n} mark {mark} → {average}, enough", "{n} marks {mark} → {average}, enough", way.count
    )
    return text.format(n=way.count, mark=way.value, average=decimal_number(way.average))


def _left(left: int, one: SubjectForecast) -> str:
    return ngettext(
        "{n} lesson is left, {period}.", "{n} lessons are left, {period}.", left
    ).format(n=left, period=period_name(one.period))


def _teacher_decides() -> str:
    return _("This is a forecast, the teacher decides.")


def _need_buttons(facts: SubjectNeed, target: int, tries: str) -> tuple[tuple[Button, ...], ...]:
    child_id, subject_id = facts.child.student_id, facts.forecast.subject_id

    def button(caption: str, wanted: int, marks: str) -> Button:
        data = OpenNeed(
            student_id=child_id, subject_id=subject_id, target=wanted, tries=int(marks or "0")
        )
        return Button(caption, data.pack())

    targets = tuple(
        button(_("For a {mark}").format(mark=mark), mark, tries)
        for mark in _TARGETS
        if mark != target
    )
    what_if: list[Button] = []
    if len(tries) < _MOST_TRIES:
        what_if += [
            button(_("What if {mark}").format(mark=mark), target, f"{tries}{mark}")
            for mark in _TARGETS
        ]
    rows = [targets, tuple(what_if)]
    if tries:
        rows.append((button(_("Without trying"), target, ""),))
    rows.append((Button(_("Back"), OpenForecast(student_id=child_id).pack()), menu_button()))
    return tuple(row for row in rows if row)
