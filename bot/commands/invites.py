"""``peremena invites``: new codes for people without an account, into a file to be printed."""

import os
from argparse import Namespace
from pathlib import Path
from random import SystemRandom

from bot.commands.offline import Office, opened, run_in_language, the_school
from bot.database_setup import require_current
from bot.problems import UsageProblem
from bot.settings import Settings, secret_key
from services.exchange.invite_file import invites_csv
from services.exchange.names import parse_class_name
from services.exchange.reading.words import role_of
from services.i18n import gettext as _
from services.i18n import ngettext
from services.joining.invitations import InvitationService, IssuedInvite, NobodyToInvite
from services.joining.slips import invites_pdf
from services.vocabulary import Role

__all__ = ["run"]

_ONLY_OWNER = 0o600  # the codes in the file open the school's door


def run(args: Namespace, settings: Settings) -> int:
    """Issue codes and write them into ``--out``.

    Raises:
        UsageProblem: the file cannot be of this kind, or there is no such role, class or person.
        CommandFailed: the database cannot be used.
    """
    require_current(settings.database_url)
    run_in_language(_invite(args, settings.database_url, secret_key(settings)))
    return 0


async def _invite(args: Namespace, url: str, secret: str) -> None:
    is_pdf = _is_pdf(args.out)
    roles = _roles(args.role)
    async with opened(url, secret) as office:
        school = await the_school(office, args.school)
        try:
            issued = await _issue(office, school.id, roles, args, is_pdf=is_pdf)
        except NobodyToInvite:
            raise UsageProblem(_nobody(args)) from None
    if is_pdf and not issued:
        print(_("Nobody is left to invite: nothing was printed."))
        return
    print(
        ngettext(
            "{count} invitation is in {file}.", "{count} invitations are in {file}.", len(issued)
        ).format(count=len(issued), file=args.out)
    )
    if issued and not issued[0].link:
        print(_("The links are empty: the bot's name is known after `peremena run`."))


async def _issue(
    office: Office, school_id: int, roles: tuple[Role, ...], args: Namespace, *, is_pdf: bool
) -> tuple[IssuedInvite, ...]:
    service = InvitationService(office.database, office.clock, office.keys, SystemRandom())
    # One transaction with the file: codes that could not be written down were never issued, and
    # the older ones stay good.
    async with office.database.unit_of_work():
        issued = await service.issue(
            school_id=school_id,
            roles=roles,
            class_name=_class_name(args.school_class),
            person=args.person,
        )
        if is_pdf and not issued:
            return ()  # an empty page would look like a mistake
        if is_pdf:
            head = await service.sheet_head(school_id=school_id)
            content = await invites_pdf(issued, head)
        else:
            content = invites_csv(issued)
        _write(args.out, content)
    return issued


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _ONLY_OWNER)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _is_pdf(path: Path) -> bool:
    match path.suffix.casefold():
        case ".csv":
            return False
        case ".pdf":
            return True
        case _:
            raise UsageProblem(_("Name a file that ends in .csv or .pdf."))


def _roles(word: str | None) -> tuple[Role, ...]:
    if word is None:
        return ()
    role = role_of(word)
    if role is None:
        raise UsageProblem(
            _("There is no role “{word}”; roles are {roles}.").format(
                word=word, roles=", ".join(Role)
            )
        )
    return (role,)


def _class_name(text: str | None) -> str | None:
    if text is None:
        return None
    name = parse_class_name(text)
    return text if name is None else name.name


def _nobody(args: Namespace) -> str:
    if args.person is not None:
        return _("There is no person with the id “{person}”.").format(person=args.person)
    return _("There is no class “{name}”.").format(name=args.school_class)
