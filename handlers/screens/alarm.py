"""A missing child as parents and staff see it after their presses, and calls recorded."""

from handlers.callbacks.absences import CloseAlarm, RecordCall, TakeAlarm
from handlers.screens.child_words import unnamed_child
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import child_line, escape, lines, person_initials
from services.absences.facts import Alarm, AlarmClosed, CallRecord, Child
from services.errors import DiaryError
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.roster.names import PersonName
from services.vocabulary import ContentMode

__all__ = ["call_recorded", "call_rows", "found_row", "parent_alarm", "staff_alarm", "staff_rows"]


def staff_rows(alarm_id: int, *, is_taken: bool) -> tuple[tuple[Button, ...], ...]:
    """Return what stands under an alarm at the school."""
    take = Button(_("I take it"), TakeAlarm(alarm_id=alarm_id).pack())
    return found_row(alarm_id) if is_taken else ((take,), *found_row(alarm_id))


def found_row(alarm_id: int) -> tuple[tuple[Button, ...], ...]:
    """Return the button that closes an alarm for everybody."""
    return ((Button(_("Found"), CloseAlarm(alarm_id=alarm_id).pack()),),)


def call_rows(call_id: int) -> tuple[tuple[Button, ...], ...]:
    """Return what can have come of a call."""
    return (
        (
            Button(_("Reached"), RecordCall(call_id=call_id, is_reached=True).pack()),
            Button(_("No answer"), RecordCall(call_id=call_id, is_reached=False).pack()),
        ),
    )


def parent_alarm(facts: Alarm) -> OutgoingMessage:
    """Tell the parent who raised it what happens now."""
    child = _child(facts.child)
    if facts.is_found:
        return OutgoingMessage(lines(child, _("Found. The alarm is closed.")))
    if facts.taken_by is not None:
        state = _("Taken: {name}").format(name=_name(facts.taken_by))
    else:
        state = _(
            "The class teacher, the office and the deputy head are alarmed. "
            "You will be told who takes it."
        )
    return OutgoingMessage(lines(child, state), buttons=found_row(facts.alarm_id))


def staff_alarm(facts: Alarm) -> OutgoingMessage:
    """Show the alarm to whoever pressed at the school."""
    child = _staff_child(facts.child)
    if facts.is_found:
        return OutgoingMessage(lines(child, _("Found. The alarm is closed.")))
    taken = _("Taken: {name}").format(name=_name(facts.taken_by)) if facts.taken_by else ""
    return OutgoingMessage(lines(child, taken), buttons=found_row(facts.alarm_id))


def call_recorded(facts: CallRecord) -> OutgoingMessage:
    """Say what was recorded; after no answer one may call again."""
    child = _staff_child(facts.child)
    if facts.is_reached:
        return OutgoingMessage(lines(child, _("Recorded: the family was reached.")))
    return OutgoingMessage(
        lines(child, _("Recorded: no answer.")), buttons=call_rows(facts.call_id)
    )


@sentence_for(AlarmClosed)
def _closed(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        _("The child has been found, the alarm is closed."), buttons=((menu_button(),),)
    )


def _name(name: PersonName) -> str:
    return escape(
        person_initials(
            family_name=name.family_name, given_name=name.given_name, patronymic=name.patronymic
        )
    )


def _child(child: Child) -> str:
    if child.content_mode is ContentMode.FULL:
        return _staff_child(child)
    if child.content_mode is ContentMode.SIGNAL:
        return ""
    return escape(unnamed_child(child.alias, child.number))


def _staff_child(child: Child) -> str:
    return escape(
        child_line(
            given_name=child.given_name,
            family_name=child.family_name,
            class_name=child.class_name,
        )
    )
