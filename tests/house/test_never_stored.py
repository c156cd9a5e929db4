"""No table has a column for what may never be stored, and passwords stand only where they are hashed."""

from django.apps import apps

from dsar.foundation.never_stored import NEVER_STORED

PASSWORDS_HASHED = {"dsar.User.password"}


def columns():
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    }


def test_no_column_is_for_what_may_never_be_stored():
    assert sorted(one for one in columns() if one.rsplit(".", 1)[1].lower() in NEVER_STORED) == []


def test_passwords_stand_in_one_column():
    assert {one for one in columns() if one.rsplit(".", 1)[1].lower().endswith("password")} == PASSWORDS_HASHED
