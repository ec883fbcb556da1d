"""The class teacher's class today: missing, to be called, and how families can be reached."""

from collections.abc import Sequence

from handlers.callbacks.absences import RecordCall
from handlers.callbacks.class_lists import OpenClassList
from handlers.callbacks.reasons import OpenClass, OpenFigures, OpenReasons
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, escape, full_day, lines, short_day
from handlers.screens.letter_words import pupil_name
from handlers.screens.today import day_number
from services.homeroom.facts import PupilName
from services.homeroom.families import FamilyReach
from services.homeroom.overview import ClassOverview, MissingToday, OpenCall
from services.i18n import gettext as _
from services.i18n import ngettext
from services.outgoing import Button, OutgoingMessage

__all__ = ["class_page"]

_MOST_CALLS = 10
_MOST_NAMES = 8
_MOST_EVENTS = 8


def class_page(facts: ClassOverview) -> OutgoingMessage:
    """Show a class at a glance."""
    ours = facts.school_class
    students = ngettext("{n} student", "{n} students", facts.students).format(n=facts.students)
    text = "\n\n".join(
        filter(
            None,
            (
                lines(bold(f"{ours.name} · {full_day(facts.today)}"), students),
                _missing(facts.missing),
                _calls(facts.calls),
                _families(facts),
                _events(facts),
            ),
        )
    )
    rows = [
        *(_call_row(one) for one in facts.calls[:_MOST_CALLS]),
        (
            Button(_("Reasons"), OpenReasons(class_id=ours.class_id, mask="").pack()),
            Button(
                _("Figures of the month"),
                OpenFigures(class_id=ours.class_id, month=day_number(facts.today)).pack(),
            ),
        ),
        (Button(_("The list"), OpenClassList(class_id=ours.class_id).pack()),),
        *((Button(one.name, OpenClass(class_id=one.class_id).pack()),) for one in facts.others),
        (menu_button(),),
    ]
    return OutgoingMessage(text, buttons=tuple(rows))


def _missing(missing: Sequence[MissingToday]) -> str:
    if not missing:
        return _("Nobody is marked absent today.")
    return lines(
        bold(_("Absent today: {n}").format(n=len(missing))),
        *(f"• {_missing_line(one)}" for one in missing),
    )


def _missing_line(one: MissingToday) -> str:
    numbers = ngettext("lesson {numbers}", "lessons {numbers}", len(one.numbers)).format(
        numbers=", ".join(map(str, one.numbers))
    )
    state = _("the reason is not known") if one.is_unknown else _("the reason is known")
    return f"{escape(pupil_name(one.pupil))} — {numbers}, {state}"


def _calls(calls: Sequence[OpenCall]) -> str:
    if not calls:
        return ""
    tried = _("called, no answer")
    return lines(
        bold(_("Please call: {n}").format(n=len(calls))),
        *(
            f"• {escape(pupil_name(one.pupil))}" + (f" — {tried}" if one.is_tried else "")
            for one in calls
        ),
    )


def _call_row(one: OpenCall) -> tuple[Button, ...]:
    return (
        Button(
            _("Reached: {name}").format(name=one.pupil.name.family_name),
            RecordCall(call_id=one.call_id, is_reached=True).pack(),
        ),
        Button(_("No answer"), RecordCall(call_id=one.call_id, is_reached=False).pack()),
    )


def _families(facts: ClassOverview) -> str:
    in_touch = len(facts.families[FamilyReach.IN_TOUCH])
    gaps = [
        _gap(title, facts.families[reach])
        for reach, title in _gap_titles()
        if facts.families[reach]
    ]
    return lines(
        bold(_("Families in touch: {n} of {all}").format(n=in_touch, all=facts.students)),
        *gaps,
    )


def _events(facts: ClassOverview) -> str:
    if not facts.events:
        return ""
    shown = facts.events[:_MOST_EVENTS]
    rest = len(facts.events) - len(shown)
    return lines(
        bold(_("Ahead")),
        *(f"• {short_day(on)} — {escape(name)}" for on, name in shown),
        _("And {n} more.").format(n=rest) if rest else "",
    )


def _gap_titles() -> tuple[tuple[FamilyReach, str], ...]:
    return (
        (FamilyReach.NOT_LINKED, _("have not joined")),
        (FamilyReach.NO_CONSENT, _("consent or application is missing")),
        (FamilyReach.UNREACHABLE, _("have blocked the bot")),
        (FamilyReach.ON_PAPER, _("on paper")),
        (FamilyReach.NOBODY, _("no guardian on the list")),
    )


def _gap(title: str, pupils: Sequence[PupilName]) -> str:
    names = ", ".join(escape(pupil_name(one)) for one in pupils[:_MOST_NAMES])
    more = _(" and {n} more").format(n=len(pupils) - _MOST_NAMES)
    return f"• {title}: {len(pupils)} — {names}{more if len(pupils) > _MOST_NAMES else ''}"
