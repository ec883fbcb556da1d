"""The installation as a whole: its secret, and what its schools have of what they need."""

from services.deployment.readiness import Readiness, UnreadableSetting, readiness
from services.deployment.service import AnotherSecret, require_same_secret

__all__ = [
    "AnotherSecret",
    "Readiness",
    "UnreadableSetting",
    "readiness",
    "require_same_secret",
]
