"""A teacher's sheet of period marks: proposals with arithmetic, choice, saved, taken back."""

from handlers.callbacks.finals import (
    AgreeFinals,
    DecideFinal,
    DiscardFinals,
    EditFinals,
    OpenSheet,
    PickFinal,
    ReviewFinals,
    SaveFinals,
    UndoFinals,
)
from handlers.screens.entry_questions import person_question, word_question
from handlers.screens.errors import menu_button
from handlers.screens.final_words import short_period, sum_number, term_name, value_name
from handlers.screens.formatting import bold, clock_time, decimal_number, escape, lines
from handlers.screens.listed_names import listed_name, short_listed_name
from services.bulk_entry.facts import PersonQuestion, WordQuestion
from services.finals.facts import (
    FinalsSaved,
    FinalStep,
    FinalsUndone,
    FinalValue,
    OwnSheets,
    Sheet,
    SheetRow,
)
from services.i18n import gettext as _
from services.i18n import ngettext
from services.journal.period_marks import Doubt
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import PassFail

__all__ = [
    "discarded",
    "final_step",
    "own_sheets",
    "saved",
    "student_choice",
    "students",
    "undone",
]

_MARKS = (5, 4, 3, 2)
_PASS_FAIL = (PassFail.PASSED, PassFail.FAILED)
_MOST_SHEETS = 40
# The grammar of entries is Russian in every language of the interface.
_RESULT_EXAMPLE = "/final 9А Алгебра экзамен 04.06\nКузнецова 5"
_EXAMPLE = "/final 7Б Алгебра 1 четверть\nКузнецова 4\nПетров н/а"


def own_sheets(facts: OwnSheets) -> OutgoingMessage:
    """Offer the groups and subjects somebody gives marks to."""
    buttons = [
        Button(
            f"{one.group} · {one.subject}",
            OpenSheet(group_id=one.group_id, subject_id=one.subject_id).pack(),
        )
        for one in facts.sheets[:_MOST_SHEETS]
    ]
    rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
    text = lines(
        bold(_("Marks for a period")),
        _("Choose a class to see what is proposed, or write the marks:"),
        f"<code>{escape(_EXAMPLE)}</code>",
        _("An exam, an attestation or a contest has the day of its result:"),
        f"<code>{escape(_RESULT_EXAMPLE)}</code>",
    )
    return OutgoingMessage(text, buttons=(*rows, (menu_button(),)))


def final_step(step: FinalStep) -> OutgoingMessage:
    """Return the message for wherever a sheet has got to."""
    match step:
        case WordQuestion():
            return word_question(step, is_final=True)
        case PersonQuestion():
            return person_question(step, is_final=True)
        case Sheet(is_review=True):
            return _review(step)
        case Sheet():
            return _proposals(step)


def students(sheet: Sheet) -> OutgoingMessage:
    """Show everybody as a button with the mark as it is now."""
    buttons = [
        Button(
            f"{short_listed_name(row)}: {_now(row)}",
            PickFinal(entry_id=sheet.entry_id, student_id=row.student_id).pack(),
        )
        for row in sheet.rows
    ]
    rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
    done = Button(_("Done"), ReviewFinals(entry_id=sheet.entry_id).pack())
    return OutgoingMessage(
        lines(_title(sheet), _("Whose mark is to be another?")), buttons=(*rows, (done,))
    )


def student_choice(sheet: Sheet, student_id: int) -> OutgoingMessage:
    """Show one student with the arithmetic and the marks to choose from."""
    row = next(one for one in sheet.rows if one.student_id == student_id)

    values = _PASS_FAIL if sheet.is_pass_fail else _MARKS

    def button(caption: str, value: int) -> Button:
        data = DecideFinal(entry_id=sheet.entry_id, student_id=student_id, value=value)
        return Button(caption, data.pack())

    back = Button(_("Back"), EditFinals(entry_id=sheet.entry_id).pack())
    return OutgoingMessage(
        lines(_title(sheet), _row(row, sheet)),
        buttons=(
            tuple(button(value_name(FinalValue(mark)), mark) for mark in values),
            (button(_("n/a"), 0), button(_("Leave out"), 1)),
            (back,),
        ),
    )


def saved(facts: FinalsSaved) -> OutgoingMessage:
    """Say what was saved and until when it can be taken back unseen."""
    if facts.is_repeat:
        head = _("Saved at {time}.").format(time=clock_time(facts.saved_at, facts.zone))
    else:
        head = _("Saved.")
    counted = ngettext("{n} mark.", "{n} marks.", facts.marks).format(n=facts.marks)
    held = ""
    if facts.held_until is not None and facts.held_until > facts.now:
        held = _("Nobody hears of it before {time}.").format(
            time=clock_time(facts.held_until, facts.zone)
        )
    undo = Button(_("Take the entry back"), UndoFinals(entry_id=facts.entry_id).pack())
    place = f"{facts.group} · {facts.subject} · {term_name(facts.term)}"
    return OutgoingMessage(
        lines(bold(head), escape(place), counted, held), buttons=((undo,), (menu_button(),))
    )


def discarded() -> OutgoingMessage:
    """Say that nothing was stored."""
    return OutgoingMessage(
        _("Not saved: the marks are as they were."), buttons=((menu_button(),),)
    )


def undone(facts: FinalsUndone) -> OutgoingMessage:
    """Say that the marks are as they were, and what is not."""
    kept = (
        ngettext(
            "{n} mark in it has been changed since and stays as it is.",
            "{n} marks in it have been changed since and stay as they are.",
            facts.kept,
        ).format(n=facts.kept)
        if facts.kept
        else ""
    )
    told = (
        _("Families who had been told get a correction.")
        if facts.families_told
        else _("Families do not hear of it.")
    )
    return OutgoingMessage(
        lines(
            bold(_("Taken back: the marks are as they were before.")),
            kept,
            "" if facts.is_repeat else told,
        ),
        buttons=((menu_button(),),),
    )


def _title(sheet: Sheet) -> str:
    return bold(f"{sheet.group} · {sheet.subject} · {term_name(sheet.term)}")


def _proposals(sheet: Sheet) -> OutgoingMessage:
    note = _("These are proposals: the teacher decides. Nothing is stored yet.")
    text = lines(_title(sheet), (_row(row, sheet) for row in sheet.rows), note)
    if not sheet.can_record:
        return OutgoingMessage(text, buttons=((menu_button(),),))
    rows = [
        (
            Button(_("Agree with all"), AgreeFinals(entry_id=sheet.entry_id).pack()),
            Button(_("Change"), EditFinals(entry_id=sheet.entry_id).pack()),
        ),
        (Button(_("Do not save"), DiscardFinals(entry_id=sheet.entry_id).pack()),),
    ]
    return OutgoingMessage(text, buttons=tuple(rows))


def _review(sheet: Sheet) -> OutgoingMessage:
    changed = [row for row in sheet.rows if row.changes]
    change = Button(_("Change"), EditFinals(entry_id=sheet.entry_id).pack())
    leave = Button(_("Do not save"), DiscardFinals(entry_id=sheet.entry_id).pack())
    if not changed:
        text = lines(_title(sheet), _("Nothing would change: these marks stand already."))
        return OutgoingMessage(text, buttons=((change, leave),))
    rest = sum(row.chosen is None and row.stands is None for row in sheet.rows)
    missing = (
        ngettext("{n} student has no mark yet.", "{n} students have no mark yet.", rest).format(
            n=rest
        )
        if rest
        else ""
    )
    told = _("Families hear after {time}, not in quiet hours.").format(
        time=clock_time(sheet.due_at, sheet.zone)
    )
    save = Button(_("Save"), SaveFinals(entry_id=sheet.entry_id).pack())
    return OutgoingMessage(
        lines(_title(sheet), map(_changed, changed), missing, told),
        buttons=((save, change), (leave,)),
    )


def _changed(row: SheetRow) -> str:
    name = escape(listed_name(row))
    chosen = _value(row.chosen)
    if row.stands is None:
        return f"{name} — {chosen}"
    return _("{name} — was {before}, becomes {after}").format(
        name=name, before=_value(row.stands), after=chosen
    )


def _row(row: SheetRow, sheet: Sheet) -> str:
    """A student with what is proposed, why, and what stands already."""
    proposed = row.proposal
    head = f"{escape(listed_name(row))} — {bold(_value(proposed.value) or '—')}"
    is_reckoned = not sheet.is_pass_fail and sheet.term.result_on is None
    arithmetic = _arithmetic(row) if is_reckoned or proposed.parts else _signs(row)
    parts = [part for part in (arithmetic, _doubt(row, sheet)) if part]
    if row.stands is not None:
        parts.append(_("stands: {mark}").format(mark=_value(row.stands)))
    if row.chosen is not None:
        parts.append(_("chosen: {mark}").format(mark=_value(row.chosen)))
    return f"{head} · " + "; ".join(parts) if parts else head


def _arithmetic(row: SheetRow) -> str:
    one = row.proposal
    if one.parts:
        return ", ".join(
            f"{short_period(period)} — {_value(value) or '…'}" for period, value in one.parts
        )
    if one.average is None:
        return _("no marks")
    counted = ngettext("{n} mark", "{n} marks", one.count).format(n=one.count)
    average = decimal_number(one.average)
    return f"{sum_number(one.total)} : {sum_number(one.weight)} = {average}, {counted}"


def _signs(row: SheetRow) -> str:
    """«зачётов 3, незачётов 1»: what was given at the lessons of the period."""
    one = row.proposal
    return ", ".join(
        text.format(n=count)
        for text, count in ((_("passes: {n}"), one.passes), (_("fails: {n}"), one.fails))
        if count
    )


def _doubt(row: SheetRow, sheet: Sheet) -> str:
    one = row.proposal
    match one.doubt:
        case Doubt.NONE:
            return ""
        case Doubt.TOO_FEW_MARKS:
            few = "⚠ " + _("fewer than {n} marks").format(n=sheet.minimum)
            return few if one.count else ""  # that there are none is said already
        case Doubt.NOT_ATTESTED:
            return "⚠ " + _("missed {missed} of {held} lessons").format(
                missed=one.missed, held=one.held
            )
        case Doubt.SPREAD:
            return "⚠ " + _("there is a {mark} among them").format(mark=one.lowest)
        case Doubt.OPEN_FAIL:
            return "⚠ " + _("the last one is a fail: please decide yourself")
        case Doubt.PERIODS_MISSING:
            return "⚠ " + _("not every period has its mark")


def _now(row: SheetRow) -> str:
    return _value(row.chosen or row.stands or row.proposal.value) or "—"


def _value(value: FinalValue | None) -> str:
    return "" if value is None else value_name(value)
