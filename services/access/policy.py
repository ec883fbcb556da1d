"""Who may do what: one table of plain values, asked again at every press.

``OWN`` means: one's own lessons for a teacher, one's own class for a class teacher, the children
one may see for a family. Rights to *see children* end with consent: ``Identity.student_ids``.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from services.access.identity import Identity
from services.errors import NotAllowed
from services.vocabulary import Role

__all__ = ["POLICY", "Action", "Scope", "is_allowed", "require"]


class Action(StrEnum):
    """What can be asked for."""

    SEE_LESSONS = "see_lessons"  # the day of a teacher or a class
    RECORD_ENTRY = "record_entry"  # marks, attendance, topic, homework
    SEE_JOURNAL = "see_journal"  # the page of a class and subject
    RECORD_FINALS = "record_finals"  # marks of a period or a year
    SEE_FINALS = "see_finals"  # the same, of a class or group
    CHANGE_TIMETABLE = "change_timetable"
    TAKE_OVER_LESSON = "take_over_lesson"  # a substitute found in the corridor
    SEE_DIARY = "see_diary"
    TICK_HOMEWORK = "tick_homework"  # «сделано»: the student's own word
    REPORT_ABSENCE = "report_absence"  # say why one's child is not at school, or raise the alarm
    SET_REASONS = "set_reasons"  # letters of excuse, from the paper
    SEE_SYSTEMATIC_ABSENCE = "see_systematic_absence"  # who of the school misses too much
    TAKE_ALARM = "take_alarm"  # see to a child who is missing, and to families to be called
    WRITE_SUMMARY = "write_summary"  # the class teacher's sentence, and who has not read it
    SEND_BROADCAST = "send_broadcast"
    SEE_WHO_ANSWERED = "see_who_answered"  # by name
    SEE_REPORTS = "see_reports"  # figures and report cards of a class
    HAND_OUT_PAPER = "hand_out_paper"  # the week of families no chat reaches
    INVITE_FAMILY = "invite_family"
    INVITE_STAFF = "invite_staff"
    DECIDE_FAMILY_REQUEST = "decide_family_request"  # a person whose phone cannot prove it
    DECIDE_STAFF_REQUEST = "decide_staff_request"
    SEE_FAMILY_ACCESS = "see_family_access"  # who of the families is in the diary
    SEE_STAFF_ACCESS = "see_staff_access"
    UNLINK_FAMILY = "unlink_family"  # a lost phone
    UNLINK_STAFF = "unlink_staff"
    SUSPEND_ACCESS = "suspend_access"  # of one guardian, by a court order
    RECORD_APPLICATION = "record_application"  # number and date of the paper
    DECIDE_CONTACT = "decide_contact"  # a phone changed by its owner
    SEE_STATUS = "see_status"  # counts, last import, queue


class Scope(StrEnum):
    """How far a right reaches."""

    OWN = "own"
    ANY = "any"


# fmt: off  # a table
POLICY: Mapping[Action, Mapping[Role, Scope]] = {
    Action.SEE_LESSONS: {
        Role.TEACHER: Scope.OWN,
        Role.HOMEROOM_TEACHER: Scope.OWN,
        Role.DISPATCHER: Scope.ANY,
        Role.DEPUTY_HEAD: Scope.ANY,
        Role.DIRECTOR: Scope.ANY,
        Role.ADMINISTRATOR: Scope.ANY,
    },
    Action.RECORD_ENTRY: {Role.TEACHER: Scope.OWN},
    Action.SEE_JOURNAL: {
        Role.TEACHER: Scope.OWN,
        Role.HOMEROOM_TEACHER: Scope.OWN,
        Role.DEPUTY_HEAD: Scope.ANY,
        Role.DIRECTOR: Scope.ANY,
    },
    Action.RECORD_FINALS: {Role.TEACHER: Scope.OWN, Role.DEPUTY_HEAD: Scope.ANY},
    Action.SEE_FINALS: {
        Role.TEACHER: Scope.OWN,
        Role.HOMEROOM_TEACHER: Scope.OWN,
        Role.DEPUTY_HEAD: Scope.ANY,
        Role.DIRECTOR: Scope.ANY,
    },
    Action.CHANGE_TIMETABLE: {Role.DISPATCHER: Scope.ANY, Role.DEPUTY_HEAD: Scope.ANY},
    Action.TAKE_OVER_LESSON: {Role.TEACHER: Scope.ANY},
    Action.SEE_DIARY: {Role.GUARDIAN: Scope.OWN, Role.STUDENT: Scope.OWN},
    Action.TICK_HOMEWORK: {Role.STUDENT: Scope.OWN},
    Action.REPORT_ABSENCE: {Role.GUARDIAN: Scope.OWN},
    Action.SET_REASONS: {Role.HOMEROOM_TEACHER: Scope.OWN},
    Action.SEE_SYSTEMATIC_ABSENCE: {
        Role.SOCIAL_PEDAGOGUE: Scope.ANY,
        Role.PSYCHOLOGIST: Scope.ANY,
        Role.DEPUTY_HEAD: Scope.ANY,
        Role.DIRECTOR: Scope.ANY,
    },
    Action.TAKE_ALARM: {
        Role.HOMEROOM_TEACHER: Scope.OWN,
        Role.SECRETARY: Scope.ANY,
        Role.ADMINISTRATOR: Scope.ANY,
        Role.DEPUTY_HEAD: Scope.ANY,
        Role.DIRECTOR: Scope.ANY,
    },
    Action.WRITE_SUMMARY: {Role.HOMEROOM_TEACHER: Scope.OWN},
    Action.SEND_BROADCAST: {
        Role.TEACHER: Scope.OWN,
        Role.HOMEROOM_TEACHER: Scope.OWN,
        Role.DEPUTY_HEAD: Scope.ANY,
        Role.DIRECTOR: Scope.ANY,
    },
    Action.SEE_WHO_ANSWERED: {Role.HOMEROOM_TEACHER: Scope.OWN},
    Action.SEE_REPORTS: {
        Role.HOMEROOM_TEACHER: Scope.OWN,
        Role.DEPUTY_HEAD: Scope.ANY,
        Role.DIRECTOR: Scope.ANY,
    },
    Action.HAND_OUT_PAPER: {
        Role.HOMEROOM_TEACHER: Scope.OWN,
        Role.SECRETARY: Scope.ANY,
        Role.ADMINISTRATOR: Scope.ANY,
        Role.DEPUTY_HEAD: Scope.ANY,
    },
    Action.INVITE_FAMILY: {
        Role.HOMEROOM_TEACHER: Scope.OWN,
        Role.SECRETARY: Scope.ANY,
        Role.ADMINISTRATOR: Scope.ANY,
    },
    Action.INVITE_STAFF: {Role.SECRETARY: Scope.ANY, Role.ADMINISTRATOR: Scope.ANY},
    Action.DECIDE_FAMILY_REQUEST: {
        Role.HOMEROOM_TEACHER: Scope.OWN,
        Role.SECRETARY: Scope.ANY,
        Role.ADMINISTRATOR: Scope.ANY,
    },
    # Who decides here could make a stranger a teacher.
    Action.DECIDE_STAFF_REQUEST: {Role.SECRETARY: Scope.ANY, Role.ADMINISTRATOR: Scope.ANY},
    Action.SEE_FAMILY_ACCESS: {
        Role.HOMEROOM_TEACHER: Scope.OWN,
        Role.SECRETARY: Scope.ANY,
        Role.ADMINISTRATOR: Scope.ANY,
    },
    Action.SEE_STAFF_ACCESS: {Role.SECRETARY: Scope.ANY, Role.ADMINISTRATOR: Scope.ANY},
    Action.UNLINK_FAMILY: {
        Role.HOMEROOM_TEACHER: Scope.OWN,
        Role.SECRETARY: Scope.ANY,
        Role.ADMINISTRATOR: Scope.ANY,
    },
    # Whoever takes an account from staff could put their own in its place.
    Action.UNLINK_STAFF: {Role.ADMINISTRATOR: Scope.ANY},
    Action.SUSPEND_ACCESS: {Role.SECRETARY: Scope.ANY, Role.ADMINISTRATOR: Scope.ANY},
    Action.RECORD_APPLICATION: {Role.SECRETARY: Scope.ANY, Role.ADMINISTRATOR: Scope.ANY},
    Action.DECIDE_CONTACT: {Role.SECRETARY: Scope.ANY, Role.ADMINISTRATOR: Scope.ANY},
    Action.SEE_STATUS: {Role.SECRETARY: Scope.ANY, Role.ADMINISTRATOR: Scope.ANY},
}
# fmt: on


def is_allowed(
    who: Identity,
    action: Action,
    *,
    class_id: int | None = None,
    student_id: int | None = None,
    teacher_ids: Collection[int] = (),
) -> bool:
    """Whether *who* may do it, with the thing in question named by what makes it one's own.

    *teacher_ids*: who teaches the lesson or group; *class_id*: the class concerned; *student_id*:
    the child concerned.
    """
    rights = POLICY[action]
    for role in who.roles:
        match rights.get(role):
            case Scope.ANY:
                return True
            case Scope.OWN if _is_own(who, role, class_id, student_id, teacher_ids):
                return True
            case _:
                continue
    return False


def require(
    who: Identity,
    action: Action,
    *,
    class_id: int | None = None,
    student_id: int | None = None,
    teacher_ids: Collection[int] = (),
) -> None:
    """Return when *who* may do it; arguments as in ``is_allowed``.

    Raises:
        NotAllowed: with the action.
    """
    if not is_allowed(
        who, action, class_id=class_id, student_id=student_id, teacher_ids=teacher_ids
    ):
        raise NotAllowed(action=action)


def _is_own(
    who: Identity,
    role: Role,
    class_id: int | None,
    student_id: int | None,
    teacher_ids: Collection[int],
) -> bool:
    match role:
        case Role.TEACHER:
            return who.person_id in teacher_ids
        case Role.HOMEROOM_TEACHER:
            return class_id in who.homeroom_class_ids
        case Role.GUARDIAN | Role.STUDENT:
            return student_id in who.student_ids
        case _:
            return False
