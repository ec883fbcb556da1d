"""What a person may choose: the language, the evening card."""

from handlers.callbacks.menu import Open, SetTomorrowCard
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, lines
from services.i18n import current_language, pgettext
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.preferences.service import SettingsFacts

__all__ = ["settings_page"]

_NAMES = {"ru": "Русский", "en": "English"}


def settings_page(facts: SettingsFacts, *, has_contacts: bool = False) -> OutgoingMessage:
    """Show what is chosen, each with the button that changes it."""
    language = _NAMES[current_language()]
    shown = [_("Language: {name}").format(name=language)]
    rows = [(Button(_("Change the language"), Open(screen="language").pack()),)]
    if facts.has_tomorrow_card is not None:
        shown.append(_card(is_on=facts.has_tomorrow_card))
        caption = _("Switch the card off") if facts.has_tomorrow_card else _("Send the card")
        data = SetTomorrowCard(is_wanted=not facts.has_tomorrow_card).pack()
        rows.append((Button(caption, data),))
    if has_contacts:
        rows.append((Button(_("My contacts"), Open(screen="contacts").pack()),))
    return OutgoingMessage(lines(bold(_("Settings")), shown), buttons=(*rows, (menu_button(),)))


def _card(*, is_on: bool) -> str:
    state = pgettext("switch", "on") if is_on else pgettext("switch", "off")
    return _(
        "The card “Tomorrow”: {state}. In the evening, without a sound: tomorrow's lessons with "
        "times and changes, and what is due."
    ).format(state=state)
