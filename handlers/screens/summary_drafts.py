"""The class teacher's drafts: thirty children, one sentence each, in three minutes."""

from collections.abc import Sequence

from handlers.callbacks.summaries import (
    EraseSentence,
    OpenDraft,
    OpenDrafts,
    OpenUnreadSummaries,
)
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import bold, clock_time, escape, lines, person_name, short_day
from handlers.screens.rows import in_rows
from handlers.screens.summary_words import days_name, short_summary
from services.errors import DiaryError
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.summaries.facts import DraftList, DraftRow, DraftSummary, UnreadSummaries
from services.summaries.sentences import SentenceTooLong

__all__ = ["draft_page", "drafts_page", "unread_page"]

_IN_ROW = 2
_MOST_NAMES = 40


def drafts_page(page: DraftList) -> OutgoingMessage:
    """Show the class: who has a sentence already; a tap opens a child."""
    written = sum(row.has_sentence for row in page.rows)
    text = lines(
        bold(_heading(page)),
        _("Sentences: {n} of {total}. They go on {day} at {time}, without a sentence too.").format(
            n=written,
            total=len(page.rows),
            day=short_day(page.due_at.astimezone(page.zone).date()),
            time=clock_time(page.due_at, page.zone),
        ),
        _("Tap a name and write one sentence; the next child comes by itself."),
    )
    names = [
        Button(
            _short_name(row), OpenDraft(class_id=page.class_id, student_id=row.student_id).pack()
        )
        for row in page.rows
    ]
    others = tuple(
        Button(name, OpenDrafts(class_id=class_id).pack()) for class_id, name in page.other_classes
    )
    unread = Button(_("Who has not read the last one"), OpenUnreadSummaries().pack())
    rows = in_rows(names, _IN_ROW)
    return OutgoingMessage(
        text, buttons=tuple(row for row in (*rows, others, (unread,), (menu_button(),)) if row)
    )


def draft_page(one: DraftSummary, *, is_written: DraftRow | None = None) -> OutgoingMessage:
    """Show one child's draft and ask for a sentence; *is_written*: whose was kept just now."""
    page = one.drafts
    kept = (
        _("Written: {name} ✓").format(name=escape(_name(is_written)))
        if is_written is not None
        else ""
    )
    text = lines(
        kept,
        bold(f"{_name(one.row)} · {page.class_name}"),
        _heading(page),
        short_summary(one.facts),
        "\n" + _sentence(one),
    )
    own = {"class_id": page.class_id, "student_id": one.row.student_id}
    first = []
    if one.next_id is not None:
        data = OpenDraft(class_id=page.class_id, student_id=one.next_id)
        first.append(Button(_("Next ▶"), data.pack()))
    if one.sentence:
        first.append(Button(_("Take the sentence back"), EraseSentence(**own).pack()))
    whole = Button(_("The whole class"), OpenDrafts(class_id=page.class_id).pack())
    rows = (tuple(first), (whole, menu_button()))
    return OutgoingMessage(text, buttons=tuple(row for row in rows if row))


def unread_page(found: Sequence[UnreadSummaries]) -> OutgoingMessage:
    """Show which families have not read the last summary."""
    parts = [_unread(one) for one in found]
    text = "\n\n".join(parts) or _("No summary has been sent yet.")
    drafts = Button(_("Drafts of the summaries"), OpenDrafts(class_id=0).pack())
    return OutgoingMessage(text, buttons=((drafts,), (menu_button(),)))


@sentence_for(SentenceTooLong)
def _too_long(error: DiaryError) -> OutgoingMessage:
    text = _(
        "That is more than a sentence: {length} characters, {longest} fit. Please send it shorter."
    ).format(length=error.length, longest=error.longest)
    return OutgoingMessage(text, buttons=((menu_button(),),))


def _heading(page: DraftList) -> str:
    days = days_name(page.starts_on, page.ends_on)
    return " · ".join((_("Drafts of the summaries"), page.class_name, days))


def _sentence(one: DraftSummary) -> str:
    if one.sentence:
        return _("Your sentence: {sentence}").format(sentence=escape(one.sentence))
    return _("Write one sentence for the family, or go on without one.")


def _unread(one: UnreadSummaries) -> str:
    title = _("Summaries {days} · {school_class}").format(
        days=days_name(one.starts_on, one.ends_on), school_class=one.class_name
    )
    count = _("Not read: {n} of {total}").format(n=len(one.families), total=one.total)
    shown = []
    for each in one.families[:_MOST_NAMES]:
        student = person_name(
            family_name=each.student.family_name, given_name=each.student.given_name
        )
        guardian = person_name(
            family_name=each.guardian.family_name,
            given_name=each.guardian.given_name,
            patronymic=each.guardian.patronymic,
        )
        note = "" if each.was_told else " · " + _("not delivered")
        shown.append(f"• {escape(student)} — {escape(guardian)}{note}")
    rest = len(one.families) - _MOST_NAMES
    if rest > 0:
        shown.append(_("and {n} more").format(n=rest))
    return lines(bold(title), count, shown)


def _name(row: DraftRow) -> str:
    return person_name(family_name=row.name.family_name, given_name=row.name.given_name)


def _short_name(row: DraftRow) -> str:
    tick = "✓ " if row.has_sentence else ""
    return f"{tick}{row.name.family_name} {row.name.given_name[:1]}."
