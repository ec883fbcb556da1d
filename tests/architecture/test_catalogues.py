"""The check of the catalogues, on small projects; `make lint` runs it on the real one."""

import pytest

from tests.architecture.catalogues import problems

CODE = """
_("Hello, {name}.")
ngettext("{count} lesson", "{count} lessons", n)
pgettext("verb", "mark")
"""
TEMPLATE = """
msgid "Hello, {name}."
msgstr ""

msgid "{count} lesson"
msgid_plural "{count} lessons"
msgstr[0] ""
msgstr[1] ""

msgctxt "verb"
msgid "mark"
msgstr ""
"""
RUSSIAN = r"""
msgid ""
msgstr ""
"Language: ru\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 ? 0 : n%10<=4 ? 1 : 2);\n"
"Content-Type: text/plain; charset=utf-8\n"

msgctxt "verb"
msgid "mark"
msgstr "отметить"

msgid "{count} lesson"
msgid_plural "{count} lessons"
msgstr[0] "{count} урок"
msgstr[1] "{count} урока"
msgstr[2] "{count} уроков"

msgid "Hello, {name}."
msgstr "Здравствуйте, {name}."
"""
MARK = 'msgctxt "verb"\nmsgid "mark"\nmsgstr "отметить"\n'


@pytest.fixture
def project(tmp_path):
    """Give a maker of small projects; what it makes is in order unless told otherwise."""

    def make(*, code=CODE, template=TEMPLATE, russian=RUSSIAN):
        (tmp_path / "app").mkdir()
        (tmp_path / "app" / "page.py").write_text(code, encoding="utf-8")
        folder = tmp_path / "locales" / "ru" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (tmp_path / "locales" / "babel.cfg").write_text("[python: **.py]\n", encoding="utf-8")
        (tmp_path / "locales" / "messages.pot").write_text(template, encoding="utf-8")
        (folder / "peremena.po").write_text(russian, encoding="utf-8")
        return problems(tmp_path, packages=["app"], languages=["ru"])

    return make


def test_complete_catalogues_have_no_problems(project):
    """Order and place of the entries do not matter."""
    assert project() == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"code": CODE + '_("Goodbye.")\n'},
            "template: 'Goodbye.' is in the code only; run `make messages`",
        ),
        (
            {"code": CODE.replace('pgettext("verb", "mark")', "")},
            "template: 'mark' is no longer in the code; run `make messages`",
        ),
        ({"russian": RUSSIAN.replace(MARK, "")}, "ru: 'mark' is missing"),
        (
            {"russian": RUSSIAN + '\nmsgid "Old."\nmsgstr "Старое."\n'},
            "ru: 'Old.' is not in the template",
        ),
        (
            {"russian": RUSSIAN + '\n#~ msgid "Old."\n#~ msgstr "Старое."\n'},
            "ru: 'Old.' is obsolete; remove it",
        ),
        ({"russian": RUSSIAN.replace("отметить", "")}, "ru: 'mark' is not translated"),
        (
            {"russian": RUSSIAN.replace("{count} уроков", "")},
            "ru: '{count} lesson' is not translated",
        ),
        (
            {"russian": RUSSIAN.replace('msgstr[2] "{count} уроков"\n', "")},
            "ru: '{count} lesson' is not translated",
        ),
        ({"russian": RUSSIAN.replace(MARK, "#, fuzzy\n" + MARK)}, "ru: 'mark' is fuzzy"),
        (
            {"russian": RUSSIAN.replace("те, {name}", "те, {имя}")},
            "ru: 'Hello, {name}.' has other placeholders",
        ),
        (
            {"russian": RUSSIAN.replace("те, {name}", "те, {name")},
            "ru: 'Hello, {name}.' has other placeholders",
        ),
        (
            {"russian": RUSSIAN.replace("{count} урока", "урока")},
            "ru: '{count} lesson' has other placeholders",
        ),
    ],
)
def test_each_fault_is_named(project, change, expected):
    """Whoever broke a catalogue reads which sentence and what to do."""
    assert [expected] == project(**change)


def test_the_singular_may_leave_out_the_count(project):
    """One lesson needs no figure where the original has none either."""
    actual = project(
        code=CODE.replace('"{count} lesson",', '"One lesson",'),
        template=TEMPLATE.replace('"{count} lesson"', '"One lesson"'),
        russian=RUSSIAN.replace('"{count} lesson"', '"One lesson"').replace(
            '{count} урок"', 'Один урок"'
        ),
    )

    assert actual == []
