"""The button of the confidentiality briefing."""

from aiogram.filters.callback_data import CallbackData

__all__ = ["AcknowledgeBriefing"]


class AcknowledgeBriefing(CallbackData, prefix="brif"):
    """Say that one has read the briefing."""
