"""The services of a process: what handlers may ask for, by name; wired by hand in one place."""

import random
from dataclasses import dataclass, fields

from bot import __version__
from services.absences.alarms import AlarmService
from services.absences.calls import CallService
from services.absences.reasons import ReasonService
from services.access.service import AccessService
from services.broadcasts.service import BroadcastService
from services.bulk_entry.service import EntryService
from services.change_entry.service import ChangeService
from services.clock import Clock
from services.control.service import ControlService
from services.control_works.planning import ControlWorkService
from services.control_works.reading import ControlWorkPages
from services.conversations.letters import FamilyLetterService
from services.conversations.service import ConversationService
from services.database import Database
from services.debts.service import DebtService
from services.diary.absences import AbsencePagesService
from services.diary.debts import DebtPagesService
from services.diary.feeds import CalendarFeedService
from services.diary.homework import HomeworkDiaryService
from services.diary.service import DiaryService
from services.diary.timetable import TimetableService
from services.exchange.desk import ImportDesk
from services.exchange.links import ImportLinks
from services.exchange.sent import SentFiles, SentWorkbooks
from services.exchange.sent_lines import SentLines
from services.finals.family import FamilyFinalsService
from services.finals.outlook import ForecastService
from services.finals.service import FinalsService
from services.homeroom.class_lists import ClassListService
from services.homeroom.figures import FiguresService
from services.homeroom.overview import ClassService
from services.homeroom.reasons import ClassReasonService
from services.homework.service import HomeworkJournalService
from services.joining.access_desk import AccessDesk
from services.joining.briefings import BriefingService
from services.joining.contacts import ContactDesk
from services.joining.corrections import CorrectionDesk
from services.joining.invitations import InvitationService
from services.joining.people import PeopleDesk
from services.joining.service import JoiningService
from services.joining.status import StatusService
from services.journal.service import JournalService
from services.journal_pages.service import JournalPageService
from services.keys import Keys
from services.lesson_cards.marks import MarkSheetService
from services.lesson_cards.service import LessonCardService
from services.lesson_cards.topics import LessonTopicService
from services.outbox.reachability import ReachabilityService
from services.outbox.wishes import WishService
from services.preferences.service import PreferencesService
from services.privacy.acts import Acts
from services.privacy.export import PersonalExport
from services.privacy.office import PrivacyOffice
from services.privacy.service import PrivacyService
from services.reports.journal_book import JournalBookService
from services.reports.office.filing import FiledReports
from services.reports.office.municipal import MunicipalReports
from services.reports.office.service import OfficeReports
from services.reports.paper.service import PaperService
from services.summaries.drafts import SummaryDraftService
from services.summaries.service import SummaryService
from services.timetable.takeover import TakeoverService

__all__ = ["Services", "build_services"]


@dataclass(frozen=True, slots=True)
class Services:
    """What handlers may ask for, by these names."""

    access: AccessService
    reachability: ReachabilityService
    joining: JoiningService
    invitations: InvitationService
    people: PeopleDesk
    access_desk: AccessDesk
    contacts: ContactDesk
    corrections: CorrectionDesk
    status: StatusService
    import_desk: ImportDesk
    import_links: ImportLinks
    workbooks: SentWorkbooks
    sent_lines: SentLines
    privacy: PrivacyService
    briefings: BriefingService
    exports: PersonalExport
    privacy_office: PrivacyOffice
    acts: Acts
    journal: JournalService
    entries: EntryService
    lesson_cards: LessonCardService
    mark_sheets: MarkSheetService
    lesson_topics: LessonTopicService
    journal_pages: JournalPageService
    control_works: ControlWorkService
    control_work_pages: ControlWorkPages
    journal_books: JournalBookService
    diary: DiaryService
    homework_journal: HomeworkJournalService
    homework_diary: HomeworkDiaryService
    preferences: PreferencesService
    wishes: WishService
    timetable: TimetableService
    changes: ChangeService
    takeovers: TakeoverService
    reasons: ReasonService
    absence_pages: AbsencePagesService
    class_reasons: ClassReasonService
    figures: FiguresService
    school_class: ClassService
    class_lists: ClassListService
    control: ControlService
    debts: DebtService
    debt_pages: DebtPagesService
    alarms: AlarmService
    calls: CallService
    broadcasts: BroadcastService
    finals: FinalsService
    family_finals: FamilyFinalsService
    forecasts: ForecastService
    papers: PaperService
    office_reports: OfficeReports
    filed_reports: FiledReports
    municipal_reports: MunicipalReports
    summaries: SummaryService
    summary_drafts: SummaryDraftService
    feeds: CalendarFeedService
    conversations: ConversationService
    family_letters: FamilyLetterService

    def by_name(self) -> dict[str, object]:
        """Return the services as the parameters of handlers are named."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def build_services(
    database: Database, *, keys: Keys, clock: Clock, public_url: str, files: SentFiles
) -> Services:
    """Return the services on *database*.

    *public_url* is where families find its pages, *files* where what people sent is kept.
    """
    return Services(
        access=AccessService(database, clock),
        reachability=ReachabilityService(database, clock),
        joining=JoiningService(database, clock, keys),
        invitations=InvitationService(database, clock, keys, random.SystemRandom()),
        people=PeopleDesk(database),
        access_desk=AccessDesk(database),
        contacts=ContactDesk(database, keys),
        corrections=CorrectionDesk(database),
        status=StatusService(database, version=__version__),
        import_desk=ImportDesk(database, clock, keys),
        import_links=ImportLinks(database, clock, keys, public_url=public_url),
        workbooks=SentWorkbooks(files),
        sent_lines=SentLines(files),
        privacy=PrivacyService(database, clock, keys),
        briefings=BriefingService(database, clock),
        exports=PersonalExport(database, clock),
        privacy_office=PrivacyOffice(database, clock),
        acts=Acts(database),
        journal=JournalService(database),
        entries=EntryService(database),
        lesson_cards=LessonCardService(database),
        mark_sheets=MarkSheetService(database),
        lesson_topics=LessonTopicService(database),
        journal_pages=JournalPageService(database),
        control_works=ControlWorkService(database),
        control_work_pages=ControlWorkPages(database),
        journal_books=JournalBookService(database),
        diary=DiaryService(database),
        homework_journal=HomeworkJournalService(database),
        homework_diary=HomeworkDiaryService(database),
        preferences=PreferencesService(database),
        wishes=WishService(database),
        timetable=TimetableService(database),
        changes=ChangeService(database),
        takeovers=TakeoverService(database),
        reasons=ReasonService(database),
        absence_pages=AbsencePagesService(database),
        class_reasons=ClassReasonService(database),
        figures=FiguresService(database),
        class_lists=ClassListService(database),
        school_class=ClassService(database),
        control=ControlService(database),
        debts=DebtService(database, clock),
        debt_pages=DebtPagesService(database),
        alarms=AlarmService(database),
        calls=CallService(database, clock),
        broadcasts=BroadcastService(database),
        finals=FinalsService(database),
        family_finals=FamilyFinalsService(database),
        forecasts=ForecastService(database),
        papers=PaperService(database, clock),
        filed_reports=FiledReports(database),
        municipal_reports=MunicipalReports(database, clock),
        office_reports=OfficeReports(database, clock),
        summaries=SummaryService(database),
        summary_drafts=SummaryDraftService(database),
        conversations=ConversationService(database),
        family_letters=FamilyLetterService(database),
        feeds=CalendarFeedService(database, keys, public_url=public_url),
    )
