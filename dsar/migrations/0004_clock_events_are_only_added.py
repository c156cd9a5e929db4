"""A trigger that refuses to change what an entry of the clock says; who recorded it may be forgotten with the person."""

from django.db import migrations

TABLE = "dsar_clockevent"
SAID = (
    "id", "case_id", "kind", "waiting_for", "on", "is_sufficient", "criteria", "until", "reason", "old_due_on",
    "new_due_on", "recorded_at", "supersedes_id", "received_at", "facts",
)  # fmt: skip
COLUMNS = ", ".join(f'"{name}"' for name in SAID)

SQLITE = [
    f"CREATE TRIGGER clock_event_no_update BEFORE UPDATE OF {COLUMNS} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'entries of the clock are only added'); END",
]
SQLITE_UNDO = ["DROP TRIGGER clock_event_no_update"]

POSTGRESQL = [
    "CREATE FUNCTION dsar_clock_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'entries of the clock are only added'; END $$",
    f"CREATE TRIGGER clock_event_no_update BEFORE UPDATE OF {COLUMNS} ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION dsar_clock_event_refuse()",
    f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER clock_event_no_update",
]
POSTGRESQL_UNDO = [f"DROP TRIGGER clock_event_no_update ON {TABLE}", "DROP FUNCTION dsar_clock_event_refuse()"]


def add(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def drop(apps, schema_editor):
    _run(schema_editor, SQLITE_UNDO, POSTGRESQL_UNDO)


def _run(schema_editor, sqlite, postgresql):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("dsar", "0003_casework")]
    operations = [migrations.RunPython(add, drop)]
