"""Tests reach this machine only: a connection or a name look-up beyond it fails at once."""

import sys
from ipaddress import ip_address

__all__ = ["keep_to_this_machine"]


def keep_to_this_machine() -> None:
    """Refuse, for the rest of the process, every way out of this machine."""
    sys.addaudithook(_refuse_strangers)


def _refuse_strangers(event: str, args: tuple[object, ...]) -> None:
    match event, args:
        case "socket.connect", (_, (str(host), *_)):
            pass
        case "socket.getaddrinfo", (str(host), *_):
            pass
        case _:  # other events, Unix sockets, wildcard look-ups
            return
    if not _is_here(host):
        raise PermissionError(f"tests may not reach {host}")


def _is_here(host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return False
