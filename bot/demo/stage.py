"""Plays the demo until somebody ends it."""

from bot.demo import door
from bot.demo.telephones import Part as PartOfCast
from bot.demo.theatre import Scene, Theatre, theatre
from bot.runner import Part, run_parts, stop_on_signals
from bot.settings import Settings
from bot.waiting import Stop
from services.i18n import gettext as _

__all__ = ["play"]

_LOOK_SECONDS = 1.0


async def play(settings: Settings, scene: Scene, *, port: int) -> None:
    """Serve the demo until a signal.

    Raises:
        OSError: the port is taken.
    """
    stop = Stop()
    stop_on_signals(stop)
    async with theatre(settings, scene, port=port) as opened:
        await _invite(opened)
        looking = Stop()
        invitations = Part("invitations", lambda: _look_after(opened, looking), looking.ask)
        print(  # noqa: T201  # the line everybody waits for
            _("The demo school is open: {url}   (Ctrl-C ends it)").format(url=opened.url),
            flush=True,
        )
        await run_parts([*opened.parts(), invitations], stop=stop)


async def _invite(opened: Theatre) -> None:
    """Hand out the invitations; where nobody is in yet, let in whoever is no newcomer."""
    application, scene = opened.application, opened.scene
    if scene.school_id is not None:
        for telephone in opened.telephones.all:
            telephone.code = scene.codes.get(telephone.row.phone, "")
            telephone.is_linked = await door.is_in(application, telephone.user)
        return
    await door.hand_out_codes(application, opened.telephones.all, opened.school_id)
    for telephone in opened.telephones.all:
        if telephone.part is not PartOfCast.FATHER and telephone.row.phone and telephone.code:
            await door.let_in(
                application, telephone.user, code=telephone.code, phone=telephone.row.phone
            )
            telephone.is_linked = True
            await telephone.user.send("/start")


async def _look_after(opened: Theatre, stop: Stop) -> None:
    """Take used invitations off the page."""
    while not stop.is_asked:
        for telephone in opened.telephones.all:
            telephone.is_linked = await door.is_in(opened.application, telephone.user)
        await stop.pause(_LOOK_SECONDS)
