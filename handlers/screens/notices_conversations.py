"""Questions and answers as they come: what was asked, about what, and how to answer."""

from collections.abc import Sequence

from handlers.callbacks.conversations import OpenTalk, WriteInTalk
from handlers.screens.conversations import about_name, initials
from handlers.screens.formatting import bold, child_line, escape
from services.conversations.facts import About
from services.i18n import gettext as _
from services.news.facts import AnswerNews, QuestionNews
from services.outbox.ports import NoticeReader
from services.outgoing import Button
from services.vocabulary import ContentMode, TalkTopic

__all__ = [
    "answer_buttons",
    "answer_lines",
    "answer_signal",
    "question_buttons",
    "question_lines",
    "question_signal",
]


def question_lines(_reader: NoticeReader, news: Sequence[QuestionNews]) -> list[str]:
    """Return questions as a teacher reads them."""
    found: list[str] = []
    for one in news:
        pupil = child_line(
            given_name=one.pupil.given_name,
            family_name=one.pupil.family_name,
            class_name=one.pupil.class_name,
        )
        found.append(bold(_("Question · {pupil}").format(pupil=pupil)))
        found.append(_("From: {name}").format(name=escape(initials(one.author))))
        found.append(_about(one.about))
        found.append(escape(one.text))
    return found


def question_signal(_news: QuestionNews) -> str:
    """Return the same for whoever reads nothing but signals: staff never do."""
    return _("There are new entries in the diary. Details are in the school diary.")


def question_buttons(_reader: NoticeReader, one: QuestionNews) -> list[tuple[Button, ...]]:
    """Return the way to answer."""
    return [(Button(_("Answer"), WriteInTalk(talk_id=one.talk_id).pack()),)]


def answer_lines(reader: NoticeReader, news: Sequence[AnswerNews]) -> list[str]:
    """Return a teacher's answers; for the guardians of a student who asks, both sides."""
    names_people = reader.content_mode is ContentMode.FULL
    found: list[str] = []
    for one in news:
        teacher = initials(one.teacher) if names_people else _("the teacher")
        if one.is_childs:
            head = _("The child asks: {teacher}").format(teacher=teacher)
        elif one.is_letter:
            head = _("Message: {teacher}").format(teacher=teacher)
        else:
            head = _("Answer: {teacher}").format(teacher=teacher)
        found.append(bold(head))
        found.append(_about(one.about))
        found.append(escape(one.text))
    return found


def answer_signal(_news: AnswerNews) -> str:
    """Return all that a signal says of an answer."""
    return _("There are new entries in the diary. Details are in the school diary.")


def answer_buttons(reader: NoticeReader, one: AnswerNews) -> list[tuple[Button, ...]]:
    """Return the thread, and for who asked the way to go on."""
    if reader.content_mode is ContentMode.SIGNAL:
        return []
    row = [Button(_("The whole thread"), OpenTalk(talk_id=one.talk_id).pack())]
    if one.can_answer:
        row.insert(0, Button(_("Write more"), WriteInTalk(talk_id=one.talk_id).pack()))
    return [tuple(row)]


def _about(about: About) -> str:
    if about.topic is TalkTopic.NOTHING:
        return ""
    return _("About: {what}").format(what=escape(about_name(about)))
