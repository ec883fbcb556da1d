"""The guard that keeps tests on this machine."""

import socket

import pytest


@pytest.mark.parametrize("host", ["api.telegram.org", "192.0.2.1"])
def test_the_network_cannot_be_reached(host):
    """Neither a name nor an address of the outside world gets through."""
    with pytest.raises(PermissionError, match=host):
        socket.create_connection((host, 443), timeout=1)


def test_this_machine_can_be_reached():
    """The sandbox and the test servers stay in reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5) as client:
            assert client.getpeername()[1] == port
