"""Which reports there are: their names on the command line, who asks for them, what makes them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.i18n import gettext as _
from services.reports.office.accumulation import accumulation_report
from services.reports.office.activity import activity_report
from services.reports.office.certified import certified_copy
from services.reports.office.class_teacher import class_teacher_report
from services.reports.office.extracurricular import extracurricular_plan
from services.reports.office.medals import medal_report
from services.reports.office.programme import programme_report
from services.reports.office.report_card import report_cards
from services.reports.office.scope import Scope
from services.reports.office.subject_teacher import subject_teacher_report
from services.reports.office.substitutions import substitution_journal
from services.reports.office.summary_sheet import summary_sheet
from services.reports.office.table import Page
from services.reports.office.teacher_hours import teacher_hours

__all__ = ["REPORTS", "ReportKind", "find_report", "report_caption"]

Make = Callable[[AsyncSession, Scope], Awaitable[list[Page]]]


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One report: *words* are what people call it, in both languages."""

    key: str
    make: Make
    words: tuple[str, ...]
    of_own_class: bool = True  # a class teacher may ask for it about the own class
    needs_class: bool = False  # of a whole school it would be thousands of pages


REPORTS: Mapping[str, ReportKind] = {
    one.key: one
    for one in (
        ReportKind("summary", summary_sheet, ("сводная", "ведомость", "finals")),
        ReportKind("class-teacher", class_teacher_report, ("классный", "руководитель", "class")),
        ReportKind(
            "subject-teacher", subject_teacher_report, ("предметник", "учитель", "teacher"),
            of_own_class=False,
        ),
        ReportKind("report-cards", report_cards, ("табель", "табели", "cards"), needs_class=True),
        ReportKind(
            "substitutions", substitution_journal, ("замены", "замен"), of_own_class=False
        ),
        ReportKind("accumulation", accumulation_report, ("накопляемость", "накопление")),
        ReportKind(
            "programme", programme_report, ("программа", "программы", "ктп"), of_own_class=False
        ),
        ReportKind("activity", activity_report, ("активность",)),
        ReportKind("certified-copy", certified_copy, ("копия", "copy"), needs_class=True),
        # Buttons name a report by its place: new ones stand last.
        ReportKind("hours", teacher_hours, ("часы", "табель-часов"), of_own_class=False),
        ReportKind("extracurricular", extracurricular_plan, ("внеурочная", "план")),
        ReportKind("medals", medal_report, ("медали", "медаль"), of_own_class=False),
    )
}  # fmt: skip


def find_report(word: str) -> ReportKind | None:
    """Return the report of a name, or of a word people use for it."""
    wanted = word.strip().casefold().replace("_", "-")
    if wanted in REPORTS:
        return REPORTS[wanted]
    return next((one for one in REPORTS.values() if wanted in one.words), None)


def report_caption(key: str) -> str:
    """Return what a report is called."""
    captions = {
        "summary": _("Summary sheet of marks"),
        "class-teacher": _("Class teacher’s report"),
        "subject-teacher": _("Subject teacher’s report"),
        "report-cards": _("Report cards"),
        "substitutions": _("Substitution journal"),
        "accumulation": _("Accumulation of marks"),
        "programme": _("Programme fulfilled"),
        "activity": _("Activity of families"),
        "certified-copy": _("Certified copy of the journal"),
        "hours": _("Hours of teachers"),
        "extracurricular": _("Plan of extracurricular work"),
        "medals": _("Candidates for a medal"),
    }
    return captions[key]
