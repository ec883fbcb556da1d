"""What holds until a person chooses otherwise; pure."""

from collections.abc import Mapping

from services.vocabulary import PreferenceKey

__all__ = ["DEFAULTS", "OFF", "ON", "is_on"]

ON, OFF = "on", "off"

DEFAULTS: Mapping[PreferenceKey, str] = {
    PreferenceKey.TOMORROW_CARD: OFF,
    PreferenceKey.QUIET_HOURS: "school",
}


def is_on(key: PreferenceKey, chosen: str | None) -> bool:
    """Whether a choice (None: nobody has chosen yet) switches *key* on."""
    return (DEFAULTS[key] if chosen is None else chosen) == ON
