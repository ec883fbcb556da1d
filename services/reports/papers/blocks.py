"""A paper as a value: paragraphs, points, blanks to fill in, lines to sign."""

from dataclasses import dataclass, field

__all__ = ["Blank", "Block", "Example", "Heading", "Paper", "Points", "Sign", "Text"]


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
    """Points, numbered where their order says something."""

    lines: tuple[str, ...]
    is_numbered: bool = True


@dataclass(frozen=True, slots=True)
class Blank:
    """A line to write on, with what belongs there."""

    caption: str


@dataclass(frozen=True, slots=True)
class Example:
    """What stands in a chat: lines as they are typed or read, and captions of buttons."""

    lines: tuple[str, ...]
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """Who signs, with a line, a name and a date."""

    who: str


Block = Heading | Text | Points | Example | Blank | Sign


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper."""

    title: str
    blocks: tuple[Block, ...] = field(default=())
    is_leaflet: bool = False  # read at arm's length, not signed: larger letters
