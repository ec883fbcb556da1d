"""/message: whom to ask, what about, and a thread as both sides read it."""

from handlers.callbacks.conversations import (
    AskTeacher,
    OpenLetters,
    OpenTalk,
    OpenTalks,
    WriteInTalk,
)
from handlers.callbacks.menu import Open
from handlers.screens.child_words import child_title, siblings, unnamed_child
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import (
    bold,
    capitalized,
    child_line,
    clock_time,
    day_and_month,
    escape,
    inside_sentence,
    lines,
    person_initials,
    person_name,
    short_day,
)
from services.conversations.facts import (
    About,
    Addressee,
    FamilyTalks,
    TalkLine,
    TalkPage,
    TalkStart,
)
from services.conversations.rules import TalkTextTooLong, TooManyQuestions
from services.errors import DiaryError
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.regulation.mark_names import mark_name
from services.roster.names import PersonName
from services.vocabulary import ContentMode, TalkTopic

__all__ = [
    "TOPICS",
    "about_name",
    "initials",
    "start_page",
    "talk_page",
    "talks_page",
    "text_wanted",
]

TOPICS = tuple(TalkTopic)
_MOST_TEACHERS = 14


def talks_page(page: FamilyTalks, *, is_staff: bool = False) -> OutgoingMessage:
    """Show the threads, and whom one may write to.

    *is_staff*: the reader of a family's page teaches, too, and finds the other page behind it.
    """
    if page.child is None:
        title, teachers, others = bold(_("Questions of families")), _letters(), []
        hint = _("Press a question, or reply to its message in the chat.")
    else:
        child_id = page.child.student_id
        title = lines(bold(child_title(page.child, page.children)), bold(_("Ask a teacher")))
        hint = _("Whom would you like to write to?")
        teachers = [
            (Button(_addressee(one, page), _ask(child_id, one.teacher_id)),)
            for one in page.addressees[:_MOST_TEACHERS]
        ]
        others = siblings(page.child, page.children, lambda one: OpenTalks(student_id=one).pack())
    talks = [
        (Button(_line(one, is_staff=page.child is None), OpenTalk(talk_id=one.talk_id).pack()),)
        for one in page.talks
    ]
    none = "" if page.talks else _("No questions yet.")
    staff = Button(_("Questions of families"), OpenLetters(is_new=0).pack())
    rows = (*teachers, *talks, *others, (staff,) if is_staff else (), (menu_button(),))
    return OutgoingMessage(lines(title, hint, none), buttons=tuple(row for row in rows if row))


def start_page(start: TalkStart) -> OutgoingMessage:
    """Ask for the text, say to whom and about what, and offer what it may be attached to."""
    child_id = start.child.student_id
    attached = start.about.topic is not TalkTopic.NOTHING
    offered = [
        (
            Button(
                capitalized(about_name(about)), _ask(child_id, start.teacher_id, about.topic, ref)
            ),
        )
        for ref, about in ([] if attached else start.options)
    ]
    text = lines(
        bold(child_title(start.child, start.children)),
        bold(_("Question to {teacher}").format(teacher=_name(start.teacher, start))),
        _("About: {what}").format(what=escape(about_name(start.about))) if attached else "",
        _("Write it in one message; the teacher reads it from 8 to 18 on school days."),
        _students_note() if start.is_students else "",
        _("It may be attached to:") if offered else "",
    )
    back = Button(_("Back"), OpenTalks(student_id=child_id).pack())
    return OutgoingMessage(text, buttons=(*offered, (back, menu_button())))


def talk_page(page: TalkPage) -> OutgoingMessage:
    """Show a thread, the newest message last."""
    pupil = ""
    if page.names_people:
        pupil = child_line(
            given_name=page.pupil.given_name,
            family_name=page.pupil.family_name,
            class_name=page.class_name,
        )
    said = []
    for one in page.said:
        at = one.sent_at.astimezone(page.zone)
        who = initials(one.author) if page.names_people else _side(is_teachers=one.is_teachers)
        head = f"{who}, {day_and_month(at.date())} {clock_time(one.sent_at, page.zone)}"
        said.append(f"\n{bold(head)}\n{escape(one.text)}")
    later = ""
    if page.shown_at is not None:
        at = page.shown_at.astimezone(page.zone)
        later = "\n" + _("The teacher will see it on {day} at {time}.").format(
            day=short_day(at.date()), time=clock_time(page.shown_at, page.zone)
        )
    text = lines(
        bold(pupil or unnamed_child(page.alias, page.number)),
        _("About: {what}").format(what=escape(about_name(page.about)))
        if page.about.topic is not TalkTopic.NOTHING
        else "",
        said,
        later,
        "\n" + _students_note() if page.is_students else "",
    )
    caption = _("Answer") if page.is_staff else _("Write more")
    write = Button(caption, WriteInTalk(talk_id=page.talk_id).pack())
    rows = ((write,) if page.can_write else (), (menu_button(),))
    return OutgoingMessage(text, buttons=tuple(row for row in rows if row))


def text_wanted(page: TalkPage) -> OutgoingMessage:
    """Show the thread again and say that the next message is awaited."""
    shown = talk_page(page)
    text = f"{shown.text}\n\n{bold(_('Write your message now.'))}"
    return OutgoingMessage(text, buttons=((menu_button(),),))


def about_name(about: About) -> str:
    """Return what a thread is attached to, in plain text inside a sentence."""
    subject = inside_sentence(about.subject)
    day = short_day(about.on) if about.on is not None else ""
    match about.topic:
        case TalkTopic.NOTHING:
            return _("nothing in particular")
        case TalkTopic.MARK:
            return _("{subject}, {day}: {mark}").format(
                subject=subject, day=day, mark=mark_name(about.mark or 0)
            )
        case TalkTopic.HOMEWORK if not day:
            return _("homework, {subject}").format(subject=subject)
        case TalkTopic.HOMEWORK:
            return _("homework for {day}, {subject}").format(day=day, subject=subject)
        case TalkTopic.ABSENCE:
            return _("the absence of {day}").format(day=day)
        case TalkTopic.SUMMARY:
            return _("the summary of {day}").format(day=day)


def initials(name: PersonName) -> str:
    """Return a name as lists have it."""
    return person_initials(
        family_name=name.family_name, given_name=name.given_name, patronymic=name.patronymic
    )


@sentence_for(TalkTextTooLong)
def _too_long(error: DiaryError) -> OutgoingMessage:
    text = _(
        "That is too long: {length} characters, {longest} fit. Please send it shorter."
    ).format(length=error.length, longest=error.longest)
    return OutgoingMessage(text, buttons=((menu_button(),),))


@sentence_for(TooManyQuestions)
def _too_many(error: DiaryError) -> OutgoingMessage:
    text = _(
        "That was {n} messages in a day, more cannot be sent now. "
        "In an urgent matter please call the school."
    ).format(n=error.most)
    return OutgoingMessage(text, buttons=((menu_button(),),))


def _letters() -> list[tuple[Button, ...]]:
    """The ways a teacher may begin: one family, or whole groups."""
    return [
        (
            Button(_("Write to one family"), OpenLetters(is_new=1).pack()),
            Button(_("Write to a group"), Open(screen="broadcast").pack()),
        )
    ]


def _ask(
    child_id: int, teacher_id: int, topic: TalkTopic = TalkTopic.NOTHING, ref: int = 0
) -> str:
    place = TOPICS.index(topic)
    return AskTeacher(student_id=child_id, teacher_id=teacher_id, topic=place, ref=ref).pack()


def _addressee(one: Addressee, page: FamilyTalks) -> str:
    roles = [_("class teacher")] if one.is_class_teacher else []
    subjects = ", ".join([*roles, *map(inside_sentence, one.subjects)])
    is_named = page.child is not None and page.child.content_mode is ContentMode.FULL
    return " · ".join(filter(None, (initials(one.name) if is_named else "", subjects)))


def _line(one: TalkLine, *, is_staff: bool) -> str:
    who = initials(one.other)
    if is_staff:
        pupil = person_name(family_name=one.pupil.family_name, given_name=one.pupil.given_name)
        who = f"{pupil} ({who})"
    mark = "● " if one.waits and is_staff else ""
    about = "" if one.about.topic is TalkTopic.NOTHING else about_name(one.about)
    return mark + " · ".join(filter(None, (who, about, day_and_month(one.last_at.date()))))


def _name(name: PersonName, start: TalkStart) -> str:
    is_named = start.child.content_mode is ContentMode.FULL
    return initials(name) if is_named else _("the teacher")


def _side(*, is_teachers: bool) -> str:
    return _("Teacher") if is_teachers else _("Family")


def _students_note() -> str:
    return _("The guardians and the deputy head can read this thread, too.")
