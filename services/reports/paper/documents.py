"""The sheets of a class as one PDF: a page for each child, with a strip to sign and give back."""

from pathlib import Path
from typing import Any

from services.i18n import gettext as _
from services.reports.paper import words
from services.reports.paper.facts import ClassPaper, PaperDay, WeekPage
from services.reports.words import (
    DASH,
    date_text,
    full_name,
    initials,
    moment_text,
    short_date_text,
    weekday_text,
)
from services.typesetting import typeset_pdf

__all__ = ["paper_file_name", "paper_pages", "paper_pdf"]

_TEMPLATE = Path(__file__).parent.parent / "templates" / "paper.typ"
_LONGEST_TOPIC = 70
_LONGEST_TASK = 220


def paper_file_name(paper: ClassPaper) -> str:
    """Return the name of a class's file, such as «7Б 2026-11-16.pdf»."""
    name = "".join(one if one.isalnum() or one in " -" else "_" for one in paper.class_name)
    return f"{name} {paper.week_on:%Y-%m-%d}.pdf"


async def paper_pdf(paper: ClassPaper) -> bytes:
    """Return the PDF of a class; at least one page is expected."""
    return await typeset_pdf(_TEMPLATE, paper_pages(paper))


def paper_pages(paper: ClassPaper) -> dict[str, Any]:
    """Return everything the template prints."""
    return {"pages": [_page(paper, one) for one in paper.pages]}


def _page(paper: ClassPaper, page: WeekPage) -> dict[str, Any]:
    name = full_name(page.student)
    week = _("week {first}–{last}").format(
        first=short_date_text(page.week_on),
        last=date_text(page.week_on.fromordinal(page.week_on.toordinal() + 6)),
    )
    teacher = initials(paper.homeroom_teacher) if paper.homeroom_teacher is not None else DASH
    return {
        "school": paper.school_name,
        "title": f"{name} · {page.class_name}",
        "week": week,
        "made": _("made {moment}").format(moment=moment_text(paper.made_at, paper.zone)),
        "heading": [_("Day"), _("№"), _("Lesson, topic"), _("Marks"), _("Attendance")],
        "days": [_day(one) for one in page.days],
        "no_lessons": _("No lessons this week."),
        "missed": words.missed_text(page),
        "parts": [
            part
            for part in (
                _part(_("Marks of periods"), [words.final_line(one) for one in page.finals]),
                _part(_("Homework ahead"), _tasks(page)),
                _part(_("Changes of next week"), _changes(page)),
            )
            if part is not None
        ],
        "questions": _("Questions: class teacher {name}").format(name=teacher),
        "strip": {
            "title": _("Received the week’s results: {name}, {class_name}, {week}").format(
                name=name, class_name=page.class_name, week=week
            ),
            "parts": [_("signature"), _("name"), _("date")],
            "note": _("Please give this strip back to the class teacher."),
        },
    }


def _day(day: PaperDay) -> dict[str, Any]:
    return {
        "label": f"{weekday_text(day.on)} {short_date_text(day.on)}",
        "lessons": [
            {
                "number": str(line.number),
                "subject": line.subject,
                "topic": _cut(line.topic, _LONGEST_TOPIC),
                "change": words.change_text(line),
                "dropped": line.timetable is not None and line.timetable.is_dropped,
                "marks": words.marks_text(line.marks),
                "attendance": words.attendance_text(line),
            }
            for line in day.lessons
        ],
    }


def _part(title: str, lines: list[str]) -> dict[str, Any] | None:
    return {"title": title, "lines": lines} if lines else None


def _tasks(page: WeekPage) -> list[str]:
    return [
        f"{words.due_text(one)} · {one.subject}: {_cut(one.text, _LONGEST_TASK)}"
        for one in page.homework
    ]


def _changes(page: WeekPage) -> list[str]:
    return [
        f"{weekday_text(day.on)} {short_date_text(day.on)}, "
        + _("lesson {number}").format(number=line.number)
        + f" · {line.subject}: {words.change_text(line)}"
        for day in page.changes
        for line in day.lessons
    ]


def _cut(text: str, longest: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"
