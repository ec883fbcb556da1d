"""The language of the sentence being written: gettext behind a context variable.

Code calls ``gettext`` (as ``_``), ``ngettext`` and ``pgettext``; whoever answers a person sets the
language with ``use_locale``. Catalogues lie in ``locales/<language>/LC_MESSAGES/peremena.mo``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "current_language",
    "gettext",
    "language_or_default",
    "ngettext",
    "pgettext",
    "use_locale",
]

LANGUAGES = ("ru", "en")
DEFAULT_LANGUAGE = "ru"
_LOCALES = Path(__file__).parent.parent / "locales"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


@cache
def _catalogue(language: str) -> NullTranslations:
    return translation("peremena", localedir=_LOCALES, languages=[language])


def language_or_default(code: str | None) -> str:
    """Return the language we have for an IETF code such as ``en-GB``, else the default."""
    base = (code or "").split("-")[0].lower()
    return base if base in LANGUAGES else DEFAULT_LANGUAGE


def current_language() -> str:
    """Return the language in which sentences are being written now."""
    return _language.get()


@contextmanager
def use_locale(language: str) -> Iterator[None]:
    """Write all sentences inside the block in *language*."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str) -> str:
    """Return *message* in the current language."""
    return _catalogue(_language.get()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of the message that fits the count *n* in the current language."""
    return _catalogue(_language.get()).ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """Return *message*, told apart by *context*, in the current language."""
    return _catalogue(_language.get()).pgettext(context, message)
