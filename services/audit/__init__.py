"""Who changed what, when and why: recorded with the change itself, chained, and verified."""

from services.audit.acting import acting
from services.audit.recorder import AuditRecorder
from services.audit.verify import Finding, FindingKind, Verification, verify_chain

__all__ = [
    "AuditRecorder",
    "Finding",
    "FindingKind",
    "Verification",
    "acting",
    "verify_chain",
]
