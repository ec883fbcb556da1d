"""Why homework cannot be taken; nothing was stored when one of these rises."""

from services.errors import BadInput, NotFound

__all__ = ["FirstGradeHasNone", "NoHomeworkHere"]


class FirstGradeHasNone(BadInput):
    """The first grade has no homework in this school. Facts: group (its label)."""


class NoHomeworkHere(NotFound):
    """There is no homework this file or button could belong to. Facts: none."""
