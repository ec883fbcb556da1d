"""The menu by role, help, and the choice of language."""

from dataclasses import dataclass

from handlers.callbacks.menu import Open, SetLanguage
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, escape
from services.access.identity import Actor, Identity
from services.access.policy import Action, holds, is_allowed
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import Role

__all__ = ["MORE", "MenuFacts", "entry_help", "help_text", "language_choice", "main_menu"]

# The grammar of entries is Russian in every language of the interface.
_LINE = "7б алгебра 3 урок: Кузнецова 4, Петров 5/4, Сидоров н"
_EXAMPLES = (
    *("все 5 кроме Иванов 4", "н: Иванов, Петрова", "16.11", "вчера", "за пн", "кр", "сам"),
    *("тема Степень; дз № 214, 216 к чт", "дз нет"),
)
_LANGUAGES = (("ru", "Русский"), ("en", "English"))
_MOST = 8
MORE = "more"  # with the page's number: the screen's name
# Whoever is many people at once finds these behind «More»; the first gives way first.
_GIVE_WAY = (
    *("entry_help", "change_help", "import", "status", "calendar", "debts"),
    *("control_work", "paper", "report", "message"),
    *("final", "journal", "finals", "summary"),
    *("timetable", "broadcast", "hw", "invite", "systematic", "settings"),
    *("class", "homework"),
)


@dataclass(frozen=True, slots=True)
class MenuFacts:
    """What the menu depends on besides who is asking."""

    open_requests: int = 0
    missing_consents: int = 0
    phone_changes: int = 0
    corrections: int = 0  # data that somebody says are wrong
    is_suspended: bool = False  # the school has stopped the access to every child


def main_menu(actor: Actor, facts: MenuFacts, *, page: int = 0) -> OutgoingMessage:
    """Show what the people behind an account can do now; at most eight buttons a page.

    Whoever is many people at once finds the less urgent part behind «More».
    """
    entries = [
        *([(_("Confidentiality briefing"), "briefing")] if actor.owes_briefing else []),
        *_teachers_entries(actor),
        *_requests_entries(facts),
        *_familys_entries(actor),
        *_offices_entries(actor),
        *([(_("Give consent"), "consent")] if facts.missing_consents else []),
        (_("My data"), "privacy"),
        (_("Settings"), "settings"),
    ]
    pages = _pages(list({screen: (caption, screen) for caption, screen in entries}.values()))
    shown = pages[min(page, len(pages) - 1)]
    buttons = [Button(caption, Open(screen=screen).pack()) for caption, screen in shown]
    rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
    return OutgoingMessage(_invitation(actor, facts), buttons=rows)


def _pages(entries: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Share entries out: what gives way stands on later pages, each with the way on and back."""
    if len(entries) <= _MOST:
        return [entries]
    moved = [one for screen in _GIVE_WAY for one in entries if one[1] == screen]
    moved = moved[: max(len(entries) - _MOST + 1, 0)]
    first = [one for one in entries if one not in moved]
    rest = first[_MOST - 1 :] + [one for one in entries if one in moved]
    pages = [[*first[: _MOST - 1], (_("More"), f"{MORE}1")]]
    back = (_("Menu"), "menu")
    while len(rest) > _MOST - 1:
        pages.append([*rest[: _MOST - 2], (_("More"), f"{MORE}{len(pages) + 1}"), back])
        rest = rest[_MOST - 2 :]
    pages.append([*rest, back])
    return pages


def _teachers_entries(actor: Actor) -> list[tuple[str, str]]:
    if not _teaches(actor):
        return []
    return [
        (_("Today"), "today"),
        (_("Set homework"), "hw"),
        (_("Journal"), "journal"),
        (_("Marks for a period"), "final"),
        (_("Control works"), "control_work"),
        (_("Not handed in"), "debts"),
        (_("Questions of families"), "message"),
        (_("How to record marks"), "entry_help"),
    ]


def _requests_entries(facts: MenuFacts) -> list[tuple[str, str]]:
    entries = []
    if facts.phone_changes:
        caption = _("New phones ({n})").format(n=facts.phone_changes)
        entries.append((caption, "contact_requests"))
    if facts.corrections:
        caption = _("Data to be corrected ({n})").format(n=facts.corrections)
        entries.append((caption, "corrections"))
    if not facts.open_requests:
        return entries
    entries.append((_("Requests ({n})").format(n=facts.open_requests), "requests"))
    return entries


def _familys_entries(actor: Actor) -> list[tuple[str, str]]:
    if not any(who.student_ids for who in actor.family):
        return []
    entries = [
        (_("Diary"), "diary"),
        (_("Marks"), "marks"),
        (_("Homework"), "homework"),
        (_("Marks of periods"), "finals"),
        (_("Summary"), "summary"),
        (_("Not handed in"), "debts"),
        (_("Control works"), "control_work"),
        (_("Ask the teacher"), "message"),
        (_("Calendar"), "calendar"),
    ]
    if any(
        is_allowed(who, Action.REPORT_ABSENCE, student_id=one)
        for who in actor.family
        for one in who.student_ids
    ):
        entries.append((_("Announce an absence"), "absence"))
    return entries


def _offices_entries(actor: Actor) -> list[tuple[str, str]]:
    staff, is_teaching = actor.staff, _teaches(actor)
    entries = _offices_screens(staff, is_teaching=is_teaching) if staff is not None else []
    if any(Role.COORDINATOR in who.roles for who in actor.identities):  # of whichever school
        entries.append((_("Schools in numbers"), "municipal"))
    if is_teaching or any(who.student_ids for who in actor.family):
        entries.append((_("Timetable"), "timetable"))
    return entries


def _offices_screens(staff: Identity, *, is_teaching: bool) -> list[tuple[str, str]]:
    changes_timetable = is_allowed(staff, Action.CHANGE_TIMETABLE)
    # Teachers have the journal and control works among their own entries.
    sees_journals = is_allowed(staff, Action.SEE_JOURNAL) and not is_teaching
    plans_works = is_allowed(staff, Action.PLAN_CONTROL_WORK) and not is_teaching
    every = (
        (_("My class"), "class", bool(staff.homeroom_class_ids)),
        (_("Control"), "control", is_allowed(staff, Action.SEE_CONTROL)),
        (
            _("Systematic absence"),
            "systematic",
            is_allowed(staff, Action.SEE_SYSTEMATIC_ABSENCE),
        ),
        (_("Timetable"), "timetable", changes_timetable),
        (_("Journal"), "journal", sees_journals),
        (_("Control works"), "control_work", plans_works),
        (_("Announcement"), "broadcast", holds(staff, Action.SEND_BROADCAST)),
        (_("Reports"), "report", holds(staff, Action.SEE_REPORTS)),
        (_("Sheets on paper"), "paper", holds(staff, Action.HAND_OUT_PAPER)),
        (_("People and invitations"), "invite", holds(staff, Action.SEE_FAMILY_ACCESS)),
        (_("School lists"), "import", is_allowed(staff, Action.IMPORT_LISTS)),
        (_("State of the diary"), "status", is_allowed(staff, Action.SEE_STATUS)),
        (_("How to change the timetable"), "change_help", changes_timetable),
    )
    return [(caption, screen) for caption, screen, is_shown in every if is_shown]


def help_text(actor: Actor) -> OutgoingMessage:
    """Say in a few lines what an account can do."""
    parts = [bold(_("What this diary does"))]
    if _teaches(actor):
        parts.append(
            _(
                "Teachers: a class is marked in one message. What was understood is shown first, "
                "nothing is stored before you press “Save”."
            )
        )
    if actor.family:
        parts.append(
            _(
                "Families: absences and marks come by themselves; at night the phone is silent. "
                "The diary and the marks are in the menu."
            )
        )
    if actor.staff is not None and holds(actor.staff, Action.SEE_FAMILY_ACCESS):
        parts.append(
            _(
                "People and invitations (/invite): who is in the diary and who is missing, new "
                "codes and slips, a lost phone."
            )
        )
    parts.append(
        _(
            "My data: what is kept about you, and withdrawal of consent. "
            "Questions about the contents go to the class teacher."
        )
    )
    rows = [(menu_button(),)]
    if _teaches(actor):
        rows.insert(0, (Button(_("How to record marks"), Open(screen="entry_help").pack()),))
    return OutgoingMessage("\n\n".join(parts), buttons=tuple(rows))


def entry_help() -> OutgoingMessage:
    """Explain the journal line by example."""
    everybody, absent, on, yesterday, monday, control, independent, task, none = map(
        _code, _EXAMPLES
    )
    tips = (
        _("Everybody at once: {example}").format(example=everybody),
        _("Absent: {example}").format(example=absent),
        _("Another day: {first}, {second} or {third} after the subject").format(
            first=on, second=yesterday, third=monday
        ),
        _("Kind of work: {first}, {second} after the subject").format(
            first=control, second=independent
        ),
        _("Topic and homework: {example}; no homework: {none}").format(example=task, none=none),
        _("Without a lesson number: the lesson going on, or the last one of that class."),
    )
    after = _("What was understood is shown first. Nothing is stored before you press “Save”.")
    text = "\n\n".join(
        (
            bold(_("A class in one message")),
            _code(_LINE),
            "\n".join(f"• {tip}" for tip in tips),
            after,
        )
    )
    return OutgoingMessage(text, buttons=((menu_button(),),))


def language_choice() -> OutgoingMessage:
    """Let a person choose the language; each is named in itself."""
    return OutgoingMessage(
        _("In which language shall I write?"),
        buttons=(
            tuple(Button(name, SetLanguage(code=code).pack()) for code, name in _LANGUAGES),
            (menu_button(),),
        ),
    )


def _invitation(actor: Actor, facts: MenuFacts) -> str:
    if facts.is_suspended:
        return _(
            "The school has suspended access to the child's data here. Questions about it go to "
            "the school office, in person or by phone."
        )
    is_closed = not facts.missing_consents and not any(who.student_ids for who in actor.family)
    if actor.family and is_closed:
        return _(
            "The child's data are not open here yet: the school is still waiting for a paper "
            "application, a parent's consent or a decision. The class teacher knows more."
        )
    return _("What would you like to see?")


def _teaches(actor: Actor) -> bool:
    return actor.staff is not None and Role.TEACHER in actor.staff.roles


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"
