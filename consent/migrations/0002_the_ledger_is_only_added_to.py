"""Triggers that refuse to change or remove what the ledger holds; a purpose may be retired and nothing else."""

from django.db import migrations

SEALED = ("consent_ledgerentry", "consent_evidence", "consent_subject", "consent_wording", "consent_wordingtext")
PURPOSE = "consent_purpose"
FIXED = (
    "id", "code", "kind", "ground", "legal_basis", "opt_out_right", "heeds_signal", "is_special_category",
    "valid_months", "controller_id", "activity_id", "created_at",
)  # fmt: skip
COLUMNS = ", ".join(f'"{name}"' for name in FIXED)
WORDS = "the consent ledger is only added to"

SQLITE = [
    *(
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        for table in SEALED
        for act in ("UPDATE", "DELETE")
    ),
    f"CREATE TRIGGER {PURPOSE}_no_update BEFORE UPDATE OF {COLUMNS} ON {PURPOSE} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    f"CREATE TRIGGER {PURPOSE}_no_delete BEFORE DELETE ON {PURPOSE} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
]
SQLITE_UNDO = [f"DROP TRIGGER {table}_no_{act}" for table in (*SEALED, PURPOSE) for act in ("update", "delete")]

POSTGRESQL = [
    f"CREATE FUNCTION consent_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$",
    *(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION consent_ledger_refuse()"
        for table in SEALED
    ),
    f"CREATE TRIGGER {PURPOSE}_no_change BEFORE UPDATE OF {COLUMNS} OR DELETE ON {PURPOSE} "
    "FOR EACH ROW EXECUTE FUNCTION consent_ledger_refuse()",
    *(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION consent_ledger_refuse()"
        for table in (*SEALED, PURPOSE)
    ),
    # ALWAYS: fires for a superuser in replica mode too
    *(
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_{what}"
        for table in (*SEALED, PURPOSE)
        for what in ("change", "truncate")
    ),
]
POSTGRESQL_UNDO = [
    *(f"DROP TRIGGER {table}_no_{what} ON {table}" for table in (*SEALED, PURPOSE) for what in ("change", "truncate")),
    "DROP FUNCTION consent_ledger_refuse()",
]


def add(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def drop(apps, schema_editor):
    _run(schema_editor, SQLITE_UNDO, POSTGRESQL_UNDO)


def _run(schema_editor, sqlite, postgresql):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_ledger")]
    operations = [migrations.RunPython(add, drop)]
