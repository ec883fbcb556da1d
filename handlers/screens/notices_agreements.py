"""Consent and age as people are told of them: what changes, from when, and where to decide."""

from collections.abc import Sequence

from handlers.callbacks.menu import Open
from handlers.screens.formatting import child_line, escape, numeric_date
from services.i18n import gettext as _
from services.joining.age_steps import AgeStep
from services.news.facts import AccountNews, AgeNews, EditionNews
from services.outbox.ports import NoticeReader
from services.outgoing import Button

__all__ = [
    "account_lines",
    "account_rows",
    "account_signal",
    "age_lines",
    "age_rows",
    "age_signal",
    "edition_lines",
    "edition_rows",
    "edition_signal",
]

_Rows = Sequence[tuple[Button, ...]]


def account_lines(_reader: NoticeReader, news: Sequence[AccountNews]) -> list[str]:
    """Return what is to be decided about a child's own account, or that it is open."""
    return [account_signal(news[0])]


def account_signal(news: AccountNews) -> str:
    """Return the same where no child is named."""
    if news.is_open:
        return _("Your parents have agreed: the diary is open here now.")
    return _(
        "The child wants to read the diary in an account of their own. It shows nothing there "
        "until you decide. Your own messages do not depend on it."
    )


def account_rows(_reader: NoticeReader, news: AccountNews) -> _Rows:
    """Lead to the text, or into the diary."""
    if news.is_open:
        return [(Button(_("Diary"), Open(screen="diary").pack()),)]
    return [(Button(_("Read and decide"), Open(screen="consent").pack()),)]


def edition_lines(_reader: NoticeReader, news: Sequence[EditionNews]) -> list[str]:
    """Return what a new edition means; it holds for all children of the reader."""
    return [edition_signal(news[0])]


def edition_signal(news: EditionNews) -> str:
    """Return the same where no child is named: there is nothing of a child in it."""
    return _(
        "The text of the consent has changed: edition {version} of {date}. Please read it and "
        "decide. Until {pause} messages come as before, then they pause until your answer."
    ).format(
        version=news.version,
        date=numeric_date(news.valid_from),
        pause=numeric_date(news.pauses_on),
    )


def edition_rows(_reader: NoticeReader, _news: EditionNews) -> _Rows:
    """Lead to the text."""
    return [(Button(_("Read and decide"), Open(screen="consent").pack()),)]


def age_lines(reader: NoticeReader, news: Sequence[AgeNews]) -> list[str]:
    """Return what a birthday changes, for the student, the guardian or the class teacher."""
    return [_age(reader, one) for one in news]


def age_signal(_news: AgeNews) -> str:
    """Return the same where no child is named."""
    return _("Something changes about the consents. Details are in the menu, “My data”.")


def age_rows(reader: NoticeReader, news: AgeNews) -> _Rows:
    """Lead the student to the decision; guardians and teacher have none to take."""
    if news.child is None or not reader.is_student or news.step is AgeStep.FULL_AGE_SOON:
        return []
    return [(Button(_("Read and decide"), Open(screen="consent").pack()),)]


def _age(reader: NoticeReader, news: AgeNews) -> str:
    day = numeric_date(news.day)
    if news.child is None:
        return _(
            "{child}: 18 years old on {day}. From that day messages go to the student alone; the "
            "parents get them again once the student agrees. Parents and student have been told."
        ).format(
            child=escape(
                child_line(
                    given_name=news.pupil.given_name,
                    family_name=news.pupil.family_name,
                    class_name=news.pupil.class_name,
                )
            ),
            day=day,
        )
    match news.step:
        case AgeStep.OWN_CONSENT_SOON:
            return _(
                "From {day} your own consent counts, too: you will be 14. Without it the diary "
                "closes here on that day. You can decide now."
            ).format(day=day)
        case AgeStep.FULL_AGE_SOON if reader.is_student:
            return _(
                "From {day} you decide alone: you will be 18. Messages to your parents pause on "
                "that day until you agree to them."
            ).format(day=day)
        case AgeStep.FULL_AGE_SOON:
            return _(
                "From {day} messages go to the student alone: the student will be 18. They come "
                "to you again once the student agrees."
            ).format(day=day)
        case AgeStep.FULL_AGE:
            return _(
                "You are 18: messages about you now come to you alone. For your parents to go on "
                "seeing the diary, your consent is needed."
            )
