"""What the guided story says, in the current language."""

from enum import StrEnum

from services.i18n import gettext as _

__all__ = ["StepKey", "step_words", "task_words"]


class StepKey(StrEnum):
    """The steps of the story."""

    MARK = "mark"
    ABSENCE = "absence"
    HOMEWORK = "homework"
    SUBSTITUTION = "substitution"
    BROADCAST = "broadcast"
    SUMMARY = "summary"
    FINALS = "finals"
    CONTROL = "control"


def step_words(key: StepKey) -> tuple[str, str]:
    """Return title and text of a step."""
    match key:
        case StepKey.MARK:
            return _("A mark"), _(
                "The teacher writes a line as on paper. The bot shows what it understood and "
                "stores nothing before it is confirmed. Five minutes later the parents know: "
                "silently, and only of their own child."
            )
        case StepKey.ABSENCE:
            return _("An absence and its answer"), _(
                "An absence rings, minutes after the lesson began. The parent answers with two "
                "presses; nobody asks for a diagnosis, and the class teacher knows at once."
            )
        case StepKey.HOMEWORK:
            return _("Homework"), _(
                "Homework goes to families once, when the last teacher of the day has set it. "
                "The other teachers of this school work by themselves."
            )
        case StepKey.SUBSTITUTION:
            return _("A substitution"), _(
                "The dispatcher changes tomorrow's lesson in one line. Only the families and "
                "teachers concerned hear of it, three minutes later: until then it can be undone."
            )
        case StepKey.BROADCAST:
            return _("An announcement"), _(
                "The class teacher sees exactly who will get it and who will not, and why. For "
                "two minutes it can be recalled."
            )
        case StepKey.SUMMARY:
            return _("The summary of two weeks"), _(
                "Every second Friday at 18:00: the verdict first, compared with the child's own "
                "last two weeks, with a button that says it was read."
            )
        case StepKey.FINALS:
            return _("Marks of the quarter"), _(
                "The program proposes with its arithmetic, the teacher decides. Families hear "
                "after half an hour, with sound."
            )
        case StepKey.CONTROL:
            return _("What the deputy head sees"), _(
                "Only what is late, before anyone complains; reports write themselves."
            )


def task_words(kind: str, what: str, *, who: str) -> str:
    """Return what is to be done, as an instruction."""
    match kind:
        case "type":
            return _("{who} writes: {line}").format(who=who, line=what)
        case "press":
            return _("{who} presses «{caption}»").format(who=who, caption=what)
        case _:
            return _jump_words(what)


def _jump_words(key: str) -> str:
    words = {
        "ten_minutes": _("Ten minutes pass"),
        "next_lesson": _("The next lesson begins"),
        "end_of_day": _("The lessons of the day end"),
        "morning": _("It becomes morning"),
        "summary": _("It becomes Friday, 18:00"),
        "period_end": _("The end of the quarter comes"),
    }
    return words.get(key, key)
