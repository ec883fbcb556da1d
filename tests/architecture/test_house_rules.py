"""Small rules of the house that no other tool checks."""

import ast

import pytest

from tests.architecture.source import LAYERS, ROOT, modules, place, tree

LOG_METHODS = {"debug", "info", "warning", "error", "critical", "exception"}
LOGGERS = {"log", "logger", "_log", "_logger"}
HOMES_OF_CLOCK = {"services/clock.py", "bot/schedule/watchdog.py"}
CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"),
}  # fmt: skip


@pytest.mark.parametrize("folder", [*LAYERS, "tests"])
def test_every_module_says_what_it_is_for(folder):
    """A module opens with a docstring, so that a reader knows whether to read on."""
    silent = [str(m.relative_to(ROOT)) for m in modules(folder) if not ast.get_docstring(tree(m))]

    assert [] == silent


def test_only_the_clock_asks_the_machine_for_the_time():
    """Civil time comes from the Clock: a demo and a test may move it."""
    asked = [
        place(module, node)
        for module in modules(*LAYERS)
        if str(module.relative_to(ROOT)) not in HOMES_OF_CLOCK
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
    ]

    assert [] == asked


def test_log_events_are_constant_sentences():
    """Values go into named fields, where personal ones are withheld; never into the event."""
    built = [
        place(module, node)
        for module in modules(*LAYERS)
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LOG_METHODS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in LOGGERS
        and not (node.args and isinstance(node.args[0], ast.Constant))
    ]

    assert [] == built
