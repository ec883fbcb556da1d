"""A demo on a port that another program has says so before it does anything else."""

import socket

import pytest

from bot.demo.port import require_free_port
from bot.problems import CommandFailed


def test_a_taken_port_is_named_with_the_way_out():
    """One sentence: which port, and how to take another."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(CommandFailed) as failed:
            require_free_port(port)

    assert str(port) in str(failed.value)
    assert "--port" in str(failed.value)


def test_a_free_port_stays_free():
    """The look at it does not take it; and 0 lets the system choose."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

    require_free_port(port)
    require_free_port(0)
    socket.create_server(("127.0.0.1", port)).close()
