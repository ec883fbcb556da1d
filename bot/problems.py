"""Why a command cannot do its work, in one sentence for the person at the terminal."""

from services.errors import DiaryError

__all__ = ["CommandFailed", "UsageProblem"]


class CommandFailed(DiaryError):
    """The command could not do its work; exit status 1."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence=sentence)

    def __str__(self) -> str:
        return str(self.facts["sentence"])


class UsageProblem(CommandFailed):
    """The command was called wrongly or was given bad input; exit status 2, nothing stored."""
