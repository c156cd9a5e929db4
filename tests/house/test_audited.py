"""No act without its entry in the chain."""

import ast
import importlib

from tests.house import sources


def services() -> list[tuple[str, ast.FunctionDef]]:
    """Public functions of every services.py and services/ that open a transaction."""
    found = []
    for path in sources.python_files():
        if path.stem != "services" and "services" not in path.parts and not path.stem.endswith("_services"):
            continue
        for node in sources.tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and opens_a_transaction(node):
                found.append((sources.name(path), node))
    return found


def opens_a_transaction(function: ast.FunctionDef) -> bool:
    inside = sources.called(function) | {sources.dotted(mark) for mark in function.decorator_list}
    return any(name.endswith("atomic") for name in inside)


def records(function: ast.FunctionDef, module: str) -> bool:
    """Whether it writes to the chain or announces an event that the chain listens to.

    Itself, through a neighbour, or through a service that it imports and that does.
    """
    waiting, seen = [(function, module)], set()
    while waiting:
        node, place = waiting.pop()
        seen.add((node.name, place))
        for name in sources.called(node):
            if name.rsplit(".", 1)[-1] in {"record", "record_entry"} or name.endswith(".send"):
                return True
            found = defined(name, place)
            if found is not None and (found[0].name, found[1]) not in seen:
                waiting.append(found)
    return False


def defined(name: str, module: str) -> tuple[ast.FunctionDef, str] | None:
    """The function that a name of the module stands for, and its module: a neighbour, or one of a services module."""
    tree = sources.tree(sources.CHECKOUT / module)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node, module
    head, _dot, rest = name.partition(".")
    for node in tree.body:
        if not isinstance(node, ast.ImportFrom) or node.module is None:
            continue
        for alias in node.names:
            if (alias.asname or alias.name) != head:
                continue
            origin = f"{node.module}.{alias.name}" if rest else node.module
            path = f"{origin.replace('.', '/')}.py"
            if origin.endswith("services") and (sources.CHECKOUT / path).is_file():
                return defined(rest or alias.name, path)
    return None


def test_every_service_with_a_transaction_records_its_act():
    found = services()
    silent = [
        f"{module}:{function.name}"
        for module, function in found
        if not records(function, module) and module != "dsar/audit/services.py"
    ]

    assert len(found) >= 5
    assert silent == []


def test_a_silent_service_would_be_found():
    silent = ast.parse("def close(*, case):\n    with transaction.atomic():\n        case.save()\n").body[0]

    assert opens_a_transaction(silent)
    assert not records(silent, "dsar/audit/services.py")


def test_every_recorded_act_is_declared():
    from dsar.audit import catalogue

    for path in sources.python_files():
        if any(name.rsplit(".", 1)[-1] == "declare" for name in sources.called(sources.tree(path))):
            importlib.import_module(sources.name(path).removesuffix(".py").replace("/", "."))
    declared = set(catalogue.declared())
    undeclared = [
        f"{sources.name(path)}:{node.lineno} {node.args[0].value}"
        for path in sources.python_files()
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Call)
        and sources.dotted(node.func).rsplit(".", 1)[-1] == "record"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value not in declared
    ]

    assert declared
    assert undeclared == []
