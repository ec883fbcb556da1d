"""Telegram having a bad day, on demand: each fault is one of the ways a call has gone wrong."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

__all__ = ["Fault", "FaultKind", "Faults"]


class FaultKind(StrEnum):
    """What happens to the call; *delivered* says whether Telegram did what it was asked."""

    TOO_MANY_REQUESTS = "429 with the seconds to wait; not delivered"
    TOO_MANY_REQUESTS_BARE = "429 without parameters; not delivered"
    REFUSAL = "an error of one's own choice; not delivered"
    INTERNAL_ERROR = "500 as JSON; not delivered"
    BAD_GATEWAY = "502 as JSON; not delivered"
    BAD_GATEWAY_PAGE = "502 as a proxy's HTML page; not delivered"
    DROP_BEFORE = "the connection breaks before anything was done"
    DROP_AFTER = "delivered, but the connection breaks before the answer"
    DELAY = "delivered late"
    GARBAGE_PAGE = "200 with a page that is not JSON; not delivered"
    GARBAGE_RESULT = "delivered, 200 and ok, with a result nobody can read"

    @property
    def is_delivered(self) -> bool:
        """Whether the call is carried out all the same."""
        return self in {FaultKind.DROP_AFTER, FaultKind.DELAY, FaultKind.GARBAGE_RESULT}


@dataclass(slots=True)
class Fault:
    """One fault waiting for calls: which ones, how often, and what happened so far."""

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    retry_after: int = 5
    seconds: float = 1.0
    code: int = 400
    description: str = "Bad Request"
    parameters: dict[str, Any] | None = None
    hits: int = field(default=0, init=False)

    def takes(self, method: str, params: dict[str, Any]) -> bool:
        """Whether this call is one of those to go wrong."""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.method is not None and self.method.lower() != method.lower():
            return False
        return self.chat_id is None or str(self.chat_id) == str(params.get("chat_id"))


class Faults:
    """The faults in wait; the first one that matches a call takes it."""

    def __init__(self, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Begin with good weather; *sleep* is how a delay is spent."""
        self._faults: list[Fault] = []
        self.sleep = sleep

    def add(self, kind: FaultKind, **details: Any) -> Fault:
        """Let the next matching call go wrong, the next *times* calls, or (None) every one.

        Details: method, chat_id, times, and by kind retry_after, seconds, code, description,
        parameters.
        """
        fault = Fault(kind, **details)
        self._faults.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """End one fault."""
        self._faults.remove(fault)

    def clear(self) -> None:
        """End them all."""
        self._faults.clear()

    def strike(self, method: str, params: dict[str, Any]) -> Fault | None:
        """Return the fault that takes this call, and count it."""
        for fault in self._faults:
            if fault.takes(method, params):
                fault.hits += 1
                return fault
        return None
