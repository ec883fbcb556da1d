"""What the sheet «Права» calls each action; the importer reads these words and the code's own."""

from collections.abc import Mapping

from services.access.policy import Action

__all__ = ["ACTION_WORDS", "action_of"]

ACTION_WORDS: Mapping[Action, str] = {
    Action.SEE_LESSONS: "видеть уроки",
    Action.RECORD_ENTRY: "вести журнал",
    Action.SEE_JOURNAL: "видеть журнал",
    Action.CORRECT_ENTRY: "исправлять старое",
    Action.PLAN_CONTROL_WORK: "назначать контрольные",
    Action.OVERRIDE_CONTROL_WORK: "назначать контрольные с пометкой",
    Action.RECORD_FINALS: "выставлять итоговые",
    Action.SEE_FINALS: "видеть итоговые",
    Action.CHANGE_TIMETABLE: "менять расписание",
    Action.TAKE_OVER_LESSON: "вести вместо",
    Action.SEE_DIARY: "видеть дневник",
    Action.TICK_HOMEWORK: "отмечать сделанное",
    Action.REPORT_ABSENCE: "сообщать причину",
    Action.SET_REASONS: "ставить причины",
    Action.SEE_SYSTEMATIC_ABSENCE: "видеть пропускающих",
    Action.SEE_CONTROL: "видеть контроль",
    Action.TAKE_ALARM: "принимать тревогу",
    Action.WRITE_SUMMARY: "писать сводку",
    Action.SEE_STUDENT_TALKS: "читать переписку учеников",
    Action.SEND_BROADCAST: "делать рассылку",
    Action.SEE_WHO_ANSWERED: "видеть, кто ответил",
    Action.SEE_REPORTS: "делать отчёты",
    Action.SEE_NUMBERS: "видеть школу в числах",
    Action.ACCEPT_REPORTS: "принимать отчёты",
    Action.HAND_OUT_PAPER: "выдавать распечатки",
    Action.INVITE_FAMILY: "приглашать семьи",
    Action.INVITE_STAFF: "приглашать сотрудников",
    Action.DECIDE_FAMILY_REQUEST: "подтверждать семьи",
    Action.DECIDE_STAFF_REQUEST: "подтверждать сотрудников",
    Action.SEE_FAMILY_ACCESS: "видеть доступ семей",
    Action.SEE_STAFF_ACCESS: "видеть доступ сотрудников",
    Action.UNLINK_FAMILY: "отвязывать семьи",
    Action.UNLINK_STAFF: "отвязывать сотрудников",
    Action.SUSPEND_ACCESS: "приостанавливать доступ",
    Action.RECORD_APPLICATION: "вносить заявления",
    Action.DECIDE_CONTACT: "подтверждать телефоны",
    Action.DECIDE_CORRECTION: "исправлять данные",
    Action.IMPORT_LISTS: "загружать списки",
    Action.SEE_STATUS: "видеть состояние",
    Action.KEEP_CONSENTS: "вести согласия",
}


def action_of(word: str) -> Action | None:
    """Return the action a cell means, in any case and with any spaces; None: none of them."""
    wanted = _plain(word)
    for action, name in ACTION_WORDS.items():
        if wanted in {_plain(name), _plain(action.value)}:
            return action
    return None


def _plain(word: str) -> str:
    return " ".join(word.replace("_", " ").replace(",", " ").casefold().replace("ё", "е").split())
