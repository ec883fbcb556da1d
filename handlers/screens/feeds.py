"""/calendar: what the address is for, the address itself once, and how its lessons are called."""

from handlers.callbacks.feeds import CreateFeed, EndFeed, OpenFeed
from handlers.screens.child_words import child_title, siblings
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, child_line, escape, lines, numeric_date
from handlers.screens.timetable import change_note
from services.diary.facts import ChildFacts
from services.diary.feed_facts import FeedPage
from services.diary.timetable_lines import TimetableLine
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import ContentMode

__all__ = ["calendar_name", "feed_page", "lesson_title"]


def feed_page(page: FeedPage) -> OutgoingMessage:
    """Show whether there is an address, and right after it was made the address itself."""
    child_id = page.child.student_id
    create = Button(_("Create a link"), CreateFeed(student_id=child_id).pack())
    row: tuple[Button, ...]
    if page.url:
        state = lines(
            _("The link for the phone's calendar (it is shown only now):"),
            f"<code>{escape(page.url)}</code>",
            _(
                "Add it in the calendar app as a subscription by address. Whoever has the link "
                "sees the timetable: do not pass it on."
            ),
        )
        row = (Button(_("Switch the link off"), EndFeed(student_id=child_id).pack()),)
    elif page.created_at is not None:
        on = page.created_at.astimezone(page.zone).date()
        state = _(
            "There is a link, made on {day}. A new one replaces it; switched off, it shows "
            "nothing any more."
        ).format(day=numeric_date(on))
        off = Button(_("Switch the link off"), EndFeed(student_id=child_id).pack())
        row = (create, off)
    else:
        state = _("There is no link now.")
        row = (create,)
    others = siblings(page.child, page.children, lambda one: OpenFeed(student_id=one).pack())
    text = lines(
        bold(child_title(page.child, page.children)),
        bold(_("Calendar of the phone")),
        _("Lessons with their changes appear in the calendar of the phone by themselves."),
        f"\n{state}",
    )
    rows = (row, *others, (menu_button(),))
    return OutgoingMessage(text, buttons=tuple(one for one in rows if one))


def calendar_name(child: ChildFacts) -> str:
    """Return what the calendar is called in the phone, in plain text."""
    named = child_line(
        given_name=child.given_name, family_name=child.family_name, class_name=child.class_name
    )
    return f"{_('Lessons')} · {named}" if named else _("Lessons")


def lesson_title(child: ChildFacts, line: TimetableLine) -> str:
    """Return a lesson as one line, in plain text: «3. Алгебра (вм. физики)»."""
    note = change_note(line, names_people=child.content_mode is ContentMode.FULL)
    return " ".join(filter(None, (f"{line.number}.", line.subject, note)))
