"""The settings of a family of any size: every child has its line and its button."""

import pytest

from handlers.callbacks.settings import OpenChildWhen
from handlers.screens.settings import settings_page
from services.i18n import use_locale
from services.preferences.choices import ChildChoices
from services.preferences.service import ChildSettings, SettingsFacts
from services.vocabulary import ContentMode

NAMES = ("Анна", "Борис", "Вера", "Глеб", "Дарья")


@pytest.mark.parametrize("count", [1, 3, 4, 5])
def test_every_child_has_its_button(count):
    """Of a family of five the fifth child is no less than the first."""
    children = tuple(
        ChildSettings(number, name, number, False, ChildChoices(), ContentMode.FULL)  # noqa: FBT003
        for number, name in enumerate(NAMES[:count], start=1)
    )
    with use_locale("en"):
        page = settings_page(SettingsFacts(children=children))
    data = [button.data for row in page.buttons for button in row]

    assert all(OpenChildWhen(student_id=one.student_id).pack() in data for one in children)
    assert count == 1 or all(f"{name}: everything at once" in page.text for name in NAMES[:count])
