"""Tests of the wire format of buttons as a whole."""

import pkgutil
from collections import Counter
from importlib import import_module

from aiogram.filters.callback_data import CallbackData

import handlers.callbacks


def test_no_two_buttons_share_a_prefix():
    """A pressed button is of one kind, whichever file describes it."""
    found = Counter(
        value.__prefix__
        for module in pkgutil.iter_modules(handlers.callbacks.__path__)
        for value in vars(import_module(f"handlers.callbacks.{module.name}")).values()
        if isinstance(value, type) and issubclass(value, CallbackData) and value != CallbackData
    )

    assert [] == [prefix for prefix, count in found.items() if count > 1]
