"""Control works: the preview with what stands against it, what is planned, what is ahead."""

from handlers.callbacks.control_works import (
    CancelControlWork,
    ChooseControlClass,
    ChooseControlKind,
    MoveControlWork,
    OpenControlWorks,
    OverrideControlWork,
    PlanControlWork,
)
from handlers.screens.child_words import child_title, siblings
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import bold, capitalized, escape, lines, short_day
from handlers.screens.lesson_words import lesson_title
from handlers.screens.rows import in_rows
from handlers.screens.today import day_number
from services.control_works.facts import (
    CONTROL_KINDS,
    ControlWorkDoubted,
    ControlWorkFacts,
    ControlWorkNotTaken,
    ControlWorkPreview,
    ControlWorksOfChild,
    FreeLesson,
    NotTakenReason,
    OwnControlWorks,
)
from services.control_works.rules import ControlDoubt
from services.errors import DiaryError
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.regulation.work_kinds import CONTROL_WORK, work_kind_name

__all__ = ["ask_cancel", "ask_note", "cancelled", "of_child", "own", "planned", "preview"]

# The grammar of entries is Russian in every language of the interface.
_LINE = "/control_work 7Б Алгебра 27.11 Линейные функции"


def preview(facts: ControlWorkPreview) -> OutgoingMessage:
    """Show what is wanted, and what stands against it with the days that are free."""
    work_id = facts.work.work_id
    discard = Button(_("Back"), OpenControlWorks(student_id=0).pack())
    if facts.can_save:
        return OutgoingMessage(
            lines(_headline(facts.work), _("Nothing stands against it.")),
            buttons=(
                *_kinds(facts.work),
                (Button(_("Save"), PlanControlWork(work_id=work_id).pack()), discard),
            ),
        )
    rows: list[tuple[Button, ...]] = [
        *_kinds(facts.work),
        *((_free_button(work_id, one),) for one in facts.free),
    ]
    if facts.may_override:
        override = OverrideControlWork(work_id=work_id).pack()
        rows.append((Button(_("Plan it with a note"), override),))
    rows.append((discard, menu_button()))
    free = _("Free:") if facts.free else _("In the next five weeks no lesson is free of this.")
    way_out = "" if facts.may_override else _("The deputy head may plan it all the same.")
    return OutgoingMessage(
        lines(
            _headline(facts.work),
            (f"• {_doubt(one)}" for one in facts.doubts),
            way_out,
            free,
        ),
        buttons=tuple(rows),
    )


def planned(work: ControlWorkFacts) -> OutgoingMessage:
    """Say that it is planned."""
    cancel = CancelControlWork(work_id=work.work_id, is_sure=False).pack()
    return OutgoingMessage(
        lines(
            bold(_("Planned.")),
            _headline(work),
            _("Note: {note}").format(note=escape(work.note)) if work.note else "",
            _("Families find it with /control_work."),
        ),
        buttons=((Button(_("Take it off"), cancel),), (_all(), menu_button())),
    )


def own(facts: OwnControlWorks) -> OutgoingMessage:
    """Show what is planned, each with a button that takes it off."""
    rows = [
        (
            Button(
                _("Take off: {work}").format(work=_short(one)),
                CancelControlWork(work_id=one.work_id, is_sure=False).pack(),
            ),
        )
        for one in facts.works[:8]
    ]
    return OutgoingMessage(
        lines(
            bold(_("Control works ahead")),
            [_line(one) for one in facts.works] or [_("None are planned.")],
            _("To plan one with a title, please write: {example}").format(
                example=f"<code>{escape(_LINE)}</code>"
            ),
        ),
        buttons=(
            (Button(_("Plan a control work"), ChooseControlClass(class_id=0).pack()),),
            *rows,
            (menu_button(),),
        ),
    )


def of_child(facts: ControlWorksOfChild) -> OutgoingMessage:
    """Show what a child has before it."""
    others = siblings(
        facts.child,
        facts.children,
        lambda student_id: OpenControlWorks(student_id=student_id).pack(),
    )
    return OutgoingMessage(
        lines(
            bold(child_title(facts.child, facts.children)),
            _("Control works ahead:") if facts.works else _("No control works are planned."),
            [_family_line(one) for one in facts.works],
        ),
        buttons=(*others, (menu_button(),)),
    )


def ask_note() -> OutgoingMessage:
    """Ask why it stands against the rules."""
    return OutgoingMessage(
        _("Please write in one message why it has to be on this day. The note is kept."),
        buttons=((menu_button(),),),
    )


def ask_cancel(work_id: int) -> OutgoingMessage:
    """Ask once more."""
    sure = CancelControlWork(work_id=work_id, is_sure=True).pack()
    return OutgoingMessage(
        _("Take this control work off the calendar? Families see it no more."),
        buttons=((Button(_("Yes, take it off"), sure), _all()),),
    )


def cancelled(work: ControlWorkFacts) -> OutgoingMessage:
    """Say that it is off."""
    return OutgoingMessage(
        lines(bold(_("Taken off.")), _headline(work)), buttons=((_all(), menu_button()),)
    )


@sentence_for(ControlWorkNotTaken)
def _not_taken(error: DiaryError) -> OutgoingMessage:
    free = ", ".join(short_day(on) for on in error.facts["free"][:6])
    sentences = {
        NotTakenReason.NO_DAY: _("On which day? Please write it behind the subject, as 27.11."),
        NotTakenReason.NOT_AHEAD: _("Control works are planned for a day to come."),
        NotTakenReason.NO_LESSON: _("There is no lesson of this subject on that day."),
        NotTakenReason.UNREADABLE: _("Please write class, subject, day and title in one line."),
    }
    return OutgoingMessage(
        lines(
            sentences[error.facts["reason"]],
            _("Its next lessons: {days}").format(days=free) if free else "",
            f"<code>{escape(_LINE)}</code>",
        ),
        buttons=((_all(), menu_button()),),
    )


@sentence_for(ControlWorkDoubted)
def _doubted(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        _("Rules stand against this day now. The deputy head may plan it with a note."),
        buttons=((_all(), menu_button()),),
    )


def _doubt(doubt: ControlDoubt) -> str:
    return {
        ControlDoubt.SAME_DAY: _("The class has another control work on that day."),
        ControlDoubt.TOO_SOON: _(
            "Another one of this subject is less than two and a half weeks away."
        ),
        ControlDoubt.EDGE_OF_DAY: _("It is the first or the last lesson of the class."),
        ControlDoubt.TOO_MANY_IN_PERIOD: _(
            "The period has as many control works of this subject as are allowed."
        ),
        ControlDoubt.TOO_MUCH_TIME: _(
            "Control works would take more than a tenth of the subject's lessons."
        ),
    }[doubt]


def _headline(work: ControlWorkFacts) -> str:
    title = lesson_title(group=work.group, subject=work.subject, on=work.on, number=work.number)
    return lines(bold(title), _title(work))


def _kinds(work: ControlWorkFacts) -> list[tuple[Button, ...]]:
    """The kinds it may be of; the one it is of carries a tick."""
    buttons = []
    for place, kind in enumerate(CONTROL_KINDS):
        name = capitalized(work_kind_name(kind))
        caption = f"✓ {name}" if kind == work.work_kind else name
        data = ChooseControlKind(work_id=work.work_id, kind=place).pack()
        buttons.append(Button(caption, data))
    return in_rows(buttons, 2)


def _named(work: ControlWorkFacts) -> str:
    """The title; of another kind than the usual one its name before it: «диктант, Осень»."""
    kind = "" if work.work_kind == CONTROL_WORK else work_kind_name(work.work_kind)
    return ", ".join(filter(None, (kind, work.title)))


def _title(work: ControlWorkFacts) -> str:
    if work.work_kind != CONTROL_WORK:
        return escape(capitalized(_named(work)))
    return _("Control work: {title}").format(title=escape(work.title)) if work.title else ""


def _line(work: ControlWorkFacts) -> str:
    title = f" — {named}" if (named := _named(work)) else ""
    when = lesson_title(group=work.group, subject=work.subject, on=work.on, number=work.number)
    return f"• {escape(when)}{escape(title)}"


def _family_line(work: ControlWorkFacts) -> str:
    # TRANSLATORS: a day and the number of a lesson, as in "Tue 24.11, lesson 3"
    when = _("{day}, lesson {number}").format(day=short_day(work.on), number=work.number)
    title = f" («{work.title}»)" if work.title else ""
    kind = "" if work.work_kind == CONTROL_WORK else f", {work_kind_name(work.work_kind)}"
    return f"• {when} — {escape(work.subject)}{escape(kind)}{escape(title)}"


def _short(work: ControlWorkFacts) -> str:
    return f"{work.group} · {work.subject} · {short_day(work.on)}"


def _free_button(work_id: int, free: FreeLesson) -> Button:
    data = MoveControlWork(work_id=work_id, on=day_number(free.on), number=free.number)
    when = _("{day}, lesson {number}").format(day=short_day(free.on), number=free.number)
    return Button(when, data.pack())


def _all() -> Button:
    return Button(_("All control works"), OpenControlWorks(student_id=0).pack())
