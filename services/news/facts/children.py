"""How a message names the child it is about."""

from dataclasses import dataclass

__all__ = [
    "ChildName",
]


@dataclass(frozen=True, slots=True)
class ChildName:
    """A child as the line that begins every message names it."""

    student_id: int
    given_name: str
    family_name: str
    class_name: str
