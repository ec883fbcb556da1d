"""What can be wrong with a journal line and what may be asked about it: places, no texts."""

from enum import StrEnum

from services.errors import BadInput

__all__ = ["FaultKind", "LineFault", "QuestionKind"]


class FaultKind(StrEnum):
    """Why a journal line cannot be taken; a screen says the way out for each."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_A_LINE = "not_a_line"  # nothing of it reads as a journal line
    UNKNOWN_COMMAND = "unknown_command"

    UNKNOWN_CLASS = "unknown_class"
    UNKNOWN_SUBJECT = "unknown_subject"
    UNKNOWN_STAFF = "unknown_staff"  # after «вместо»
    SAID_TWICE = "said_twice"  # two classes, two dates… in one heading
    BAD_DATE = "bad_date"
    BAD_LESSON_NUMBER = "bad_lesson_number"
    HEADING_BEHIND = "heading_behind"  # «Белова 5 алгебра 7б»: the class behind the names
    SEVERAL_LESSONS = "several_lessons"  # «3-4 урок»: one entry is about one lesson

    MARK_OUT_OF_RANGE = "mark_out_of_range"
    MARK_ONE = "mark_one"  # the school does not use «1»
    MARK_WITH_SIGN = "mark_with_sign"  # «5-», «4+»
    BAD_DOUBLE_MARK = "bad_double_mark"  # «5/4/3», «5.4»
    TOO_MANY_MARKS = "too_many_marks"
    TWO_ATTENDANCES = "two_attendances"  # «н о»
    NOT_ATTESTED_IN_LESSON = "not_attested_in_lesson"  # «на» is for a period, not for a lesson
    ATTENDANCE_IN_FINAL = "attendance_in_final"
    MARK_IN_ABSENT = "mark_in_absent"
    CORRECTION_IN_FINAL = "correction_in_final"  # «/final …: Белова 3→4»
    BAD_MINUTES = "bad_minutes"

    MISSING_CODE = "missing_code"  # a name without mark or letter
    ORPHAN_CODE = "orphan_code"  # a mark or letter without a name
    CODE_TWICE = "code_twice"  # a code before and after the name: «5 Иванов 4»
    MARK_IN_REASON = "mark_in_reason"  # «Белова 5 за доску Петров 4»
    MIXED_CODES = "mixed_codes"  # «н: Иванов 5»
    LIST_NUMBER_UNCLEAR = "list_number_unclear"  # «12 5»; «№12 5» is clear
    EVERYONE_WITHOUT_CODE = "everyone_without_code"
    UNEXPECTED = "unexpected"  # a word or sign that fits nowhere
    UNEXPECTED_PART = "unexpected_part"  # not what the command before the line announced
    NOTHING_TO_RECORD = "nothing_to_record"  # a heading and no more

    TOPIC_EMPTY = "topic_empty"
    TOPIC_TWICE = "topic_twice"
    HOMEWORK_EMPTY = "homework_empty"
    TWO_DUE_DATES = "two_due_dates"
    DUE_WITHOUT_HOMEWORK = "due_without_homework"


class QuestionKind(StrEnum):
    """What the teacher must settle because the line can be read in more than one way."""

    CLASS_LETTER = "class_letter"  # «7b»: Б or В
    CLASS = "class"  # «7 класс» in a school with 7А and 7Б
    SUBJECT = "subject"  # a short form of two subjects
    KIND_SIDE = "kind_side"  # «Иванов 5 сам Петров 4»: of the 5 or of the 4
    WORK_KIND = "work_kind"  # «пр»: проверочная or практическая
    SUBJECT_OR_KIND = "subject_or_kind"  # «проект»
    DATE_OR_KIND = "date_or_kind"  # «ср»: среда or самостоятельная
    WEEKDAY = "weekday"  # «за пн», written on a Monday
    DUE_WEEK = "due_week"  # «к следующему четвергу»
    LESSON_OR_MARK = "lesson_or_mark"  # «7б алгебра 3 Иванов…»
    LESSON_OR_TEXT = "lesson_or_text"  # «/hw 7Б Алгебра 3 № 214»
    INITIAL_OR_CODE = "initial_or_code"  # «Кузнецова Н 5»
    MINUTES_OR_MARK = "minutes_or_mark"  # «о 5»
    LATIN_B = "latin_b"  # «Иванов B»: Б or В
    TWO_MARKS = "two_marks"  # «5 4»: one work or two
    SHARED_CODE = "shared_code"  # «Иванов, Петрова н»: both?


class LineFault(BadInput):
    """A journal line that cannot be taken; ``start`` and ``end`` are the word in the text as sent.

    ``hints`` are words the teacher could have written there, when some are near.
    """

    def __init__(
        self, kind: FaultKind, *, start: int, end: int, hints: tuple[str, ...] = ()
    ) -> None:
        super().__init__(kind=kind, start=start, end=end, hints=hints)
        self.kind = kind
        self.start = start
        self.end = end
        self.hints = hints
