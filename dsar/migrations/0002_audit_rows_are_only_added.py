"""Triggers that refuse to change or remove audit entries, and to add one that does not follow the head."""

from django.db import migrations

TABLE, HEAD = "dsar_auditentry", "dsar_audithead"

SQLITE = [
    f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'audit entries are only added'); END",
    f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'audit entries are only added'); END",
    f"CREATE TRIGGER audit_in_order BEFORE INSERT ON {TABLE} WHEN NEW.seq <> (SELECT seq + 1 FROM {HEAD} WHERE id = 1) "
    "BEGIN SELECT RAISE(ABORT, 'an audit entry follows the head'); END",
]
SQLITE_UNDO = [f"DROP TRIGGER {name}" for name in ("audit_no_update", "audit_no_delete", "audit_in_order")]

POSTGRESQL = [
    "CREATE FUNCTION dsar_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit entries are only added'; END $$",
    "CREATE FUNCTION dsar_audit_in_order() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF NEW.seq <> (SELECT seq + 1 FROM {HEAD} WHERE id = 1) "
    "THEN RAISE EXCEPTION 'an audit entry follows the head'; END IF; RETURN NEW; END $$",
    f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION dsar_audit_refuse()",
    f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION dsar_audit_refuse()",
    f"CREATE TRIGGER audit_in_order BEFORE INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION dsar_audit_in_order()",
    # ALWAYS: fires for a superuser in replica mode too
    f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER audit_no_change",
    f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER audit_no_truncate",
    f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER audit_in_order",
]
POSTGRESQL_UNDO = [
    *(f"DROP TRIGGER {name} ON {TABLE}" for name in ("audit_no_change", "audit_no_truncate", "audit_in_order")),
    "DROP FUNCTION dsar_audit_refuse()",
    "DROP FUNCTION dsar_audit_in_order()",
]


def add(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def drop(apps, schema_editor):
    _run(schema_editor, SQLITE_UNDO, POSTGRESQL_UNDO)


def _run(schema_editor, sqlite, postgresql):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("dsar", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
