"""The source of the house as data: files and syntax trees for the tests about the code."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ("dsar", "discovery", "consent", "erasure")


def python_files() -> list[Path]:
    """Every Python file of the four packages but migrations."""
    found = [path for name in PACKAGES for path in (CHECKOUT / name).rglob("*.py") if "migrations" not in path.parts]
    assert len(found) > 20, "the tests about the house look at the wrong folder"
    return sorted(found)


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name(path: Path) -> str:
    """The path as people say it."""
    return str(path.relative_to(CHECKOUT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(path: Path) -> set[str]:
    """Dotted names that the file imports, wherever in it; not those only for the type checker."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def called(node: ast.AST) -> set[str]:
    """Names of everything called inside: `f()` as f, `a.b.f()` as a.b.f."""
    return {dotted(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}


def dotted(node: ast.AST) -> str:
    """`a.b.c` for an expression of that shape; what stands before a call or index is left out."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def templates() -> list[Path]:
    """Every template."""
    return sorted(path for path in (CHECKOUT / "templates").rglob("*") if path.is_file())
