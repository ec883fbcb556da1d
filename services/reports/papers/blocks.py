"""A paper as a value: paragraphs, points, blanks to fill in, lines to sign."""

from dataclasses import dataclass, field

__all__ = ["Blank", "Block", "Heading", "Paper", "Points", "Sign", "Text"]


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; *is_right* is the head of an application, at the right."""

    text: str
    is_right: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Numbered points."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """A line to write on, with what belongs there."""

    caption: str


@dataclass(frozen=True, slots=True)
class Sign:
    """Who signs, with a line, a name and a date."""

    who: str


Block = Heading | Text | Points | Blank | Sign


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper."""

    title: str
    blocks: tuple[Block, ...] = field(default=())
