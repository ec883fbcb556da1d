"""What is got ready before a transaction is opened: a file to be fetched and read takes seconds,
and nobody else may wait for that.

A service asks for it with ``prepared``. Whoever opens transactions around handlers catches
``NotPrepared``, does the work outside of any, and begins again.
"""

from collections.abc import Awaitable, Callable, Hashable, Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar, cast

from services.errors import DiaryError
from services.i18n import current_language

__all__ = ["NotPrepared", "Ready", "prepared", "preparing"]

T = TypeVar("T")


class NotPrepared(Exception):
    """Something must be got ready by *work* first, outside of the transaction of now."""

    def __init__(self, key: Hashable, work: Callable[[], Awaitable[object]]) -> None:
        super().__init__()
        self.key = key
        self.work = work
        self.language = current_language()


@dataclass(slots=True)
class _Outcome:
    value: object = None
    refusal: DiaryError | None = None


class Ready:
    """What has been got ready for one update."""

    def __init__(self) -> None:
        self._outcomes: MutableMapping[Hashable, _Outcome] = {}

    async def get(self, wanted: NotPrepared) -> None:
        """Do the work; a refusal is kept and raised where the thing is asked for."""
        try:
            self._outcomes[wanted.key] = _Outcome(await wanted.work())
        except DiaryError as refusal:
            self._outcomes[wanted.key] = _Outcome(refusal=refusal)

    def find(self, key: Hashable) -> _Outcome | None:
        """Return what became of it, None when nobody has tried."""
        return self._outcomes.get(key)


_ready: ContextVar[Ready | None] = ContextVar("ready", default=None)


@contextmanager
def preparing() -> Iterator[Ready]:
    """Let what is asked for inside be got ready first; without it the work is done on the spot."""
    ready = Ready()
    token = _ready.set(ready)
    try:
        yield ready
    finally:
        _ready.reset(token)


async def prepared(key: Hashable, work: Callable[[], Awaitable[T]]) -> T:
    """Return what *work* makes, known under *key*.

    Raises:
        NotPrepared: it has to be done first, and this is to be asked again.
        DiaryError: the work was refused.
    """
    ready = _ready.get()
    if ready is None:
        return await work()
    outcome = ready.find(key)
    if outcome is None:
        raise NotPrepared(key, work)
    if outcome.refusal is not None:
        raise outcome.refusal
    return cast("T", outcome.value)
