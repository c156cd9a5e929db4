"""Readers of the three formats that share no code with what writes them: each gives the same plain facts."""

import base64
import csv
import io
import json
import xml.etree.ElementTree as ET

NS = "{urn:dsar-desk:portability:1.0}"
SIMPLE = {bool: "boolean", int: "integer", float: "number", str: "text", type(None): "null"}


def from_json(content: bytes):
    """Sets, documents and omissions; each cell as (kind, text, media type)."""
    read = json.loads(content.decode("utf-8"))
    sets = {}
    for one in read["sets"]:
        head = {key: one[key] for key in ("id", "name", "system", "activity", "purpose", "basis")}
        columns = {column["id"]: {**column} for column in one["columns"]}
        records = {
            record["id"]: {name: _json_cell(value) for name, value in record["values"].items()}
            for record in one["records"]
        }
        sets[one["id"]] = (head, columns, records)
    about = {key: read[key] for key in ("reference", "created_at", "reference_date", "language", "controller")}
    return about, sets, read["documents"], read["left_out"]


def from_csv(files: dict[str, bytes]):
    """The same from csv-metadata.json and the files that it lists."""
    meta = json.loads(files["csv/csv-metadata.json"])
    note = meta["notes"][0]
    sets = {}
    for table in meta["tables"]:
        head = dict(table["notes"][0])
        columns = {column["id"]: {**column} for column in head.pop("columns")}
        lines = list(csv.reader(io.StringIO(files["csv/" + table["url"]].decode("utf-8"), newline=""), strict=True))
        assert [one["titles"] for one in table["tableSchema"]["columns"]] == lines[0]
        names = [(column["name"], column["type"]) for column in columns.values()]
        records = {}
        for record, *cells in lines[1:]:
            read = {
                name: _csv_cell(cell, kind) for (name, kind), cell in zip(names, cells, strict=True) if cell != "\\A"
            }
            records[record] = read
        sets[head["id"]] = (head, columns, records)
    about = {key: note[key] for key in ("reference", "created_at", "reference_date", "language", "controller")}
    return about, sets, note["documents"], note["left_out"]


def from_xml(content: bytes):
    """The same from the XML."""
    root = ET.fromstring(content)
    about = {key: root.get(key) for key in ("reference", "created_at", "reference_date", "language")}
    about["controller"] = {part.tag.removeprefix(NS): _coded(part) for part in root.find(f"{NS}controller")}
    sets = {}
    for one in root.findall(f"{NS}set"):
        head = {name: _coded(one.find(NS + name)) for name in ("name", "system", "activity", "purpose")}
        head |= {"id": one.get("id"), "basis": one.get("basis")}
        columns = {}
        for column in one.findall(f"{NS}column"):
            known = {key: column.get(key) for key in ("id", "origin", "type", "format") if column.get(key)}
            columns[column.get("id")] = known | {"name": _coded(column)}
        records = {
            record.get("id"): {
                columns[value.get("c")]["name"]: (value.get("t"), _coded(value), value.get("media_type") or "")
                for value in record
            }
            for record in one.findall(f"{NS}record")
        }
        sets[one.get("id")] = (head, columns, records)
    documents = [
        {part.tag.removeprefix(NS): _coded(part) for part in one}
        | {key: one.get(key) for key in ("id", "media_type", "sha256", "basis", "origin")}
        | {"size": int(one.get("size")), "is_redacted": one.get("is_redacted") == "true"}
        for one in root.findall(f"{NS}document")
    ]
    left_out = [
        {part.tag.removeprefix(NS): _coded(part) for part in one}
        | {"reason": one.get("reason"), "count": int(one.get("count"))}
        for one in root.findall(f"{NS}left_out")
    ]
    return about, sets, documents, left_out


def _json_cell(value):
    if isinstance(value, dict):
        ((kind, text), *rest) = value.items()
        if kind == "number":
            return ("integer" if text.lstrip("-").isdigit() else "number", text, "")
        if kind == "base64":
            return ("binary", text, rest[0][1])
        if kind == "json":
            return ("json", json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":")), "")
        return ("left_out", text, "")
    text = {True: "true", False: "false", None: ""}[value] if value is None or isinstance(value, bool) else str(value)
    return (SIMPLE[type(value)], text, "")


def _csv_cell(cell, column_type):
    if not cell.startswith("\\"):
        return (column_type if column_type in ("integer", "number", "boolean") else "text", cell, "")
    if cell == "\\N":
        return ("null", "", "")
    mark, _colon, rest = cell[1:].partition(":")
    kinds = {"S": "text", "I": "integer", "D": "number", "B": "boolean", "J": "json", "L": "left_out"}
    if _colon and mark == "T":
        return ("text", base64.b64decode(rest).decode(), "")
    if _colon and mark == "X":
        media, _semicolon, text = rest.partition(";")
        return ("binary", text, media)
    if _colon and mark in kinds:
        return (kinds[mark], rest, "")
    return ("text", cell[1:], "")


def _coded(element):
    text = element.text or ""
    return base64.b64decode(text).decode() if element.get("encoding") == "base64" else text
