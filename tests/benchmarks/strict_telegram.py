"""A Telegram that does nothing but take messages, as its own process: strict, quick, with latency.

It refuses with 429 what would be one too many in *any* trailing second of a token, and remembers
when it took which text for which chat. Written on the socket, so that it never is what limits a
sender.
"""

import asyncio
import json
import sys
import time
from argparse import ArgumentParser
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast
from urllib.parse import parse_qs, unquote_plus

from bot.commands.run import event_loop_factory

__all__ = ["StrictTelegram", "listening", "main", "response"]

_SECOND = 1.0
_BOUNDARY = b"boundary="


class StrictTelegram:
    """What one server took and refused."""

    def __init__(self, *, per_second: int, latency: float) -> None:
        """Take *per_second* messages of a token in any second; answer after *latency* seconds."""
        self._per_second = per_second
        self.latency = latency
        self._windows: defaultdict[bytes, deque[float]] = defaultdict(deque)  # by token
        self.taken: list[tuple[float, int, str]] = []
        self.refused = 0
        self.busiest = 0
        self.changed = asyncio.Event()  # set by every message

    def take(self, chat_id: int, text: str, *, token: bytes = b"") -> bytes:
        """Return the answer to one message that arrives now."""
        now = time.monotonic()
        window = self._windows[token]
        while window and window[0] <= now - _SECOND:
            window.popleft()
        if len(window) >= self._per_second:
            self.refused += 1
            return response(
                429,
                b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1",'
                b'"parameters":{"retry_after":1}}',
            )
        window.append(now)
        self.busiest = max(self.busiest, len(window))
        self.taken.append((now, chat_id, text))
        self.changed.set()
        return response(
            200,
            b'{"ok":true,"result":{"message_id":%d,"date":1795600000,"chat":{"id":%d,"type":'
            b'"private","first_name":"P"},"from":{"id":4242,"is_bot":true,"first_name":"bot"},'
            b'"text":%s}}' % (len(self.taken), chat_id, json.dumps(text).encode()),
        )

    def respond(self, path: bytes, fields: dict[str, str], write: Callable[[bytes], None]) -> None:
        """Answer a call through *write*, after the latency."""
        text = fields.get("text", fields.get("caption"))  # of a picture
        if text is not None:
            answer = self.take(int(fields["chat_id"]), text, token=path.split(b"/")[1])
        else:
            answer = response(200, b'{"ok":true,"result":true}')
        asyncio.get_running_loop().call_later(self.latency, write, answer)

    def report(self) -> bytes:
        """Return what happened so far, as JSON, and forget it."""
        body = json.dumps(
            {"taken": self.taken, "refused": self.refused, "busiest": self.busiest}
        ).encode()
        self.taken, self.refused, self.busiest = [], 0, 0
        self._windows.clear()
        return response(200, body)


class _Connection(asyncio.Protocol):
    """One kept-alive connection; requests come one after the other."""

    def __init__(self, telegram: StrictTelegram) -> None:
        self._telegram = telegram
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (request := self._next_request()) is not None:
            self._answer(*request)

    def _next_request(self) -> tuple[bytes, bytes, bytes] | None:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return None
        length = _length(head)
        if length is None:  # chunked: aiogram's multipart forms
            body, ended, rest = _unchunked(rest)
            if not ended:
                return None
        elif len(rest) < length:
            return None
        else:
            body, rest = rest[:length], rest[length:]
        self._buffer = rest
        return head.split(b"\r\n", 1)[0].split(b" ")[1], head, body

    def _answer(self, path: bytes, head: bytes, body: bytes) -> None:
        if path == b"/report":
            self._write(self._telegram.report())
            return
        self._telegram.respond(path, _fields(head, body), self._write)

    def _write(self, answer: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(answer)


def _length(head: bytes) -> int | None:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
        if name.lower() == b"transfer-encoding":
            return None
    return 0


def _unchunked(rest: bytes) -> tuple[bytes, bool, bytes]:
    body = b""
    while True:
        size_line, found, tail = rest.partition(b"\r\n")
        if not found:
            return b"", False, rest
        size = int(size_line, 16)
        if len(tail) < size + 2:
            return b"", False, rest
        if size == 0:
            return body, True, tail[2:]
        body += tail[:size]
        rest = tail[size + 2 :]


def _fields(head: bytes, body: bytes) -> dict[str, str]:
    if body[:1] == b"{":
        given = json.loads(body).items()
        return {key: one if isinstance(one, str) else json.dumps(one) for key, one in given}
    if _BOUNDARY not in head:
        return {key: unquote_plus(one[0]) for key, one in parse_qs(body.decode()).items()}
    boundary = b"--" + head.partition(_BOUNDARY)[2].split(b"\r\n", 1)[0].strip(b'"; ')
    fields = {}
    for part in body.split(boundary)[1:-1]:
        part_head, _, value = part.partition(b"\r\n\r\n")
        name = part_head.partition(b'name="')[2].partition(b'"')[0]
        fields[name.decode()] = value.removesuffix(b"\r\n").decode(errors="replace")
    return fields


def response(status: int, body: bytes) -> bytes:
    """Return an HTTP answer in JSON."""
    return (
        b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        % (status, len(body))
        + body
    )


@asynccontextmanager
async def listening(telegram: StrictTelegram) -> AsyncIterator[str]:
    """Serve on loopback for the time of the block; give the address."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(telegram), "127.0.0.1", 0, backlog=1024)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def _serve(*, per_second: int, latency: float) -> None:
    telegram = StrictTelegram(per_second=per_second, latency=latency)
    async with listening(telegram) as address:
        print(address, flush=True)
        # Ends with its parent: when the pipe is closed.
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def main() -> None:
    """Serve until standard input ends; print the address."""
    parser = ArgumentParser()
    parser.add_argument("--per-second", type=int, required=True)
    parser.add_argument("--latency", type=float, required=True)
    arguments = parser.parse_args()
    with asyncio.Runner(loop_factory=event_loop_factory()) as runner:
        runner.run(_serve(per_second=arguments.per_second, latency=arguments.latency))


if __name__ == "__main__":
    main()
