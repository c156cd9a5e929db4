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
    """Whether it writes to the chain or announces an event that the chain listens to, itself or through a neighbour."""
    neighbours = {
        node.name: node for node in sources.tree(sources.CHECKOUT / module).body if isinstance(node, ast.FunctionDef)
    }
    waiting, seen = [function], set()
    while waiting:
        node = waiting.pop()
        seen.add(node.name)
        for name in sources.called(node):
            if name.rsplit(".", 1)[-1] in {"record", "record_entry"} or name.endswith(".send"):
                return True
            if name in neighbours and name not in seen:
                waiting.append(neighbours[name])
    return False


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
