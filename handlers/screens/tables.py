"""Native tables and fold-outs of Telegram's rich messages, for who has said they see them.

Cells and lines are HTML as ``formatting`` makes it. A screen gives both forms; which of them goes
is decided in one place, ``bot/middlewares/tables``.
"""

from collections.abc import Iterable, Sequence

from handlers.callbacks.settings import SetTables
from handlers.screens.errors import menu_button
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage

__all__ = ["MOST_COLUMNS", "fold_out", "paragraphs", "table", "tables_answered", "tables_question"]

MOST_COLUMNS = 20  # Telegram's limit; the rest of the sizes is checked by bot/telegram/sizes


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a native table as narrow as it gets, the lines of every other row shaded."""
    head = "".join(f"<th>{cell}</th>" for cell in heading)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table compact striped><tr>{head}</tr>{body}</table>"


def paragraphs(text: str) -> str:
    """Return a text of lines as blocks of a rich message, a line each; empty ones are left out."""
    return "".join(f"<p>{line}</p>" for line in text.split("\n") if line)


def fold_out(caption: str, text: str) -> str:
    """Return lines that open at a tap on *caption*; nothing where there are none."""
    return f"<details><summary>{caption}</summary>{paragraphs(text)}</details>" if text else ""


def tables_question() -> tuple[OutgoingMessage, OutgoingMessage]:
    """Show a small native table, and below it ask in plain words whether it can be seen."""
    sample = table(
        (_("Subject"), _("Marks")),
        ((_("Algebra"), "5² 4 5"), (_("Physics"), "4 3")),
    )
    question = OutgoingMessage(
        _(
            "There is a small table above this message. Is the table visible? If it is, the diary "
            "and the journal can come as tables."
        ),
        buttons=((_button(_("Yes"), sees=True), _button(_("No"), sees=False)),),
    )
    return OutgoingMessage(_("A table is to stand here."), rich=sample), question


def tables_answered(*, sees: bool) -> OutgoingMessage:
    """Say what comes from now on, and where it is changed."""
    if sees:
        text = _("From now on: tables. Back to lists: Menu → Settings.")
    else:
        text = _("From now on: lists. Back to tables: Menu → Settings.")
    return OutgoingMessage(text, buttons=((menu_button(),),))


def _button(caption: str, *, sees: bool) -> Button:
    return Button(caption, SetTables(sees=sees).pack())
