"""One sentence for every fault of a journal line: what is wrong and what to write instead."""

from services.bulk_entry.errors import ResolveFault
from services.bulk_entry.faults import FaultKind
from services.i18n import gettext as _

__all__ = ["fault_sentence"]


def fault_sentence(reason: FaultKind | ResolveFault) -> str:
    """Return the sentence for a fault, in the current language."""
    return _of_line(reason) if isinstance(reason, FaultKind) else _of_school(reason)


def _of_line(reason: FaultKind) -> str:
    sentences = {
        FaultKind.EMPTY: _("The message is empty."),
        FaultKind.TOO_LONG: _("The message is too long. Please send it in parts."),
        FaultKind.NOT_A_LINE: _("This does not read as a journal entry."),
        FaultKind.UNKNOWN_COMMAND: _("There is no such command."),
        FaultKind.UNKNOWN_CLASS: _("The school has no such class."),
        FaultKind.UNKNOWN_SUBJECT: _("The school has no such subject."),
        FaultKind.UNKNOWN_STAFF: _("Nobody of the staff has this family name."),
        FaultKind.SAID_TWICE: _("This was said already. One entry is about one lesson."),
        FaultKind.BAD_DATE: _("There is no such date. Please write it as 16.11."),
        FaultKind.BAD_LESSON_NUMBER: _("There is no lesson with this number."),
        FaultKind.HEADING_BEHIND: _(
            "Class and subject come first, then names and marks: 7Б Алгебра: Белова 5."
        ),
        FaultKind.SEVERAL_LESSONS: _("One entry is about one lesson. Please name one number."),
        FaultKind.MARK_OUT_OF_RANGE: _("Marks are 2, 3, 4 and 5."),
        FaultKind.MARK_ONE: _("The school does not use the mark 1."),
        FaultKind.MARK_WITH_SIGN: _("A mark has no plus or minus. Please write the figure alone."),
        FaultKind.BAD_DOUBLE_MARK: _("A double mark is two figures: 5/4."),
        FaultKind.TOO_MANY_MARKS: _(
            "There are too many marks for one student. Another work takes “ещё”: 5 ещё 4."
        ),
        FaultKind.TWO_ATTENDANCES: _("Two letters of attendance contradict each other."),
        FaultKind.NOT_ATTESTED_IN_LESSON: _(
            "“н/а” is a mark of a period. For an absence please write “н”."
        ),
        FaultKind.ATTENDANCE_IN_FINAL: _("A final mark takes no letters of attendance."),
        FaultKind.MARK_IN_ABSENT: _("/absent takes only letters of attendance, no marks."),
        FaultKind.CORRECTION_IN_FINAL: _(
            "A mark of a period is corrected by the new mark alone: Белова 4."
        ),
        FaultKind.BAD_MINUTES: _("Minutes of lateness are 1 to 60."),
        FaultKind.MISSING_CODE: _("There is no mark or letter for this name."),
        FaultKind.ORPHAN_CODE: _("Whose mark or letter is it? Please put a name beside it."),
        FaultKind.CODE_TWICE: _(
            "There is one mark before and one behind the name. Please leave one of them."
        ),
        FaultKind.MARK_IN_REASON: _(
            "Is this the next student's mark? Then please put a comma before the name. "
            "A longer comment goes into brackets: 5 (for task 4)."
        ),
        FaultKind.MIXED_CODES: _(
            "A mark and a letter for a whole list are too much. Please write them apart."
        ),
        FaultKind.LIST_NUMBER_UNCLEAR: _(
            "Is it a number of the class list? Then please write № before it."
        ),
        FaultKind.EVERYONE_WITHOUT_CODE: _(
            "What does everybody get? A mark or letter is missing."
        ),
        FaultKind.UNEXPECTED: _("I did not understand this place."),
        FaultKind.UNEXPECTED_PART: _("This command takes only its own part of the entry."),
        FaultKind.NOTHING_TO_RECORD: _("There is nothing to record: names and marks are missing."),
        FaultKind.TOPIC_EMPTY: _("The topic is empty."),
        FaultKind.TOPIC_TWICE: _("There are two topics. One lesson has one."),
        FaultKind.HOMEWORK_EMPTY: _("The homework is empty."),
        FaultKind.TWO_DUE_DATES: _("There are two due dates."),
        FaultKind.DUE_WITHOUT_HOMEWORK: _("There is a due date and no homework."),
    }
    return sentences[reason]


def _of_school(reason: ResolveFault) -> str:
    sentences = {
        ResolveFault.UNKNOWN_STUDENT: _("Nobody in this class has such a name."),
        ResolveFault.NOT_IN_GROUP: _("This student is in the class, but in another group."),
        ResolveFault.NOT_STUDIED: _(
            "By the individual plan, this student does not study the subject. "
            "If that has changed, please tell the secretary."
        ),
        ResolveFault.STUDENT_TWICE: _(
            "The same student is named twice. Please put everything of one student together."
        ),
        ResolveFault.SEVERAL_PEOPLE: _(
            "Here are two names and one mark. Please put a comma between them, "
            "or a mark beside each."
        ),
        ResolveFault.NOBODY: _("There is nobody in this group on that day."),
        ResolveFault.NO_CLASS: _(
            "No lesson of yours is going on now. Please write class and subject first: "
            "7б алгебра: Иванов 5."
        ),
        ResolveFault.NO_LESSON: _("There is no such lesson in the timetable."),
        ResolveFault.LESSON_AHEAD: _(
            "This lesson is on another day to come. "
            "Only its topic and homework can be written now."
        ),
        ResolveFault.HOMEWORK_TWICE: _(
            "There are two tasks for the same students. Please write them as one."
        ),
        ResolveFault.MARK_IN_TEXT: _(
            "This stands inside the topic or the homework and would be no mark. Please begin a "
            "new line before the name, or send the text alone with /topic or /hw."
        ),
        ResolveFault.DUE_TOO_EARLY: _(
            "Homework is due on a day after its lesson. Please check the date."
        ),
        ResolveFault.FINAL_LATER: _("Marks for a period are not taken yet."),
        ResolveFault.NO_FINAL_MARK: _(
            "A period is summed up with a mark from 2 to 5, “зач”, “незач” or “н/а”."
        ),
        ResolveFault.SUBSTITUTE_LATER: _(
            "Please take the lesson over first: /timetable, “I give it instead of…”. "
            "Then send the line without “вместо”."
        ),
    }
    return sentences[reason]
