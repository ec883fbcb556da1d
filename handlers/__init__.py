"""What a person sees and presses: routes in, screens out; no SQL, no rules, no calls to
Telegram.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiogram import Router

__all__ = ["build_router"]


def build_router() -> "Router":
    """Return all routes: groups first, what nobody else takes last."""
    # Here and not above: who wants one screen alone needs neither aiogram nor all the others.
    from aiogram import Router  # noqa: PLC0415

    from handlers import (  # noqa: PLC0415
        absence_page,
        absences,
        alarm,
        briefing,
        broadcast,
        change,
        class_lists,
        consent,
        contacts,
        control,
        control_works,
        conversations,
        corrections,
        debts,
        diary,
        entry,
        entry_moves,
        fallback,
        feeds,
        filing,
        finals,
        forecast,
        group,
        homework,
        imports,
        journal_pages,
        lesson_card,
        letters,
        membership,
        menu,
        municipal,
        office_packs,
        paper,
        paper_consent,
        people,
        people_access,
        people_codes,
        privacy,
        reasons,
        reports,
        requests,
        school_class,
        settings,
        start,
        status,
        summaries,
        timetable,
        today,
    )

    root = Router(name="handlers")
    root.include_routers(
        group.router(),
        membership.router(),
        start.router(),
        letters.router(),
        conversations.router(),
        consent.router(),
        requests.router(),
        imports.router(),
        people.router(),
        people_codes.router(),
        people_access.router(),
        contacts.router(),
        corrections.router(),
        status.router(),
        privacy.router(),
        paper_consent.router(),
        menu.router(),
        settings.router(),
        briefing.router(),
        today.router(),
        absences.router(),
        absence_page.router(),
        reasons.router(),
        school_class.router(),
        class_lists.router(),
        control.router(),
        debts.router(),
        alarm.router(),
        diary.router(),
        lesson_card.router(),
        journal_pages.router(),
        control_works.router(),
        change.router(),  # before who takes any file of a teacher for homework
        homework.router(),
        timetable.router(),
        broadcast.router(),
        paper.router(),
        office_packs.router(),
        municipal.router(),
        reports.router(),
        filing.router(),
        finals.router(),
        forecast.router(),
        summaries.router(),
        feeds.router(),
        entry_moves.router(),
        entry.router(),
        fallback.router(),
    )
    return root
