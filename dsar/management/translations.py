"""Translations without the gettext programs: reads .po files, writes .mo files, finds what a page says.

`<language>/LC_MESSAGES/django.po` has what people outside read (the public form, the person's door, the owner's link),
`<language>/staff/<room>.po` what the screens of staff say; both are compiled into one file. What is missing is shown in
English.
"""

import ast
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.utils.translation.template import templatize

MAGIC = 0x950412DE
_CALLS = frozenset({"_", "_t", "gettext", "gettext_lazy", "Words"})
_PLURAL_CALLS = frozenset({"ngettext", "ngettext_lazy"})
_CONTEXT_CALLS = frozenset({"pgettext", "pgettext_lazy"})
_IN_TEMPLATES = re.compile(r"(?:(?<![np])gettext|\b_)\(u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")")
_PLURAL_IN_TEMPLATES = re.compile(
    r"ngettext\(u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"),\s*u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
)
# Errors of the house: their sentences are translated when they are raised, not where they stand.
_REFUSALS = frozenset(
    {"RuleRefused", "Conflict", "NotPermitted", "DsarError", "ErasureRefused", "RedactionRefused", "TokensRefused"}
    | {"TextRefused", "TextTooLarge", "IntegrityBroken", "KeyDestroyed"}
)
_WITH_CONTEXT = re.compile(
    r"pgettext\(u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"),\s*u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
)
_LINE = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)?\s*(".*")$')


class Unreadable(ValueError):
    """A .po file has a line that is none, or a message stands in two files; the text names it."""


def read_po(text: str) -> dict[str, str]:
    """Messages with their translation; a plural message has both its forms as key, joined by a zero byte.

    A message with a context (`pgettext("state", "Open")`) has the context before it, joined by U+0004 as gettext does.
    """
    entries: list[dict[str, str]] = []
    part = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.match(line)
        if found is None:
            message = f"line {number} is no line of a .po file"
            raise Unreadable(message)
        if found[1]:
            part = found[1]
            if part == "msgctxt" or (part == "msgid" and (not entries or "msgid" in entries[-1])):
                entries.append({})
            entries[-1][part] = ""
        entries[-1][part] += str(ast.literal_eval(found[2]))
    return dict(_message(entry) for entry in entries)


def write_mo(messages: Mapping[str, str]) -> bytes:
    """The bytes of a .mo file (GNU gettext manual, "The Format of GNU MO Files"), without a hash table."""
    keys = sorted(key for key, value in messages.items() if value)
    ids = [key.encode() for key in keys]
    words = [messages[key].encode() for key in keys]
    table = 7 * 4
    place = table + 16 * len(keys)
    rows: list[tuple[int, int]] = []
    for text in [*ids, *words]:
        rows.append((len(text), place))
        place += len(text) + 1
    head = struct.pack("<7I", MAGIC, 0, len(keys), table, table + 8 * len(keys), 0, 0)
    lengths = b"".join(struct.pack("<2I", *row) for row in rows)
    return head + lengths + b"".join(text + b"\0" for text in [*ids, *words])


def messages_of(language: Path) -> dict[str, str]:
    """What a language's folder has written: the words for people outside with those of every room of staff.

    Raises:
        Unreadable: a message is written twice.
    """
    outside = language / "LC_MESSAGES" / "django.po"
    found: dict[str, str] = {}
    for path in [outside, *sorted(language.glob("staff/*.po"))]:
        written = read_po(path.read_text(encoding="utf-8"))
        if path != outside:
            written.pop("", None)  # the heading is that of the file for people outside
        if again := found.keys() & written.keys():
            message = f"{path.name} has again {min(again)!r}"
            raise Unreadable(message)
        found |= written
    return found


def compile_all(root: Path) -> list[Path]:
    """Write the .mo of every language under a folder of locales; gives those written."""
    written = []
    for source in sorted(root.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        target.write_bytes(write_mo(messages_of(source.parents[1])))
        written.append(target)
    return written


def said_in(paths: Iterable[Path]) -> set[str]:
    """What these templates and modules say that can be translated, keyed as by `read_po`."""
    return {message for path in paths for message in (_of_code if path.suffix == ".py" else _of_template)(path)}


def _message(entry: dict[str, str]) -> tuple[str, str]:
    if "msgctxt" in entry:
        return f"{entry['msgctxt']}\4{entry['msgid']}", entry.get("msgstr", "")
    if "msgid_plural" not in entry:
        return entry["msgid"], entry.get("msgstr", "")
    forms = [entry[name] for name in sorted(entry) if name.startswith("msgstr[")]
    return f"{entry['msgid']}\0{entry['msgid_plural']}", "\0".join(forms)


def _of_template(path: Path) -> Iterator[str]:
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    yield from (
        f"{ast.literal_eval(context)}\4{ast.literal_eval(one)}" for context, one in _WITH_CONTEXT.findall(source)
    )
    plurals = _PLURAL_IN_TEMPLATES.findall(source)
    for one, many in plurals:
        yield f"{ast.literal_eval(one)}\0{ast.literal_eval(many)}"
    singles = {str(ast.literal_eval(found)) for found in _IN_TEMPLATES.findall(source)}
    yield from singles - {str(ast.literal_eval(one)) for one, _many in plurals}


def _of_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield from _refused_in(node)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("declare"):
            yield from (text for given in node.keywords for text in _constants(given.value))
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        if node.func.id in _CALLS and texts and isinstance(texts[0], str):
            yield texts[0]
        if node.func.id in _CONTEXT_CALLS and len(texts) > 1:
            yield f"{texts[0]!s}\4{texts[1]!s}"
        if node.func.id in _PLURAL_CALLS and len(texts) > 1:
            yield f"{texts[0]!s}\0{texts[1]!s}"


def _refused_in(function: ast.FunctionDef) -> Iterator[str]:
    """The whole sentences with which a function refuses: given to the error, or as `message` before it."""
    calls = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _REFUSALS
    ]
    for call in calls:
        yield from (text for given in call.args[:1] for text in _constants(given))
        fields = [given.value for given in call.keywords if given.arg == "fields"]
        yield from (
            text for given in fields if isinstance(given, ast.Dict) for one in given.values for text in _constants(one)
        )
    for node in ast.walk(function) if calls else ():
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "message":
            yield from _constants(node.value)


def _constants(given: ast.expr) -> Iterator[str]:
    """The text that stands there, or both of a choice between two."""
    if isinstance(given, ast.IfExp):
        yield from (*_constants(given.body), *_constants(given.orelse))
    if isinstance(given, ast.Constant) and isinstance(given.value, str) and given.value:
        yield given.value
