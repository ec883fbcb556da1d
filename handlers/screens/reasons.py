"""The class teacher's open absences, what a line would mark, and what was marked."""

from collections.abc import Iterable, Sequence
from datetime import date

from handlers.callbacks.reasons import (
    ChooseReasonName,
    CorrectLetter,
    OpenFigures,
    OpenReasons,
    SetLetters,
)
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import bold, escape, full_day, lines, short_day
from handlers.screens.letter_words import (
    letter_caption,
    letter_name,
    pupil_name,
    said_words,
    stretch_words,
)
from handlers.screens.today import day_number
from services.absences.letters import LETTERS, SetLetter
from services.errors import DiaryError
from services.homeroom.choice import mask_of
from services.homeroom.facts import (
    LettersSet,
    LineFault,
    NamesToChoose,
    NoClass,
    OpenPupil,
    PupilName,
    ReasonLineNotRead,
    ReasonsPage,
    ReasonsPreview,
)
from services.i18n import gettext as _
from services.i18n import ngettext
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import AttendanceCode

__all__ = ["letter_of", "letters_set", "names_to_choose", "reasons_page", "reasons_preview"]

_MOST_BUTTONS = 40  # names; with letters and the way out it stays below Telegram's hundred
_NO_LETTER = -1
_EXAMPLE = "<code>/reasons Сидоров 16.11-20.11 б</code>"


def letter_of(place: int) -> AttendanceCode | None:
    """Return the letter a button names; None: none was said yet."""
    return LETTERS[place] if 0 <= place < len(LETTERS) else None


def reasons_page(page: ReasonsPage) -> OutgoingMessage:
    """Show a class's open absences; names are chosen, then a letter."""
    ours = page.school_class
    title = _("reasons of absence")
    today = [one for one in page.pupils if one.is_today and not one.needs_paper]
    earlier = [one for one in page.pupils if not one.is_today and not one.needs_paper]
    unproved = [one for one in page.pupils if one.needs_paper]
    text = "\n\n".join(
        filter(
            None,
            (
                lines(bold(f"{ours.name} · {title}"), full_day(page.today)),
                _block(_("Without a reason today"), today),
                _block(_("Without a reason before"), earlier),
                _block(_("On the family's word, no paper yet"), unproved),
                _how(page),
            ),
        )
    )
    pupils = list({one.pupil.student_id: one.pupil for one in page.pupils}.values())
    names = [_toggle(one, page) for one in pupils[:_MOST_BUTTONS]]
    mask = mask_of(page.chosen, page.roster)
    rows = [*_pairs(names)]
    if page.chosen:
        rows.extend(_letter_rows(ours.class_id, mask, None))
    rows.extend(
        (Button(other.name, OpenReasons(class_id=other.class_id, mask="").pack()),)
        for other in page.others
    )
    figures = OpenFigures(class_id=ours.class_id, month=day_number(page.today)).pack()
    rows.append((Button(_("Figures of the month"), figures), menu_button()))
    return OutgoingMessage(text, buttons=tuple(rows))


def reasons_preview(facts: ReasonsPreview) -> OutgoingMessage:
    """Show what a line would mark; nothing is stored yet."""
    chosen = [one.pupil.student_id for one in facts.pupils]
    mask = mask_of(chosen, facts.roster)
    days = _days_of(facts)
    if facts.code is None:
        rows = _letter_rows(facts.class_id, mask, days)
        question = _("Which letter?")
    else:
        save = _set(facts.class_id, mask, days, facts.code)
        rows = ((Button(_("Save"), save),),)
        question = _("Mark as: {letter}").format(letter=letter_name(facts.code))
    back = OpenReasons(class_id=facts.class_id, mask="").pack()
    return OutgoingMessage(
        lines(
            *(_pupil(one) for one in facts.pupils),
            _span(days, facts.today),
            question,
        ),
        buttons=(*rows, (Button(_("Do not save"), back),)),
    )


def names_to_choose(facts: NamesToChoose) -> OutgoingMessage:
    """Ask which of the students of one name is meant."""
    options = [
        Button(
            pupil_name(pupil),
            ChooseReasonName(
                class_id=shown.class_id,
                mask=mask_of([one.pupil.student_id for one in shown.pupils], shown.roster),
                starts_on=day_number(shown.starts_on) if shown.starts_on else 0,
                ends_on=day_number(shown.ends_on) if shown.ends_on else 0,
                code=LETTERS.index(shown.code) if shown.code else _NO_LETTER,
            ).pack(),
        )
        for pupil, shown in facts.options
    ]
    text = _("“{word}”: which of them?").format(word=escape(facts.word))
    return OutgoingMessage(text, buttons=(*_pairs(options), (menu_button(),)))


def letters_set(facts: LettersSet) -> OutgoingMessage:
    """Say what was marked; a single stretch can be corrected on the spot."""
    rows: list[tuple[Button, ...]] = []
    if len(facts.done) == 1:
        letter = facts.done[0][1]
        others = [
            Button(
                letter_caption(code), CorrectLetter(letter_id=letter.letter_id, code=place).pack()
            )
            for place, code in enumerate(LETTERS)
            if code is not facts.code
        ]
        rows.extend((one,) for one in others)
    back = OpenReasons(class_id=facts.class_id, mask="").pack()
    rows.append((Button(_("To the list"), back), menu_button()))
    is_told = any(letter.is_changed and letter.lessons for _pupil, letter in facts.done)
    return OutgoingMessage(
        lines(
            bold(_("Marked: {letter}").format(letter=letter_name(facts.code)))
            if facts.done
            else bold(_("Nothing was marked.")),
            *(_done(pupil, letter) for pupil, letter in facts.done),
            *(
                _("{name}: no missed lessons on these days").format(name=escape(pupil_name(one)))
                for one in facts.nothing
            ),
            _("The family gets one silent line, without a word about health.") if is_told else "",
        ),
        buttons=tuple(rows),
    )


@sentence_for(NoClass)
def _no_class(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        _("You lead no class. If that is wrong, please tell the school office."),
        buttons=((menu_button(),),),
    )


@sentence_for(ReasonLineNotRead)
def _not_read(error: DiaryError) -> OutgoingMessage:
    word = escape(str(error.facts.get("word", "")))
    sentences = {
        LineFault.NO_NAME: _("Whose absence is it? Please write a name first."),
        LineFault.UNKNOWN_NAME: _("Nobody in your class has this name: {word}.").format(word=word),
        LineFault.UNKNOWN_WORD: _("Several students have this name: {word}.").format(word=word),
        LineFault.BAD_DATES: _("These days cannot be: {word}.").format(word=word or "—"),
        LineFault.NOTHING_MISSED: _("There is no open absence. For other days name the dates."),
    }
    fault = LineFault(error.facts["fault"])
    return OutgoingMessage(
        lines(sentences[fault], _("For example: {example}").format(example=_EXAMPLE)),
        buttons=((menu_button(),),),
    )


def _block(title: str, pupils: Sequence[OpenPupil]) -> str:
    if not pupils:
        return ""
    return lines(bold(f"{title}: {len(pupils)}"), *(_pupil(one) for one in pupils))


def _pupil(one: OpenPupil) -> str:
    parts = [*(stretch_words(stretch) for stretch in one.stretches), said_words(one.said)]
    said = "; ".join(filter(None, parts))
    name = escape(pupil_name(one.pupil))
    return f"• {name} — {said}" if said else f"• {name}"


def _how(page: ReasonsPage) -> str:
    if not page.pupils:
        return lines(
            _("Every absence of the last 30 days has its reason."),
            _("Other days: {example}").format(example=_EXAMPLE),
        )
    if page.chosen:
        return ngettext(
            "{n} student is chosen. The letter goes to all open days of the chosen.",
            "{n} students are chosen. The letter goes to all open days of the chosen.",
            len(page.chosen),
        ).format(n=len(page.chosen))
    return lines(
        _("Choose names, then the letter."),
        _("Or by a line: {example}").format(example=_EXAMPLE),
    )


def _toggle(pupil: PupilName, page: ReasonsPage) -> Button:
    is_chosen = pupil.student_id in page.chosen
    others = page.chosen ^ {pupil.student_id}
    data = OpenReasons(class_id=page.school_class.class_id, mask=mask_of(others, page.roster))
    return Button(f"{'☑' if is_chosen else '☐'} {pupil_name(pupil)}", data.pack())


def _letter_rows(
    class_id: int, mask: str, days: tuple[date, date] | None
) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (Button(letter_caption(code), _set(class_id, mask, days, code)),)
        for code in LETTERS
        if code is not AttendanceCode.ABSENT
    )


def _set(class_id: int, mask: str, days: tuple[date, date] | None, code: AttendanceCode) -> str:
    return SetLetters(
        class_id=class_id,
        mask=mask,
        starts_on=day_number(days[0]) if days else 0,
        ends_on=day_number(days[1]) if days else 0,
        code=LETTERS.index(code),
    ).pack()


def _days_of(facts: ReasonsPreview) -> tuple[date, date] | None:
    if facts.starts_on is None or facts.ends_on is None:
        return None
    return facts.starts_on, facts.ends_on


def _span(days: tuple[date, date] | None, today: date) -> str:
    if days is None:
        return ""
    first, last = days
    said = short_day(first) if first == last else f"{short_day(first)} – {short_day(last)}"
    ahead = _("Lessons to come on these days will be marked so by themselves.")
    return lines(_("Days: {days}").format(days=said), ahead if last > today else "")


def _done(pupil: PupilName, letter: SetLetter) -> str:
    days = short_day(letter.starts_on)
    if letter.starts_on != letter.ends_on:
        days = f"{days} – {short_day(letter.ends_on)}"
    count = ngettext("{n} lesson", "{n} lessons", letter.lessons).format(n=letter.lessons)
    return f"• {escape(pupil_name(pupil))} — {days}, {count}"


def _pairs(buttons: Iterable[Button]) -> tuple[tuple[Button, ...], ...]:
    found = list(buttons)
    return tuple(tuple(found[start : start + 2]) for start in range(0, len(found), 2))
