"""Buttons of the office's side of privacy: withdrawals on paper, acts of destruction."""

from aiogram.filters.callback_data import CallbackData

__all__ = ["ChoosePaperPerson", "OpenAct", "WithdrawOnPaper"]


class ChoosePaperPerson(CallbackData, prefix="pwch"):
    """The written withdrawal is this person's."""

    person_id: int


class WithdrawOnPaper(CallbackData, prefix="pwdo"):
    """Record it; number and date were typed before."""

    person_id: int


class OpenAct(CallbackData, prefix="acto"):
    """Send an act as a page."""

    act_id: int
