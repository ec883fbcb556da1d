"""The small school's morning, with what its class teachers and families see of absences."""

from tests.integration.absences.conftest import Morning, morning

__all__ = ["Morning", "morning"]
