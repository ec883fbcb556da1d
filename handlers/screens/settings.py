"""What a person may choose: language, quiet hours, the evening card, and about each child what
comes when and how much it says.
"""

from handlers.callbacks.menu import Open, SetTomorrowCard
from handlers.callbacks.settings import (
    AskAlias,
    AskQuietHours,
    OpenChildMode,
    OpenChildWhen,
    OpenQuietHours,
    SetChildMode,
    SetChildWhen,
    SetQuietHours,
    SetTables,
)
from handlers.screens.child_words import numbered_child
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, escape, inside_sentence, lines
from services.i18n import current_language, pgettext
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.preferences.choices import Group, When
from services.preferences.service import ChildSettings, SettingsFacts
from services.vocabulary import ContentMode

__all__ = [
    "alias_asked",
    "mode_page",
    "quiet_asked",
    "quiet_page",
    "settings_page",
    "typed_again",
    "when_page",
]

_NAMES = {"ru": "Русский", "en": "English"}
_PRESETS = ("22:00-07:00", "20:00-08:00", "23:00-06:00")
_NEXT = {When.NOW: When.DIGEST, When.DIGEST: When.OFF, When.OFF: When.NOW}


def settings_page(
    facts: SettingsFacts, *, has_contacts: bool = False, sees_tables: bool = False
) -> OutgoingMessage:
    """Show what is chosen, each with the button that changes it."""
    language = _NAMES[current_language()]
    shown = [_("Language: {name}").format(name=language)]
    first = [Button(_("Change the language"), Open(screen="language").pack())]
    if facts.quiet_hours is not None:
        shown.append(_quiet_line(facts))
        first.append(Button(_("Quiet hours"), OpenQuietHours().pack()))
    shown.append(_("Pages come as tables") if sees_tables else _("Pages come as lists"))
    how = _("Show lists") if sees_tables else _("Show tables")
    rows: list[tuple[Button, ...]] = [
        tuple(first),
        (Button(how, SetTables(sees=not sees_tables).pack()),),
    ]
    if facts.has_tomorrow_card is not None:
        shown.append(_card(is_on=facts.has_tomorrow_card))
        caption = _("Switch the card off") if facts.has_tomorrow_card else _("Send the card")
        data = SetTomorrowCard(is_wanted=not facts.has_tomorrow_card).pack()
        rows.append((Button(caption, data),))
    if has_contacts:
        rows.append((Button(_("My contacts"), Open(screen="contacts").pack()),))
    is_only = len(facts.children) == 1
    for child in facts.children:
        shown.append(_child_line(child, is_only=is_only))
        what = _("What comes when")
        caption = what if is_only else f"{_name(child)}: {inside_sentence(what)}"
        rows.append((Button(caption, OpenChildWhen(student_id=child.student_id).pack()),))
    return OutgoingMessage(lines(bold(_("Settings")), shown), buttons=(*rows, (menu_button(),)))


def quiet_page(facts: SettingsFacts) -> OutgoingMessage:
    """Offer quiet hours: the school's, common ones, none, or one's own."""
    text = lines(
        bold(_("Quiet hours")),
        [
            _quiet_line(facts),
            _(
                "In these hours nothing comes; what waited comes in one message after them. A "
                "missing child and an alarm are told at any hour."
            ),
        ],
    )
    presets = tuple(_quiet_button(one.replace("-", "–"), one) for one in _PRESETS)
    return OutgoingMessage(
        text,
        buttons=(
            presets,
            (
                _quiet_button(_("As at school"), "school"),
                _quiet_button(_("No quiet hours"), "none"),
            ),
            (Button(_("Other hours"), AskQuietHours().pack()),),
            (_back(),),
        ),
    )


def quiet_asked() -> OutgoingMessage:
    """Ask for hours to be typed."""
    return OutgoingMessage(
        _("Write from when to when the phone shall be silent, for example: 22:30-06:30"),
        buttons=((_back(),),),
    )


def when_page(child: ChildSettings, *, is_only: bool) -> OutgoingMessage:
    """Show when what comes about a child; a press goes on to the next of three ways."""
    shown = [
        f"{_group(group)}: {_when(child.choices.when.get(group, When.NOW))}" for group in Group
    ]
    rows = tuple(
        (
            Button(
                f"{_group(group)} → {_when(_NEXT[child.choices.when.get(group, When.NOW)])}",
                SetChildWhen(
                    student_id=child.student_id,
                    group=group,
                    when=_NEXT[child.choices.when.get(group, When.NOW)],
                ).pack(),
            ),
        )
        for group in Group
    )
    heading = _("What comes when") if is_only else f"{_name(child)}: {_('What comes when')}"
    always = _(
        "Always at once: an absence, a late arrival, and changes of the first lessons of today or "
        "tomorrow."
    )
    how = (Button(_("What messages say"), OpenChildMode(student_id=child.student_id).pack()),)
    more = (how,) if len(child.modes) > 1 else ()
    return OutgoingMessage(
        f"{lines(bold(heading), shown)}\n\n{always}", buttons=(*rows, *more, (_back(),))
    )


def mode_page(child: ChildSettings, *, is_only: bool) -> OutgoingMessage:
    """Show how much messages about a child say, and offer less."""
    heading = _("What messages say") if is_only else f"{_name(child)}: {_('What messages say')}"
    shown = [_mode_line(child)]
    rows = []
    for mode in child.modes:
        if mode is ContentMode.ALIAS:
            rows.append(
                (Button(_("A name I choose"), AskAlias(student_id=child.student_id).pack()),)
            )
            continue
        caption = _("Everything") if mode is ContentMode.FULL else _("Only that there is news")
        data = SetChildMode(student_id=child.student_id, mode=mode).pack()
        rows.append((Button(caption, data),))
    return OutgoingMessage(lines(bold(heading), shown), buttons=(*rows, (_back(),)))


def alias_asked() -> OutgoingMessage:
    """Ask for a name to be typed."""
    return OutgoingMessage(
        _(
            "Write the name by which messages shall call the child, up to 20 letters: for example "
            "a pet name. The family name and the class are left out then."
        ),
        buttons=((_back(),),),
    )


def typed_again(*, is_alias: bool) -> OutgoingMessage:
    """Say what of the typed text could not be used, and ask again."""
    text = (
        _("This name cannot be used: up to 20 letters, without the family name. Write another.")
        if is_alias
        else _("These hours were not understood. Write for example: 22:30-06:30")
    )
    return OutgoingMessage(text, buttons=((_back(),),))


def _quiet_line(facts: SettingsFacts) -> str:
    if not facts.quiet_hours:
        return _("Quiet hours: none")
    if facts.is_quiet_of_school:
        return _("Quiet hours: {hours}, as at school").format(hours=facts.quiet_hours)
    return _("Quiet hours: {hours}").format(hours=facts.quiet_hours)


def _child_line(child: ChildSettings, *, is_only: bool) -> str:
    chosen = [
        f"{_group(group)} – {_when(when)}"
        for group, when in child.choices.when.items()
        if when is not When.NOW
    ]
    text = ", ".join(chosen) if chosen else _("everything at once")
    # TRANSLATORS: what comes and when: at once, once a day …
    alone = _("Messages: {what}").format(what=text)
    return escape(alone if is_only else f"{_name(child)}: {text}")


def _mode_line(child: ChildSettings) -> str:
    match child.mode:
        case ContentMode.FULL:
            return _("Messages say everything: name, class, subject, mark.")
        case ContentMode.ALIAS if child.choices.alias:
            return _("Messages call the child “{name}”.").format(name=escape(child.choices.alias))
        case ContentMode.ALIAS:
            return _("Messages do not name the child.")
        case ContentMode.SIGNAL:
            return _(
                "Messages only say that there is something new; diary and marks do not open here."
            )


def _name(child: ChildSettings) -> str:
    if child.choices.alias and child.mode is ContentMode.ALIAS:
        return child.choices.alias
    return child.given_name or numbered_child(child.ordinal)


def _group(group: Group) -> str:
    return {
        Group.MARKS: _("Marks and debts"),
        Group.FINALS: _("Marks of periods"),
        Group.HOMEWORK: _("Homework"),
        Group.CHANGES: _("Changes of the timetable"),
        Group.ANNOUNCEMENTS: _("Announcements"),
    }[group]


def _when(when: When) -> str:
    return {
        When.NOW: _("at once"),
        When.DIGEST: _("once a day at 18:00"),
        When.OFF: _("not at all"),
    }[when]


def _card(*, is_on: bool) -> str:
    state = pgettext("switch", "on") if is_on else pgettext("switch", "off")
    return _(
        "The card “Tomorrow”: {state}. In the evening, without a sound: tomorrow's lessons with "
        "times and changes, and what is due."
    ).format(state=state)


def _quiet_button(caption: str, value: str) -> Button:
    return Button(caption, SetQuietHours(value=value.replace(":", "")).pack())


def _back() -> Button:
    return Button(_("Back"), Open(screen="settings").pack())
