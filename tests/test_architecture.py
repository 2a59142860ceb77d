"""The house: imports go down, stand at the top and name their module in full; no file outgrows a look."""

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
# Each room may import itself and what stands before it.
ARROW = ["events", "registrations", "feedback", "opendays"]
MODULES = [path for room in ARROW for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
TESTS = list((ROOT / "tests").rglob("*.py"))
TEMPLATES = list((ROOT / "templates").rglob("*.html"))


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path):
    """Every import of a module, wherever it stands: the node and the full name of the module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node, "." * node.level + (node.module or "")


def place(path, node=None):
    return f"{path.relative_to(ROOT)}:{node.lineno}" if node else str(path.relative_to(ROOT))


def test_imports_go_down_only():
    above = {room: {*ARROW[floor + 1 :], "tests"} for floor, room in enumerate(ARROW)}

    assert [
        f"{place(path, node)} {name}"
        for path in MODULES
        for node, name in imports(path)
        if name.split(".")[0] in above[path.relative_to(ROOT).parts[0]]
    ] == []


def test_imports_are_absolute_and_stand_at_the_top():
    assert [
        f"{place(path, node)} {name}"
        for path in [*MODULES, *TESTS]
        for node, name in imports(path)
        if name.startswith(".") or node.col_offset
    ] == []


def test_models_import_no_rules():
    models = [path for path in MODULES if path.parent.name == "models"]

    assert [
        f"{place(path, node)} {name}"
        for path in models
        for node, name in imports(path)
        if name.split(".")[0] in ARROW and name.split(".")[1:2] not in (["models"], ["foundation"])
    ] == []


def test_no_file_outgrows_its_cap():
    caps = [*((path, 400) for path in [*MODULES, *TESTS]), *((path, 150) for path in TEMPLATES)]

    assert [place(path) for path, cap in caps if len(path.read_text(encoding="utf-8").splitlines()) > cap] == []


def test_no_function_outgrows_its_cap():
    functions = [(path, node) for path in MODULES for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]

    assert [f"{place(path, node)} {node.name}" for path, node in functions if node.end_lineno - node.lineno >= 50] == []
