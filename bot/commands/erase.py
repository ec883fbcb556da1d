"""``peremena erase``: what is kept of a person is destroyed at once, with the act as a page."""

import os
from argparse import Namespace
from pathlib import Path

from bot.commands.offline import opened, run_in_language, the_school
from bot.database_setup import require_current
from bot.problems import UsageProblem
from bot.settings import Settings, secret_key
from services.errors import NotFound
from services.i18n import gettext as _
from services.privacy.acts import Acts
from services.privacy.office import PersonUnclear, PrivacyOffice
from services.privacy.stop_list import STOP_LIST, stop_list, write_stop_list
from services.vocabulary import PersonKind

__all__ = ["person_problem", "run"]

_ONLY_OWNER = 0o600


def run(args: Namespace, settings: Settings) -> int:
    """Destroy, record, and write the act.

    Raises:
        UsageProblem: no such person, or several; nothing was destroyed.
        CommandFailed: the database cannot be used.
    """
    require_current(settings.database_url)
    run_in_language(_erase(args, settings))
    return 0


async def _erase(args: Namespace, settings: Settings) -> None:
    async with opened(settings.database_url, secret_key(settings)) as office:
        school = await the_school(office, args.school)
        desk = PrivacyOffice(office.database, office.clock)
        try:
            act_id, kind = await desk.erase(school.id, args.person, basis=args.basis)
        except (NotFound, PersonUnclear) as problem:
            raise person_problem(problem, args.person) from None
        write_stop_list(
            settings.data_dir / STOP_LIST, await stop_list(office.database, keys=office.keys)
        )
        act, page = await Acts(office.database).page(school.id, act_id)
        year = act.number.replace("/", "-")
        out: Path = args.out or settings.data_dir / "acts" / f"act-{year}.pdf"
        _write(out, page)
    print(
        _("Destroyed. Act No. {number} of {date} is in {file}: print and sign it.").format(
            number=act.number, date=f"{act.made_on:%d.%m.%Y}", file=out
        )
    )
    if kind is not PersonKind.GUARDIAN:
        print(
            _(
                "The name stays with the journal, which the school keeps by law; the chat, its "
                "messages, the settings and the phone's fingerprint are gone."
            )
        )


def person_problem(problem: NotFound | PersonUnclear, person: str) -> UsageProblem:
    """Return the one line about a key that names nobody, or several people."""
    if isinstance(problem, PersonUnclear):
        return UsageProblem(
            _("“{person}” names several people: take one of the numbers {numbers}.").format(
                person=person, numbers=", ".join(map(str, problem.numbers))
            )
        )
    return UsageProblem(_("There is no person “{person}”.").format(person=person))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _ONLY_OWNER)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
