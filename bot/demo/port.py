"""The port of the demo's page, looked at before the school is made: that can take a minute."""

import socket

from bot.problems import CommandFailed
from services.i18n import gettext as _

__all__ = ["require_free_port"]

_FREE_FOR_ALL = range(1024, 65535)  # below it the system keeps them for itself


def require_free_port(port: int) -> None:
    """Make sure that this machine lets us serve on *port*; 0 is always free.

    Raises:
        CommandFailed: another program has it, or the system does not give it to us.
    """
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        raise CommandFailed(
            _(
                "Port {port} cannot be opened: another program has it, perhaps another demo, or "
                "the system keeps it for itself. Take another one: peremena demo --port {other} "
                "or make demo PORT={other}."
            ).format(port=port, other=port + 1 if port in _FREE_FOR_ALL else 8081)
        ) from None
