"""The register of people as class teacher and office read it: lists with what each one lacks."""

from handlers.callbacks.menu import Open
from handlers.callbacks.people import (
    AskPrint,
    OpenFound,
    OpenPeople,
    OpenPerson,
    PrintMissing,
    PrintSlips,
)
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, child_line, escape, lines, person_name
from handlers.screens.rows import in_rows
from services.i18n import gettext as _
from services.i18n import ngettext
from services.joining.people_facts import JoinState, PeoplePage, PersonLine, RegisterChoice
from services.outgoing import Attachment, Button, OutgoingMessage
from services.vocabulary import PersonKind

__all__ = [
    "SIGNS",
    "choices",
    "missing_list",
    "page",
    "print_question",
    "search_question",
    "state_words",
]

SIGNS = {
    JoinState.LINKED: "✓",
    JoinState.HAS_CODE: "✉",
    JoinState.NOT_YET: "○",
    JoinState.ON_PAPER: "▤",
    JoinState.SUSPENDED: "⏸",
}
_CLASSES_IN_ROW = 4
_LONGEST_QUERY = 20  # letters of two bytes each: the button carries 64 bytes
_LONGEST_CAPTION = 46


def state_words(state: JoinState) -> str:
    """Return what a sign of the list means."""
    match state:
        case JoinState.LINKED:
            return _("in the diary")
        case JoinState.HAS_CODE:
            return _("has a code")
        case JoinState.NOT_YET:
            return _("not invited yet")
        case JoinState.ON_PAPER:
            return _("informed on paper")
        case JoinState.SUSPENDED:
            return _("access suspended")


def choices(facts: RegisterChoice) -> OutgoingMessage:
    """Ask where to look."""
    buttons = [
        Button(one.name, OpenPeople(class_id=one.class_id, page=0, only_missing=True).pack())
        for one in facts.classes
    ]
    rows = in_rows(buttons, _CLASSES_IN_ROW)
    if facts.with_staff:
        staff = OpenPeople(class_id=0, page=0, only_missing=True).pack()
        rows.append((Button(_("Staff"), staff),))
    rows.append((_search_button(), menu_button()))
    text = lines(
        bold(_("People and invitations")),
        _("Choose a class, or search by name: /people and the beginning of a name."),
    )
    return OutgoingMessage(text, buttons=tuple(rows))


def search_question() -> OutgoingMessage:
    """Ask for a name."""
    return OutgoingMessage(
        _("Whom are you looking for? Write the beginning of the family name, or a class."),
        buttons=((menu_button(),),),
    )


def page(facts: PeoplePage) -> OutgoingMessage:
    """Show a page of people, each a button to the card."""
    text = lines(
        bold(_title(facts)),
        _tally(facts),
        _empty(facts),
        "" if facts.class_id or not facts.query else _found(facts),
        _legend(facts),
    )
    rows: list[tuple[Button, ...]] = [
        (Button(_caption(one), OpenPerson(person_id=one.person_id).pack()),) for one in facts.lines
    ]
    rows.extend(_paging(facts))
    if not facts.query:
        other = OpenPeople(
            class_id=facts.class_id, page=0, only_missing=not facts.only_missing
        ).pack()
        caption = _("Show everybody") if facts.only_missing else _("Who is missing")
        printing = Button(_("Print invitations"), AskPrint(class_id=facts.class_id).pack())
        rows.append((Button(caption, other), printing))
    rows.append((_search_button(), menu_button()))
    return OutgoingMessage(text, buttons=tuple(rows))


def print_question(facts: PeoplePage) -> OutgoingMessage:
    """Say what printing ends, and ask whose invitations are wanted."""
    kinds = (PersonKind.STUDENT, PersonKind.GUARDIAN) if facts.class_id else (PersonKind.STAFF,)
    new = sum(facts.count(kind, JoinState.NOT_YET) for kind in kinds)
    coded = sum(facts.count(kind, JoinState.HAS_CODE) for kind in kinds)
    if not new and not coded:
        text = _("Everybody who can be invited has come. There is nothing to print.")
        return OutgoingMessage(text, buttons=((_back(facts), menu_button()),))
    text = lines(
        bold(_title(facts)),
        _("Not invited yet: {new}. With a code that has not been used: {coded}.").format(
            new=new, coded=coded
        ),
        _("Printing for those who have a code gives them a new one: the old slip stops working.")
        if coded
        else "",
        _("Each page shows a code: hand it over in person."),
    )
    rows = []
    if new:
        data = PrintSlips(class_id=facts.class_id, only_new=True).pack()
        rows.append((Button(_("Only who has no code: {n}").format(n=new), data),))
    if coded:
        data = PrintSlips(class_id=facts.class_id, only_new=False).pack()
        caption = _("Everybody who has not come: {n}").format(n=new + coded)
        rows.append((Button(caption, data),))
    if facts.class_id:
        data = PrintMissing(class_id=facts.class_id).pack()
        rows.append((Button(_("The list of who has not come"), data),))
    return OutgoingMessage(text, buttons=(*rows, (_back(facts), menu_button())))


def missing_list(pdf: bytes, class_name: str) -> OutgoingMessage:
    """Hand over the list of who has not come."""
    return OutgoingMessage(
        _("{class_name}: who is not in the diary yet. No codes stand in it.").format(
            class_name=escape(class_name)
        ),
        buttons=((menu_button(),),),
        attachment=Attachment("not-in-the-diary.pdf", pdf),
    )


def _back(facts: PeoplePage) -> Button:
    data = OpenPeople(class_id=facts.class_id, page=0, only_missing=True).pack()
    return Button(_("Back"), data)


def _search_button() -> Button:
    return Button(_("Search"), Open(screen="people_search").pack())


def _title(facts: PeoplePage) -> str:
    if facts.query:
        return _("Search: {query}").format(query=facts.query)
    if not facts.class_id:
        return _("Staff: who is in the diary")
    return _("{class_name}: who is in the diary").format(class_name=facts.class_name)


def _tally(facts: PeoplePage) -> list[str]:
    if facts.query:
        return []
    names = {
        PersonKind.STAFF: _("Staff"),
        PersonKind.GUARDIAN: _("Parents"),
        PersonKind.STUDENT: _("Students"),
    }
    told = []
    for kind, name in names.items():
        total = facts.count(kind)
        if not total:
            continue
        parts = [
            _("in the diary {n} of {total}").format(
                n=facts.count(kind, JoinState.LINKED), total=total
            )
        ]
        for state in (
            JoinState.HAS_CODE,
            JoinState.NOT_YET,
            JoinState.ON_PAPER,
            JoinState.SUSPENDED,
        ):
            number = facts.count(kind, state)
            if number:
                parts.append(f"{state_words(state)} {number}")
        told.append(f"{name}: {', '.join(parts)}")
    return told


def _empty(facts: PeoplePage) -> str:
    if facts.lines:
        return ""
    if facts.query:
        return _("Nobody was found. Please check the spelling, or open the class.")
    return _("Everybody has come.") if facts.only_missing else _("There is nobody here yet.")


def _found(facts: PeoplePage) -> str:
    total = sum(facts.tally.values())
    if not total:
        return ""
    return ngettext("{n} person found.", "{n} people found.", total).format(n=total)


def _legend(facts: PeoplePage) -> str:
    shown = dict.fromkeys(one.state for one in facts.lines)
    return " · ".join(f"{SIGNS[state]} {state_words(state)}" for state in SIGNS if state in shown)


def _caption(one: PersonLine) -> str:
    name = person_name(family_name=one.person.family_name, given_name=one.person.given_name)
    if one.child is not None:
        child = child_line(
            given_name=one.child.given_name, family_name=one.child.family_name, class_name=""
        )
        about = ", ".join(part for part in (one.relation, child) if part)
        name = f"{name} ({about})"
    elif one.kind is PersonKind.STUDENT:
        name = _("{name}, student").format(name=name)
    caption = f"{SIGNS[one.state]} {name}"
    if len(caption) > _LONGEST_CAPTION:
        return f"{caption[: _LONGEST_CAPTION - 1]}…"
    return caption


def _paging(facts: PeoplePage) -> list[tuple[Button, ...]]:
    if facts.pages == 1:
        return []
    # Each says where it leads: a counter to press would do nothing.
    around = (("◀", facts.page - 1), ("▶", facts.page + 1))
    return [
        tuple(
            Button(f"{arrow} {number + 1} / {facts.pages}", _page_data(facts, number))
            for arrow, number in around
            if 0 <= number < facts.pages
        )
    ]


def _page_data(facts: PeoplePage, number: int) -> str:
    if facts.query:
        query = facts.query.replace(":", " ")[:_LONGEST_QUERY].strip()
        return OpenFound(page=number, query=query).pack()
    return OpenPeople(class_id=facts.class_id, page=number, only_missing=facts.only_missing).pack()
