"""The ledger in words: kinds, what a message was about, what became of it, what was pressed."""

from zoneinfo import ZoneInfo

from services.i18n import gettext as _
from services.outbox.retry import Reason
from services.reports.ledger.facts import ButtonPress, FactLabel, LedgerRow, PaperRow, Press
from services.reports.ledger.rules import Punctuality
from services.reports.words import DASH, date_text, full_name, moment_text
from services.roster.names import PersonName
from services.vocabulary import FactKind, NoticeKind, NoticeState

__all__ = [
    "about_text",
    "handed_text",
    "in_time_text",
    "kind_text",
    "name_text",
    "paper_state_text",
    "press_text",
    "state_text",
    "whom_text",
]


def kind_text(kind: NoticeKind) -> str:
    """Return what kind of message it is; a kind without a name of its own is a message."""
    names = {
        NoticeKind.ABSENCE: _("absence"),
        NoticeKind.PRESENCE: _("late arrival or correction"),
        NoticeKind.ALARM: _("alarm"),
        NoticeKind.MARK: _("mark"),
        NoticeKind.CHANGE: _("change of the timetable"),
        NoticeKind.URGENT_CHANGE: _("urgent change of the timetable"),
        NoticeKind.FINAL: _("final mark"),
        NoticeKind.BROADCAST: _("announcement"),
        NoticeKind.RECALL: _("recall"),
        NoticeKind.HOMEWORK: _("homework"),
        NoticeKind.TOMORROW: _("“Tomorrow” card"),
        NoticeKind.OUTAGE: _("break of the diary"),
        NoticeKind.LETTER: _("how an absence was marked"),
        NoticeKind.DEBT: _("work not handed in"),
        NoticeKind.SUMMARY: _("summary of two weeks"),
        NoticeKind.AGREEMENT: _("about consent"),
        NoticeKind.ANSWER: _("answer of a teacher"),
        NoticeKind.REQUEST: _("request for a decision"),
        NoticeKind.CALL: _("family to be called"),
        NoticeKind.NUDGE: _("reminder"),
        NoticeKind.OFFICE_ALERT: _("alert of the installation"),
        NoticeKind.LESSON_CARD: _("lesson card"),
        NoticeKind.SUMMARY_DRAFTS: _("drafts of the summaries"),
        NoticeKind.QUESTION: _("question of a family"),
        NoticeKind.UNTOLD: _("final mark not told"),
        NoticeKind.OFFICE_PACK: _("pack of the week or month"),
    }
    return names.get(kind, _("message"))


def about_text(label: FactLabel) -> str:
    """Return what it was about: «Алгебра, 24.11.2026, 3-й урок»; nothing where that is gone."""
    parts = [label.subject, label.period]
    if label.on is not None:
        parts.append(date_text(label.on))
    if label.number is not None and label.kind is FactKind.ATTENDANCE:
        parts.append(_("lesson {number}").format(number=label.number))
    if label.number is not None and label.kind is FactKind.BROADCAST:
        parts.append(f"№ {label.number}")
    return ", ".join(part for part in parts if part)


def name_text(name: PersonName | None, person_id: int) -> str:
    """Return a name, or what is left of it when the person's data were destroyed."""
    is_known = name is not None and full_name(name).strip()
    if name is None or not is_known:
        return _("№ {number} (data destroyed)").format(number=person_id)
    return full_name(name)


def whom_text(row: LedgerRow) -> str:
    """Return who was to be told, and how they are related to the child."""
    name = name_text(row.person, row.notice.person_id)
    if row.notice.person_id == row.notice.student_id:
        return _("{name} (the student)").format(name=name)
    return f"{name} ({row.relation})" if row.relation else name


def press_text(press: Press | None, zone: ZoneInfo) -> str:
    """Return what was pressed and when."""
    if press is None:
        return ""
    match press.what:
        case ButtonPress.ACKNOWLEDGED:
            what = _("“Acknowledged”")
        case ButtonPress.REASON:
            what = _("“Tell the reason”")
        case ButtonPress.ALARM:
            what = _("“The child has left for school”")
        case ButtonPress.ANSWERED:
            what = f"«{press.caption}»"
    return f"{what} {moment_text(press.at, zone)}"


def in_time_text(kind: Punctuality) -> str:
    """Return how it stands to its deadline, in a word."""
    names = {
        Punctuality.IN_TIME: _("yes"),
        Punctuality.LATE: _("later"),
        Punctuality.OPEN: _("not due yet"),
        Punctuality.MISSED: _("no"),
        Punctuality.NOT_OWED: DASH,
    }
    return names[kind]


def state_text(row: LedgerRow) -> str:
    """Return what became of it; nothing here says «delivered» or «read»."""
    notice = row.notice
    match notice.state:
        case NoticeState.TOLD:
            return _told(row)
        case NoticeState.WAITING:
            return _("waiting to be sent")
        case NoticeState.SUPERSEDED:
            return _superseded(notice.reason)
        case NoticeState.EXPIRED:
            return _("not sent: no chat until it was out of date")
        case NoticeState.REFUSED:
            return _("not sent: no consent or no access at that moment")
        case NoticeState.UNREACHABLE:
            return _unreachable(notice.reason)
        case NoticeState.DEAD:
            return _("not sent: a fault of the program")


def _told(row: LedgerRow) -> str:
    said = _("accepted by Telegram")
    if row.notice.is_repeat_possible:
        return _("{said}, perhaps twice: an answer was lost").format(said=said)
    if row.notice.message_number is None and row.notice.kind is not NoticeKind.RECALL:
        return _("{said}; the number was destroyed").format(said=said)
    return said


def _superseded(reason: str) -> str:
    if reason == Reason.NOTHING_NEW:
        return _("not sent: nothing new against what was told")
    if reason == "undone":
        return _("not sent: taken back by the teacher before sending")
    return _("not sent: replaced by a newer entry")


def _unreachable(reason: str) -> str:
    match reason:
        case Reason.BLOCKED:
            return _("not sent: the person has blocked the bot")
        case Reason.DEACTIVATED:
            return _("not sent: the account is deleted")
        case Reason.LOST_ANSWER:
            return _("unknown: Telegram did not answer")
        case _:
            return _("not sent: no chat")


def handed_text(row: PaperRow, zone: ZoneInfo) -> str:
    """Return when a sheet was handed over and who has noted it."""
    if row.handed_at is None:
        return ""
    at = moment_text(row.handed_at, zone)
    return f"{at}, {full_name(row.handed_by)}" if row.handed_by is not None else at


def paper_state_text(row: PaperRow) -> str:
    """Return what became of a sheet."""
    if row.handed_at is None:
        return _("made, not noted as handed over")
    return _("handed over on paper")
