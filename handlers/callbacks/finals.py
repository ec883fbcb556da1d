"""Buttons of marks of periods and the forecast."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "AgreeFinals",
    "ChooseFinal",
    "DecideFinal",
    "DiscardFinals",
    "EditFinals",
    "OpenFinalMarks",
    "OpenForecast",
    "OpenNeed",
    "OpenSheet",
    "PickFinal",
    "ReviewFinals",
    "SaveFinals",
    "UndoFinals",
]


class OpenSheet(CallbackData, prefix="fopn"):
    """Show the proposals for a group and subject in today's period."""

    group_id: int
    subject_id: int


class AgreeFinals(CallbackData, prefix="fagr"):
    """Choose every mark a sheet proposes."""

    entry_id: int


class EditFinals(CallbackData, prefix="fedt"):
    """Show the students of a sheet as buttons."""

    entry_id: int


class PickFinal(CallbackData, prefix="fpck"):
    """Show one student of a sheet with the marks to choose from."""

    entry_id: int
    student_id: int


class DecideFinal(CallbackData, prefix="fdec"):
    """Choose one student's mark: 2 to 5, PassFail, 0 not attested, 1 none."""

    entry_id: int
    student_id: int
    value: int


class ReviewFinals(CallbackData, prefix="frev"):
    """Show what was chosen in a sheet, ready to be saved."""

    entry_id: int


class SaveFinals(CallbackData, prefix="fsav"):
    """Save the marks chosen in a sheet."""

    entry_id: int


class DiscardFinals(CallbackData, prefix="fdis"):
    """Throw a sheet away."""

    entry_id: int


class UndoFinals(CallbackData, prefix="fund"):
    """Take a saved sheet back."""

    entry_id: int


class ChooseFinal(CallbackData, prefix="fcho"):
    """Answer an open question of a sheet: which question, which of its options."""

    entry_id: int
    step: int
    option: int


class OpenFinalMarks(CallbackData, prefix="fmrk"):
    """Show a child's marks of periods and of the year."""

    student_id: int


class OpenForecast(CallbackData, prefix="fcst"):
    """Show what a child's marks come to, subject by subject."""

    student_id: int


class OpenNeed(CallbackData, prefix="fned"):
    """Show what a mark needs: the target (0: the next one up), and marks to try, as figures."""

    student_id: int
    subject_id: int
    target: int
    tries: int
