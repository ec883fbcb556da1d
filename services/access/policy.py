"""Who may do what: one table of plain values, asked again at every press.

``OWN`` means: one's own lessons for a teacher, one's own class for a class teacher, the children
one may see for a family. Rights to *see children* end with consent: ``Identity.student_ids``.
A school may change the table for its staff (sheet «Права»), within bounds: what families may do,
who is nobody here, and what keeps the office from locking itself out stay as they are.
``docs/ROLES.md`` shows the table; a test keeps both the same.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from services.access.identity import Identity
from services.database import school_in_question
from services.errors import NotAllowed
from services.vocabulary import Role

__all__ = ["POLICY", "Action", "Scope", "can_change", "holds", "is_allowed", "require"]


class Action(StrEnum):
    """What can be asked for."""

    SEE_LESSONS = "see_lessons"  # the day of a teacher or a class
    RECORD_ENTRY = "record_entry"  # marks, attendance, topic, homework
    PLAN_CONTROL_WORK = "plan_control_work"
    OVERRIDE_CONTROL_WORK = "override_control_work"  # against the rules, with a note
    CORRECT_ENTRY = "correct_entry"  # what was recorded before the correction window
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
    SEE_CONTROL = "see_control"  # what is late in the journal, by teacher and class
    TAKE_ALARM = "take_alarm"  # see to a child who is missing, and to families to be called
    WRITE_SUMMARY = "write_summary"  # the class teacher's sentence, and who has not read it
    SEE_STUDENT_TALKS = "see_student_talks"  # threads that students have begun with teachers
    SEND_BROADCAST = "send_broadcast"
    SEE_WHO_ANSWERED = "see_who_answered"  # by name
    SEE_REPORTS = "see_reports"  # figures and report cards of a class
    SEE_NUMBERS = "see_numbers"  # of the school's week, for the municipality: nobody is named
    ACCEPT_REPORTS = "accept_reports"  # one press: accepted and filed
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
    DECIDE_CORRECTION = "decide_correction"  # what somebody says is wrong in the data
    IMPORT_LISTS = "import_lists"  # the school's workbook, sent to the bot
    SEE_STATUS = "see_status"  # counts, last import, queue
    KEEP_CONSENTS = "keep_consents"  # withdrawals on paper, acts of destruction


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
    Action.PLAN_CONTROL_WORK: {Role.TEACHER: Scope.OWN, Role.DEPUTY_HEAD: Scope.ANY},
    Action.OVERRIDE_CONTROL_WORK: {Role.DEPUTY_HEAD: Scope.ANY},
    Action.CORRECT_ENTRY: {Role.DEPUTY_HEAD: Scope.ANY, Role.DIRECTOR: Scope.ANY},
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
    Action.SEE_CONTROL: {Role.DEPUTY_HEAD: Scope.ANY, Role.DIRECTOR: Scope.ANY},
    Action.TAKE_ALARM: {
        Role.HOMEROOM_TEACHER: Scope.OWN,
        Role.SECRETARY: Scope.ANY,
        Role.ADMINISTRATOR: Scope.ANY,
        Role.DEPUTY_HEAD: Scope.ANY,
        Role.DIRECTOR: Scope.ANY,
    },
    Action.WRITE_SUMMARY: {Role.HOMEROOM_TEACHER: Scope.OWN},
    Action.SEE_STUDENT_TALKS: {Role.DEPUTY_HEAD: Scope.ANY},
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
    Action.SEE_NUMBERS: {
        Role.COORDINATOR: Scope.ANY,
        Role.DEPUTY_HEAD: Scope.ANY,
        Role.DIRECTOR: Scope.ANY,
    },
    Action.ACCEPT_REPORTS: {Role.DEPUTY_HEAD: Scope.ANY, Role.DIRECTOR: Scope.ANY},
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
    Action.DECIDE_CORRECTION: {Role.SECRETARY: Scope.ANY, Role.ADMINISTRATOR: Scope.ANY},
    Action.IMPORT_LISTS: {Role.SECRETARY: Scope.ANY, Role.ADMINISTRATOR: Scope.ANY},
    Action.SEE_STATUS: {Role.SECRETARY: Scope.ANY, Role.ADMINISTRATOR: Scope.ANY},
    Action.KEEP_CONSENTS: {Role.SECRETARY: Scope.ANY, Role.ADMINISTRATOR: Scope.ANY},
}
# fmt: on

# Whose rights no sheet changes: families see their own children by consent, and the coordinator
# sees numbers only.
_FIXED_ROLES = frozenset({Role.GUARDIAN, Role.STUDENT, Role.COORDINATOR})
# What belongs to families, whoever would like it for the staff.
_FAMILIES_ACTIONS = frozenset({Action.SEE_DIARY, Action.TICK_HOMEWORK, Action.REPORT_ABSENCE})
# What the administrator keeps: without it nobody could let anybody in again.
_KEPT_BY_ADMINISTRATOR = frozenset(
    {
        Action.INVITE_FAMILY,
        Action.INVITE_STAFF,
        Action.DECIDE_FAMILY_REQUEST,
        Action.DECIDE_STAFF_REQUEST,
        Action.UNLINK_STAFF,
    }
)
# Who invites or confirms staff can make anybody anything: the office alone.
_OFFICE_ACTIONS = frozenset(
    {
        Action.INVITE_STAFF,
        Action.DECIDE_STAFF_REQUEST,
        Action.SEE_STAFF_ACCESS,
        Action.UNLINK_STAFF,
        Action.SUSPEND_ACCESS,
        Action.KEEP_CONSENTS,
        Action.IMPORT_LISTS,
    }
)
_OFFICE = frozenset({Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY_HEAD, Role.SECRETARY})
# A right given to these reaches their own lessons or class, to others the whole school.
_OF_THEIR_OWN = frozenset({Role.TEACHER, Role.HOMEROOM_TEACHER})


def can_change(role: Role, action: Action, *, is_allowed: bool) -> bool:
    """Whether a school may give a right to a role, or take it away (*is_allowed* false)."""
    if role in _FIXED_ROLES or action in _FAMILIES_ACTIONS:
        return False
    if is_allowed:
        return action not in _OFFICE_ACTIONS or role in _OFFICE
    return role is not Role.ADMINISTRATOR or action not in _KEPT_BY_ADMINISTRATOR


def holds(who: Identity, action: Action) -> bool:
    """Whether *who* has a right at all, however far it reaches: for menus."""
    return any(_scope(who, role, action) is not None for role in who.roles)


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
    the child concerned. Rights end at the school's door: while another school is bound, nobody of
    this one may do anything.
    """
    if school_in_question() not in {None, who.school_id}:
        return False
    for role in who.roles:
        match _scope(who, role, action):
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


def _scope(who: Identity, role: Role, action: Action) -> Scope | None:
    """Return how far a right of a role reaches in the school of *who*."""
    given = POLICY[action].get(role)
    for is_allowed in (True, False):
        change = (role, action.value, is_allowed)
        if change in who.right_changes and can_change(role, action, is_allowed=is_allowed):
            if not is_allowed:
                return None
            return given or (Scope.OWN if role in _OF_THEIR_OWN else Scope.ANY)
    return given


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
