"""The installation as a whole: that it is always opened with the secret it was made with."""

from services.deployment.service import AnotherSecret, require_same_secret

__all__ = ["AnotherSecret", "require_same_secret"]
