"""Why a sheet of period marks cannot be opened, saved or taken back: the reason, the way out."""

from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.final_words import period_name
from handlers.screens.formatting import escape, numeric_date
from services.errors import DiaryError
from services.finals.errors import (
    FinalsGone,
    FinalsNotTaken,
    FinalsNotTakenReason,
    NothingToTakeBack,
)
from services.i18n import gettext as _
from services.outgoing import OutgoingMessage
from services.vocabulary import EntryState

__all__: list[str] = []


@sentence_for(FinalsNotTaken)
def _not_taken(error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(_reason(error), buttons=((menu_button(),),))


def _reason(error: DiaryError) -> str:
    group = escape(str(error.facts.get("group", "")))
    match error.reason:
        case FinalsNotTakenReason.NO_CLASS:
            return _("Which class? Please write it first: /final 7Б Алгебра.")
        case FinalsNotTakenReason.NO_SUBJECT:
            return _("Which subject in {group}? Please write it after the class.").format(
                group=group
            )
        case FinalsNotTakenReason.NOT_TAUGHT:
            return _("Nobody teaches this in {group} by the load of the school.").format(
                group=group
            )
        case FinalsNotTakenReason.GROUP_NEEDED:
            return _(
                "{group} is taught in groups: {groups}. Please write the group, like «1 группа»."
            ).format(group=group, groups=", ".join(map(escape, error.hints)))
        case FinalsNotTakenReason.NO_PERIOD:
            names = ", ".join(map(period_name, error.facts.get("periods", ())))
            text = _("There is no such period here.")
            return f"{text} " + _("There are: {periods}.").format(periods=names) if names else text
        case FinalsNotTakenReason.PERIOD_AHEAD:
            return _("This period begins only on {date}.").format(
                date=numeric_date(error.starts_on)
            )
        case FinalsNotTakenReason.RESULT_AHEAD:
            return _("The result of {date} lies ahead. Please write the day it was known.").format(
                date=numeric_date(error.starts_on)
            )
        case FinalsNotTakenReason.ONE_AT_A_TIME:
            return _("Please send one class and subject at a time.")
        case _:
            return _("There is nobody in {group} in this period.").format(group=group)


@sentence_for(FinalsGone)
def _gone(error: DiaryError) -> OutgoingMessage:
    match error.facts.get("state"):
        case EntryState.SAVED:
            text = _("This sheet has been saved already.")
        case EntryState.UNDONE:
            text = _("This sheet was taken back. Please open it again: /final.")
        case EntryState.DISCARDED:
            text = _("This sheet was not saved. Please open it again: /final.")
        case _:
            text = _("This sheet is out of date. Please open it again: /final.")
    return OutgoingMessage(text, buttons=((menu_button(),),))


@sentence_for(NothingToTakeBack)
def _nothing_left(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        _("Every mark of this sheet has been changed since, so there is nothing to take back."),
        buttons=((menu_button(),),),
    )
