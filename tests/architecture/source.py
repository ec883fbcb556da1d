"""Which files the house rules read, and their syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYERS = ("bot", "handlers", "services")


def modules(*folders: str) -> Iterator[Path]:
    """Yield every Python module below *folders*."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


@cache
def tree(module: Path) -> ast.Module:
    """Return the syntax tree of *module*."""
    return ast.parse(module.read_text(encoding="utf-8"), filename=str(module))


def place(module: Path, node: ast.AST) -> str:
    """Return where *node* is, for a message."""
    shown = module.relative_to(ROOT) if module.is_relative_to(ROOT) else module
    return f"{shown}:{getattr(node, 'lineno', 1)}"
