"""Chat accounts, invitations, links between accounts and people, and consent with its evidence."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.database import (
    Audited,
    Base,
    SchoolScoped,
    UtcDateTime,
    id_column,
    in_school,
    str_enum,
)
from services.vocabulary import ConsentAction, ConsentPurpose, LinkRequestState, TableSight

__all__ = [
    "Account",
    "AccountLink",
    "CodeAttempt",
    "Consent",
    "ConsentText",
    "ContactRequest",
    "CorrectionRequest",
    "InviteCode",
    "LinkRequest",
]


class Account(Base):
    """A chat account that has something to do with us; it belongs to the deployment."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("bot_id", "telegram_user_id"),)

    id: Mapped[int] = id_column()
    bot_id: Mapped[int] = mapped_column(ForeignKey("bot.id"))
    telegram_user_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    language: Mapped[str] = mapped_column(String(8))
    is_reachable: Mapped[bool] = mapped_column(Boolean, default=True)
    tables: Mapped[TableSight] = mapped_column(
        str_enum(TableSight, name="tables"),
        default=TableSight.UNASKED,
        server_default=TableSight.UNASKED.value,
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CodeAttempt(Base):
    """A wrong code of an account; five within an hour lock the door for an hour."""

    __tablename__ = "code_attempt"
    __table_args__ = (Index("ix_code_attempt_account", "account_id", "tried_at"),)

    id: Mapped[int] = id_column()
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime)


class InviteCode(Audited, SchoolScoped, Base):
    """A single-use code for one person; only its keyed hash is stored."""

    __audit_skip__ = frozenset({"presented_by", "presented_at"})

    __tablename__ = "invite_code"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("code_hash"),
        in_school("person_id", "person"),
    )

    id: Mapped[int] = id_column()
    person_id: Mapped[int] = mapped_column(index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The last account that showed the code: only it may go on to the next step.
    presented_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    presented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AccountLink(Audited, SchoolScoped, Base):
    """A verified account of a person, until it is ended; how it was verified is kept."""

    __tablename__ = "account_link"
    __table_args__ = (
        in_school("person_id", "person"),
        Index("ix_account_link_account", "account_id"),
        Index("ix_account_link_person", "school_id", "person_id"),
    )

    id: Mapped[int] = id_column()
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    person_id: Mapped[int]
    verified_by: Mapped[str] = mapped_column(String(20))  # phone, in_person, by_phone, meeting
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str] = mapped_column(String(40), default="")


class LinkRequest(Audited, SchoolScoped, Base):
    """A wish to be confirmed by a human: the code is right, a phone cannot prove the rest."""

    __tablename__ = "link_request"
    __table_args__ = (
        in_school("invite_code_id", "invite_code"),
        in_school("person_id", "person"),
        in_school("decided_by", "person"),
        Index("ix_link_request_state", "school_id", "state"),
    )

    id: Mapped[int] = id_column()
    invite_code_id: Mapped[int]
    person_id: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[LinkRequestState] = mapped_column(
        str_enum(LinkRequestState, name="link_request_state")
    )
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None]
    verified_by: Mapped[str] = mapped_column(String(20), default="")  # as in AccountLink


class ContactRequest(Audited, SchoolScoped, Base):
    """A parent's wish to have another phone on record; sealed until somebody has decided."""

    __tablename__ = "contact_request"
    __table_args__ = (
        in_school("person_id", "person"),
        in_school("decided_by", "person"),
        Index("ix_contact_request_state", "school_id", "state"),
        Index("ix_contact_request_person", "school_id", "person_id"),
    )
    __audit_skip__ = frozenset({"sealed_phone"})

    id: Mapped[int] = id_column()
    person_id: Mapped[int]
    sealed_phone: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_tail: Mapped[str] = mapped_column(String(2))
    state: Mapped[LinkRequestState] = mapped_column(
        str_enum(LinkRequestState, name="contact_request_state")
    )
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None]


class CorrectionRequest(Audited, SchoolScoped, Base):
    """What a person says is wrong in the data about them or their child, and what became of it."""

    __tablename__ = "correction_request"
    __table_args__ = (
        in_school("person_id", "person"),
        in_school("decided_by", "person"),
        Index("ix_correction_request_state", "school_id", "state"),
        Index("ix_correction_request_person", "school_id", "person_id"),
    )

    id: Mapped[int] = id_column()
    person_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[LinkRequestState] = mapped_column(
        str_enum(LinkRequestState, name="correction_request_state")
    )
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None] = mapped_column(Date)  # none: the working days are not known
    answer: Mapped[str] = mapped_column(Text, default="")  # why it was declined
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None]


class ConsentText(Audited, SchoolScoped, Base):
    """A version of the consent text, kept for ever as it was shown.

    Published (``asks_again``), it is asked about also where an earlier one was consented to.
    """

    __tablename__ = "consent_text"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "purpose", "version"),
    )

    id: Mapped[int] = id_column()
    purpose: Mapped[ConsentPurpose] = mapped_column(str_enum(ConsentPurpose, name="purpose"))
    version: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    valid_from: Mapped[date] = mapped_column(Date)
    asks_again: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class Consent(Audited, SchoolScoped, Base):
    """One act on consent: given, refused or withdrawn; the latest act for a child decides."""

    __tablename__ = "consent"
    __table_args__ = (
        in_school("person_id", "person"),
        in_school("student_id", "person"),
        in_school("consent_text_id", "consent_text"),
        Index("ix_consent_person", "school_id", "person_id", "student_id", "purpose"),
        Index("ix_consent_student", "school_id", "student_id"),
    )

    id: Mapped[int] = id_column()
    person_id: Mapped[int]  # who consents
    student_id: Mapped[int]  # about whose data
    purpose: Mapped[ConsentPurpose] = mapped_column(str_enum(ConsentPurpose, name="purpose"))
    action: Mapped[ConsentAction] = mapped_column(str_enum(ConsentAction, name="action"))
    consent_text_id: Mapped[int | None]
    account_hash: Mapped[str] = mapped_column(String(64), default="")  # keyed; no chat id here
    update_id: Mapped[int | None] = mapped_column(BigInteger)
    application_number: Mapped[str] = mapped_column(String(60), default="")
    application_date: Mapped[date | None] = mapped_column(Date)
    acted_at: Mapped[datetime] = mapped_column(UtcDateTime)
