"""``peremena consent``: a new edition of the text, and a withdrawal that came on paper."""

from argparse import Namespace

from bot.commands.erase import person_problem
from bot.commands.offline import opened, run_in_language, the_school
from bot.database_setup import require_current
from bot.problems import UsageProblem
from bot.settings import Settings, secret_key
from services.errors import NotFound
from services.exchange.reading.encoding import Undecodable, decode
from services.i18n import gettext as _
from services.i18n import ngettext
from services.joining.publishing import (
    ConsentPublisher,
    EditionTooEarly,
    OperatorUnknown,
    PublishedEdition,
    TextUnusable,
)
from services.privacy.office import NothingGiven, PersonUnclear, PrivacyOffice

__all__ = ["run"]


def run(args: Namespace, settings: Settings) -> int:
    """Do what is asked.

    Raises:
        UsageProblem: the file, the day or the person cannot be used; nothing was stored.
        CommandFailed: the database cannot be used.
    """
    require_current(settings.database_url)
    work = _withdraw if args.consent_action == "withdraw" else _publish
    run_in_language(work(args, settings.database_url, secret_key(settings)))
    return 0


async def _publish(args: Namespace, url: str, secret: str) -> None:
    try:
        text = decode(args.file.read_bytes())
    except (OSError, Undecodable):
        raise UsageProblem(
            _("{file} cannot be read as a text: save it as UTF-8.").format(file=args.file)
        ) from None
    async with opened(url, secret) as office:
        school = await the_school(office, args.school)
        publisher = ConsentPublisher(office.database, office.clock)
        try:
            edition = await publisher.publish(school.id, text, valid_from=args.valid_from)
        except TextUnusable as problem:
            raise UsageProblem(
                _(
                    "The text has {length} characters; a consent is one message of 1 to {longest}."
                ).format(length=problem.length, longest=problem.longest)
            ) from None
        except EditionTooEarly as problem:
            raise UsageProblem(
                _("The day can be {day} at the earliest.").format(day=_day(problem.earliest))
            ) from None
        except OperatorUnknown:
            raise UsageProblem(
                _(
                    "«Школа» does not yet name the operator (название, адрес, ответственный за "
                    "ПДн): nobody may be asked for consent before."
                )
            ) from None
    for line in _lines(edition):
        print(line)


async def _withdraw(args: Namespace, url: str, secret: str) -> None:
    async with opened(url, secret) as office:
        school = await the_school(office, args.school)
        desk = PrivacyOffice(office.database, office.clock)
        try:
            done = await desk.withdraw_on_paper(
                school.id,
                args.person,
                number=args.paper,
                written_on=args.date,
                student=args.student,
            )
        except (NotFound, PersonUnclear) as problem:
            raise person_problem(problem, args.person) from None
        except NothingGiven:
            raise UsageProblem(_("This person has given no consent that could end.")) from None
    print(
        ngettext(
            "{count} consent has ended now; its data will be destroyed by {day}.",
            "{count} consents have ended now; their data will be destroyed by {day}.",
            done.count,
        ).format(count=done.count, day=_day(done.destroyed_by))
    )


def _lines(edition: PublishedEdition) -> list[str]:
    if not edition.is_new:
        return [
            _("This text is published already: edition {version}, from {day}.").format(
                version=edition.version, day=_day(edition.valid_from)
            )
        ]
    return [
        _("Edition {version} is stored, sha256 {sha256}.").format(
            version=edition.version, sha256=edition.sha256
        ),
        _(
            "Families are asked from {day}. Until {pause} messages go on under the edition "
            "before, then they pause for who has not answered."
        ).format(day=_day(edition.valid_from), pause=_day(edition.pauses_on)),
    ]


def _day(on: object) -> str:
    return f"{on:%d.%m.%Y}"
