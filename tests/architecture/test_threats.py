"""Every attack of the threat model has a test, and the test exists."""

import ast
import re

from tests.architecture.source import ROOT, tree


def test_each_attack_names_a_test_that_exists():
    """A row without its test is a wish; one whose test was renamed is a lie."""
    text = (ROOT / "docs" / "THREATS.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?!attack|---)(.*?) \| .*? \| (.*?) \|$", text, re.MULTILINE)
    missing = []
    for attack, named in rows:
        path, _, name = named.strip("`").partition("::")
        file = ROOT / path
        if not file.is_file() or (name and name not in _functions(file)):
            missing.append((attack, named))

    assert len(rows) > 30
    assert [] == missing


def _functions(file):
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in ast.walk(tree(file)) if isinstance(node, kinds)}
