"""Carries one message: waits for its slot, sends it, and says what is to be recorded."""

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

import structlog

from services.clock import Clock
from services.outbox.pacer import CHAT_SPACING_SECONDS, Pacer
from services.outbox.ports import (
    Accepted,
    MessageSender,
    OurFault,
    RateLimited,
    SendOutcome,
    TokenRefused,
    TooLate,
)
from services.outbox.retry import (
    Again,
    AgainInChat,
    AgainPlain,
    Decision,
    Ended,
    Reason,
    Stopped,
    ToldNow,
    decide,
)
from services.outbox.work import Ending, Job, Parcel, Postponement, Record, Sent
from services.vocabulary import NoticeState

__all__ = ["Courier"]

_log = structlog.get_logger(__name__)

# A message that had to wait longer for its slot is looked at again: consent may be gone by then.
_PATIENCE_SECONDS = 2.0
_BLOCKED_SECONDS = 1.0  # a chat in which everything waits for a retry is asked again after this


class Courier:
    """Sends prepared messages; once the channel refuses the bot itself, ``is_refused`` is set."""

    def __init__(
        self,
        sender: MessageSender,
        pacer: Pacer,
        clock: Clock,
        *,
        jitter: Callable[[], float],
        on_sent: Callable[[Sent], None] | None = None,
    ) -> None:
        """Send through *sender* at the pace of *pacer*; *jitter* gives random numbers 0 to 1."""
        self._on_sent = on_sent
        self._sender = sender
        self._pacer = pacer
        self._clock = clock
        self._jitter = jitter
        self.is_refused = False

    async def deliver(self, job: Job, *, on_slot: Callable[[], None]) -> Record:
        """Deliver a job's message, if it has one; *on_slot* is called when its turn has come."""
        record = Record(
            job.claim,
            endings=job.endings,
            moves=job.moves,
            holds=job.holds,
            postponement=job.postponement,
        )
        parcel = job.parcel
        if parcel is None:
            on_slot()
            return replace(record, ready_in_seconds=_BLOCKED_SECONDS if job.is_blocked else 0.0)
        has_slot = await self._slot(parcel, parcel.chat_id)
        on_slot()
        if not has_slot or self.is_refused:
            return record
        record = await self._send(record, parcel)
        if self._on_sent is not None and record.sent is not None:
            self._on_sent(record.sent)
        return record

    async def _send(self, record: Record, parcel: Parcel) -> Record:
        chat_id, is_plain, is_second_try = parcel.chat_id, False, False
        while True:
            outcome = await self._outcome(parcel, chat_id, is_plain=is_plain)
            if parcel.edits is not None and isinstance(outcome, TooLate | OurFault):
                parcel = replace(parcel, edits=None)  # that message is gone: a new one says it
                if not await self._slot(parcel, chat_id):
                    return record
                continue
            decision = decide(
                outcome,
                attempts=max(item.notice.attempts for item in parcel.items),
                was_answer_lost=_was_answer_lost(parcel),
                is_second_try=is_second_try,
                jitter=self._jitter(),
            )
            match decision:
                case AgainPlain(reason):
                    _log.error(
                        "the channel refused a message, it is repeated as plain text",
                        notice_ids=_notice_ids(parcel),
                        outcome=reason,
                    )
                    is_plain = True
                case AgainInChat(new_chat_id):
                    chat_id = new_chat_id
                    record = replace(record, new_chat_id=new_chat_id)
                case _:
                    return self._recorded(record, parcel, decision)
            is_second_try = True
            if not await self._slot(parcel, chat_id):
                return record

    async def _slot(self, parcel: Parcel, chat_id: int) -> bool:
        return await self._pacer.slot(
            priority=parcel.priority,
            chat_id=chat_id if parcel.edits is None else None,
            patience_seconds=_PATIENCE_SECONDS,
        )

    async def _outcome(self, parcel: Parcel, chat_id: int, *, is_plain: bool) -> SendOutcome:
        try:
            outcome = await self._call(parcel, chat_id, is_plain=is_plain)
        except Exception:  # noqa: BLE001  # a fault in a channel must not stop the others' messages
            _log.exception("a channel failed", notice_ids=_notice_ids(parcel))
            return OurFault("unexpected")
        match outcome:
            case RateLimited(retry_after):
                self._pacer.refused(chat_id=chat_id, retry_after=retry_after)
            case Accepted():
                self._pacer.accepted()
            case TokenRefused():
                self.is_refused = True
            case _:
                pass
        return outcome

    async def _call(self, parcel: Parcel, chat_id: int, *, is_plain: bool) -> SendOutcome:
        if parcel.edits is None:
            return await self._sender.send(
                chat_id=chat_id,
                message=parcel.message,
                reply_to=parcel.reply_to if chat_id == parcel.chat_id else None,
                is_plain=is_plain,
            )
        if parcel.is_unsaid:
            outcome = await self._sender.delete(chat_id=chat_id, message_id=parcel.edits)
            # Not there any more is what was wanted.
            return Accepted(None) if isinstance(outcome, Accepted | TooLate) else outcome
        outcome = await self._sender.edit(
            chat_id=chat_id, message_id=parcel.edits, message=parcel.message
        )
        return Accepted(parcel.edits) if isinstance(outcome, Accepted) else outcome

    def _recorded(self, record: Record, parcel: Parcel, decision: Decision) -> Record:
        if isinstance(decision, ToldNow):
            return replace(
                record,
                ready_in_seconds=CHAT_SPACING_SECONDS,
                sent=self._sent(record, parcel, decision.message_id),
            )
        record = replace(record, ready_in_seconds=CHAT_SPACING_SECONDS)
        match decision:
            case Ended(state, reason, is_gone):
                if state is NoticeState.DEAD:
                    _log.error(
                        "a message was set aside", notice_ids=_notice_ids(parcel), outcome=reason
                    )
                sent = self._failed(record, parcel, state, reason)
                return replace(record, sent=sent, is_gone=is_gone)
            case Again(after_seconds, reason, is_attempt, is_whole_chat):
                postponement = Postponement(
                    notice_ids=_notice_ids(parcel),
                    held_priority=0 if is_whole_chat else parcel.priority,
                    after_seconds=after_seconds,
                    reason=reason,
                    is_attempt=is_attempt,
                )
                return replace(record, postponement=postponement)
            case Stopped() | AgainPlain() | AgainInChat():
                return record
            case _:
                assert_never(decision)

    def _sent(self, record: Record, parcel: Parcel, message_id: int | None) -> Sent:
        return Sent(
            school_id=parcel.school_id,
            person_id=parcel.person_id,
            account_id=record.claim.account_id,
            chat_id=record.new_chat_id or parcel.chat_id,
            telegram_message_id=message_id,
            outcome="accepted",
            is_repeat_possible=_was_answer_lost(parcel),
            sent_at=self._clock.now(),
            endings=tuple(Ending(item.notice.id, NoticeState.TOLD, "") for item in parcel.items),
            told=parcel.items,
        )

    def _failed(self, record: Record, parcel: Parcel, state: NoticeState, reason: str) -> Sent:
        return replace(
            self._sent(record, parcel, None),
            outcome=reason,
            is_repeat_possible=reason == Reason.LOST_ANSWER,
            endings=tuple(Ending(item.notice.id, state, reason) for item in parcel.items),
            told=(),
        )


def _was_answer_lost(parcel: Parcel) -> bool:
    return any(item.notice.was_answer_lost for item in parcel.items)


def _notice_ids(parcel: Parcel) -> tuple[int, ...]:
    return tuple(item.notice.id for item in parcel.items)
