"""Buttons of the menu and settings."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "Open",
    "SetLanguage",
    "SetTomorrowCard",
    "ToMenu",
]


class ToMenu(CallbackData, prefix="menu"):
    """Show the main menu: the way out of every screen and of every error."""


class Open(CallbackData, prefix="open"):
    """Open a screen of the menu by its name."""

    screen: str


class SetLanguage(CallbackData, prefix="lang"):
    """Speak another language from now on."""

    code: str


class SetTomorrowCard(CallbackData, prefix="scrd"):
    """Send the evening card from now on, or no more."""

    is_wanted: bool
