"""Whether every sentence of the code is translated: code, template and catalogues compared.

Where a sentence stands, and in which order, does not matter.
"""

import string
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from services.i18n import LANGUAGES

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "services")

Key = tuple[str | None, tuple[str, ...]]  # context; the sentence, or singular and plural


def problems(
    root: Path,
    *,
    packages: Sequence[str] = PACKAGES,
    languages: Sequence[str] = LANGUAGES,
) -> list[str]:
    """Return what is wrong with the catalogues in *root*; empty when all is well."""
    locales = root / "locales"
    template = _by_key(_read(locales / "messages.pot"))
    return [
        *_template_problems(_sentences(root, packages), set(template)),
        *(
            f"{language}: {problem}"
            for language in languages
            for problem in _catalogue_problems(
                _read(locales / language / "LC_MESSAGES" / "peremena.po"), template
            )
        ),
    ]


def _sentences(root: Path, packages: Sequence[str]) -> set[Key]:
    with (root / "locales" / "babel.cfg").open(encoding="utf-8") as stream:
        method_map, options_map = parse_mapping_cfg(stream)
    return {
        (context, _forms(message))
        for package in packages
        for _file, _line, message, _comments, context in extract_from_dir(
            root / package, method_map, options_map
        )
    }


def _template_problems(in_code: set[Key], in_template: set[Key]) -> Iterator[str]:
    for _context, message in sorted(in_code - in_template, key=str):
        yield f"template: {_shown(message)} is in the code only; run `make messages`"
    for _context, message in sorted(in_template - in_code, key=str):
        yield f"template: {_shown(message)} is no longer in the code; run `make messages`"


def _catalogue_problems(catalogue: Catalog, template: dict[Key, Message]) -> Iterator[str]:
    entries = _by_key(catalogue)
    for _context, message in sorted(set(template) - set(entries), key=str):
        yield f"{_shown(message)} is missing"
    for _context, message in sorted(set(entries) - set(template), key=str):
        yield f"{_shown(message)} is not in the template"
    for entry in catalogue.obsolete.values():
        yield f"{_shown(_forms(entry.id))} is obsolete; remove it"
    for key, entry in entries.items():
        if key in template:
            yield from (f"{_shown(key[1])} {what}" for what in _faults(entry))


def _faults(entry: Message) -> Iterator[str]:
    originals, forms = _forms(entry.id), _forms(entry.string)
    if entry.fuzzy:
        yield "is fuzzy"
    if not all(forms):  # a missing plural form is read as an empty one
        yield "is not translated"
    # "One lesson" may leave out the count that "{count} lessons" has.
    elif any(_placeholders(form) not in map(_placeholders, originals) for form in forms):
        yield "has other placeholders"


def _placeholders(text: str) -> frozenset[str]:
    try:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)
    except ValueError:  # an unbalanced brace
        return frozenset({"{"})


def _by_key(catalogue: Catalog) -> dict[Key, Message]:
    return {(entry.context, _forms(entry.id)): entry for entry in catalogue if entry.id}


def _read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, abort_invalid=True)


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def _shown(message: tuple[str, ...]) -> str:
    return repr(message[0])


def main() -> int:
    """Print every problem; status 1 when there is one."""
    found = problems(ROOT)
    for problem in found:
        print(problem)
    print(f"Catalogues: {', '.join(LANGUAGES)}; problems: {len(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
